#include "trainer/data/web_log_reader.h"

#include <algorithm>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "core/base/status_macros.h"
#include "core/base/utf8.h"
#include "trainer/data/byte_source.h"
#include "trainer/data/line_log_reader.h"
#include "trainer/data/table_reader.h"
#include "trainer/data/web_words.h"

namespace customer2vec {
namespace {

// Takes the text up to the next space, or all of it.
absl::string_view TakeWord(absl::string_view* text) {
  const absl::string_view word = text->substr(0, text->find(' '));
  text->remove_prefix(word.size());
  absl::ConsumePrefix(text, " ");
  return word;
}

// Takes `open ... close` and the space behind it. False when it is not there.
bool TakeEnclosed(absl::string_view* text, char open, char close,
                  absl::string_view* inner) {
  if (text->empty() || text->front() != open) return false;
  size_t end = 1;
  while (end < text->size() && (*text)[end] != close) {
    end += (*text)[end] == '\\' ? 2 : 1;
  }
  if (end >= text->size()) return false;
  *inner = text->substr(1, end - 1);
  text->remove_prefix(end + 1);
  absl::ConsumePrefix(text, " ");
  return true;
}

bool IsStatus(absl::string_view text) {
  return text.size() == 3 && text[0] >= '1' && text[0] <= '5' &&
         absl::ascii_isdigit(text[1]) && absl::ascii_isdigit(text[2]);
}

// "GET /path HTTP/1.1". Anything else is no request, and gives nothing.
void TakeRequest(absl::string_view request, WebLogLine* parts) {
  const absl::string_view method = TakeWord(&request);
  const bool is_method =
      !method.empty() && method.size() <= 16 &&
      std::all_of(method.begin(), method.end(),
                  [](unsigned char c) { return absl::ascii_isupper(c); });
  if (!is_method || request.empty()) return;
  parts->method = method;
  parts->target = TakeWord(&request);
}

void ClearDash(absl::string_view* text) {
  if (*text == "-") *text = absl::string_view();
}

class WebLogReader final : public LineLogReader {
 public:
  using LineLogReader::LineLogReader;

  v1::LogFormat format() const override { return v1::LOG_FORMAT_WEB_SERVER; }

 private:
  std::optional<LineDefect> ReadLine(absl::string_view line) override;

  std::string path_;
  std::string status_class_;
  std::string referrer_;
};

std::optional<LineDefect> WebLogReader::ReadLine(absl::string_view line) {
  if (!IsValidUtf8(line)) {
    return LineDefect{BadRowReason::kInvalidUtf8,
                      absl::StrCat(Shown(line), " is not UTF-8 text")};
  }
  WebLogLine parts;
  const absl::string_view complaint = ParseWebLogLine(line, &parts);
  if (!complaint.empty()) {
    return LineDefect{BadRowReason::kNotALogLine,
                      absl::StrCat(Shown(line), ": ", complaint)};
  }
  path_ = PathTemplate(parts.target);
  status_class_ = absl::StrCat(parts.status.substr(0, 1), "xx");
  referrer_ = HostOf(parts.referrer);
  AddValue("host", parts.host);
  AddValue("user", parts.user);
  AddValue("time", parts.time);
  AddValue("method", parts.method);
  AddValue("path", path_);
  AddValue("status", status_class_);
  AddValue("bytes", parts.bytes);
  AddValue("referrer", referrer_);
  if (!parts.agent.empty()) AddValue("agent", AgentFamily(parts.agent));
  return std::nullopt;
}

}  // namespace

absl::string_view ParseWebLogLine(absl::string_view line, WebLogLine* parts) {
  *parts = WebLogLine();
  parts->host = TakeWord(&line);
  TakeWord(&line);  // identd: nobody uses it
  // A user's name may hold spaces.
  const size_t bracket = line.find(" [");
  if (parts->host.empty() || bracket == absl::string_view::npos) {
    return "it does not begin with host, identity, user and [time]";
  }
  parts->user = line.substr(0, bracket);
  line.remove_prefix(bracket + 1);
  if (!TakeEnclosed(&line, '[', ']', &parts->time)) return "no [time]";
  absl::string_view request;
  if (!TakeEnclosed(&line, '"', '"', &request)) return "no \"request\"";
  TakeRequest(request, parts);
  parts->status = TakeWord(&line);
  if (!IsStatus(parts->status)) return "no status of three digits";
  parts->bytes = TakeWord(&line);
  if (TakeEnclosed(&line, '"', '"', &parts->referrer)) {
    TakeEnclosed(&line, '"', '"', &parts->agent);
  }
  ClearDash(&parts->host);
  ClearDash(&parts->user);
  ClearDash(&parts->bytes);
  ClearDash(&parts->referrer);
  ClearDash(&parts->agent);
  return absl::string_view();
}

absl::StatusOr<std::unique_ptr<LogReader>> OpenWebLog(const std::string& path,
                                                      BadRowLog& log) {
  C2V_ASSIGN_OR_RETURN(std::unique_ptr<ByteSource> source,
                       OpenByteSource(path));
  return std::make_unique<WebLogReader>(log.AddFile(path), std::move(source));
}

}  // namespace customer2vec
