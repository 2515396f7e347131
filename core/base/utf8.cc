#include "core/base/utf8.h"

#include <cstddef>
#include <cstdint>
#include <cstring>

namespace customer2vec {
namespace {

// What may follow a lead byte: how many bytes, and the range of the first of
// them (the others are 80..BF). A length of 0 means that it may not lead.
struct Follow {
  size_t length;
  unsigned char low = 0x80;
  unsigned char high = 0xBF;
};

Follow FollowOf(unsigned char lead) {
  if (lead >= 0xC2 && lead <= 0xDF) return {1};
  if (lead == 0xE0) return {2, 0xA0, 0xBF};  // no overlong forms
  if (lead == 0xED) return {2, 0x80, 0x9F};  // no surrogates
  if (lead >= 0xE1 && lead <= 0xEF) return {2};
  if (lead == 0xF0) return {3, 0x90, 0xBF};  // no overlong forms
  if (lead >= 0xF1 && lead <= 0xF3) return {3};
  if (lead == 0xF4) return {3, 0x80, 0x8F};  // nothing above U+10FFFF
  return {0};
}

// Bytes of the character at the front of `text`, whose first byte is not
// ASCII; 0 when it is malformed.
size_t CharacterLength(absl::string_view text) {
  const Follow follow = FollowOf(text[0]);
  if (follow.length == 0 || follow.length >= text.size()) return 0;
  const unsigned char second = text[1];
  if (second < follow.low || second > follow.high) return 0;
  for (size_t i = 2; i <= follow.length; ++i) {
    if ((static_cast<unsigned char>(text[i]) & 0xC0) != 0x80) return 0;
  }
  return follow.length + 1;
}

}  // namespace

bool IsValidUtf8(absl::string_view text) {
  while (!text.empty()) {
    uint64_t word;
    if (text.size() >= sizeof(word)) {
      std::memcpy(&word, text.data(), sizeof(word));
      if ((word & 0x8080808080808080) == 0) {
        text.remove_prefix(sizeof(word));
        continue;
      }
    }
    const bool ascii = static_cast<unsigned char>(text[0]) < 0x80;
    const size_t length = ascii ? 1 : CharacterLength(text);
    if (length == 0) return false;
    text.remove_prefix(length);
  }
  return true;
}

}  // namespace customer2vec
