#include "trainer/data/web_words.h"

#include <algorithm>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"

namespace customer2vec {
namespace {

constexpr absl::string_view kSchemeEnd = "://";

template <typename Predicate>
bool AllOf(absl::string_view text, Predicate predicate) {
  return std::all_of(text.begin(), text.end(), predicate);
}

bool IsDigit(unsigned char byte) { return absl::ascii_isdigit(byte); }
bool IsHexOrDash(unsigned char byte) {
  return absl::ascii_isxdigit(byte) || byte == '-';
}
bool IsWordByte(unsigned char byte) {
  return absl::ascii_isalnum(byte) || byte == '-' || byte == '_';
}

bool IsIdentifier(absl::string_view segment) {
  if (segment.empty()) return false;
  if (AllOf(segment, IsDigit)) return true;
  if (std::none_of(segment.begin(), segment.end(), IsDigit)) return false;
  return (segment.size() >= 16 && AllOf(segment, IsHexOrDash)) ||
         (segment.size() >= 32 && AllOf(segment, IsWordByte));
}

// Agent names that stand for a family, in the order to look for them.
constexpr std::pair<absl::string_view, absl::string_view> kAgents[] = {
    {"bot", "bot"},         {"spider", "bot"},        {"crawl", "bot"},
    {"slurp", "bot"},       {"curl", "script"},       {"wget", "script"},
    {"python", "script"},   {"java/", "script"},      {"go-http", "script"},
    {"okhttp", "script"},   {"httpclient", "script"}, {"edg", "Edge"},
    {"opr/", "Opera"},      {"opera", "Opera"},       {"samsung", "Samsung"},
    {"fxios", "Firefox"},   {"firefox", "Firefox"},   {"crios", "Chrome"},
    {"chromium", "Chrome"}, {"chrome", "Chrome"},     {"trident", "Explorer"},
    {"msie", "Explorer"},   {"safari", "Safari"},
};

}  // namespace

std::string PathTemplate(absl::string_view target) {
  const size_t scheme = target.find(kSchemeEnd);
  if (scheme != absl::string_view::npos &&
      scheme < target.find_first_of("/?#")) {
    const size_t slash = target.find('/', scheme + kSchemeEnd.size());
    target = slash == absl::string_view::npos ? "/" : target.substr(slash);
  }
  target = target.substr(0, target.find_first_of("?#"));
  std::string path;
  for (const absl::string_view segment : absl::StrSplit(target, '/')) {
    if (segment.empty()) continue;
    absl::StrAppend(&path, "/", IsIdentifier(segment) ? "{id}" : segment);
  }
  if (path.empty() && !target.empty()) return "/";
  return path;
}

std::string HostOf(absl::string_view url) {
  const size_t scheme = url.find(kSchemeEnd);
  if (scheme == absl::string_view::npos) return "";
  url.remove_prefix(scheme + kSchemeEnd.size());
  url = url.substr(0, url.find_first_of("/?#"));
  const size_t at = url.rfind('@');
  if (at != absl::string_view::npos) url.remove_prefix(at + 1);
  const size_t address_end = absl::StartsWith(url, "[") ? url.find(']') : 0;
  url = url.substr(0, url.find(':', address_end));
  std::string host = absl::AsciiStrToLower(url);
  if (absl::StartsWith(host, "www.")) host.erase(0, 4);
  return host;
}

absl::string_view AgentFamily(absl::string_view agent) {
  const std::string lower = absl::AsciiStrToLower(agent);
  for (const auto& [name, family] : kAgents) {
    if (absl::StrContains(lower, name)) return family;
  }
  return "other";
}

}  // namespace customer2vec
