#include "core/servables/content_words.h"

#include "absl/strings/ascii.h"

namespace customer2vec {
namespace {

bool IsWordByte(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte >= 0x80 || absl::ascii_isalnum(byte);
}

}  // namespace

std::vector<std::string> ContentWords(absl::string_view text) {
  std::vector<std::string> words;
  bool inside = false;
  for (const char c : text) {
    const bool is_word = IsWordByte(c);
    if (is_word && !inside) words.emplace_back();
    if (is_word) words.back().push_back(absl::ascii_tolower(c));
    inside = is_word;
  }
  return words;
}

}  // namespace customer2vec
