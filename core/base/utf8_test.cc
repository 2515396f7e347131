#include "core/base/utf8.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <string>

namespace customer2vec {
namespace {

// The encoding of a code point by definition, surrogates and all.
std::string Encode(uint32_t point) {
  const auto tail = [point](int shift) {
    return static_cast<char>(0x80 | ((point >> shift) & 0x3F));
  };
  if (point < 0x80) return {static_cast<char>(point)};
  if (point < 0x800) return {static_cast<char>(0xC0 | point >> 6), tail(0)};
  if (point < 0x10000) {
    return {static_cast<char>(0xE0 | point >> 12), tail(6), tail(0)};
  }
  return {static_cast<char>(0xF0 | point >> 18), tail(12), tail(6), tail(0)};
}

TEST(Utf8Test, TakesExactlyTheCodePointsOfUnicode) {
  for (uint32_t point = 0; point < 0x120000; ++point) {
    const bool surrogate = point >= 0xD800 && point <= 0xDFFF;
    ASSERT_EQ(IsValidUtf8(Encode(point)), !surrogate && point <= 0x10FFFF)
        << std::hex << point;
  }
}

TEST(Utf8Test, RefusesOverlongAndCutForms) {
  for (const char* text :
       {"\xC0\xAF", "\xC1\xBF", "\xE0\x80\xAF", "\xF0\x80\x80\xAF", "\x80",
        "\xFF", "\xC3", "\xE2\x82", "\xF0\x9F\x98", "\xC3(", "\xE2\x82("}) {
    EXPECT_FALSE(IsValidUtf8(text)) << testing::PrintToString(text);
  }
}

// The eight-byte step must not skip a bad byte at any offset.
TEST(Utf8Test, FindsABadByteAtEveryPosition) {
  for (size_t length = 1; length < 40; ++length) {
    for (size_t bad = 0; bad < length; ++bad) {
      std::string text(length, 'x');
      EXPECT_TRUE(IsValidUtf8(text));
      text[bad] = '\xFE';
      EXPECT_FALSE(IsValidUtf8(text)) << length << " " << bad;
    }
  }
}

}  // namespace
}  // namespace customer2vec
