#include "trainer/base/string_interner.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <utility>

#include "absl/strings/str_cat.h"

namespace customer2vec {
namespace {

using ::testing::ElementsAre;
using ::testing::Eq;
using ::testing::Optional;

TEST(StringInternerTest, NumbersTextsByFirstAppearance) {
  StringInterner ids;
  EXPECT_EQ(ids.Intern("milk"), 0u);
  EXPECT_EQ(ids.Intern(""), 1u);
  EXPECT_EQ(ids.Intern("milk"), 0u);
  EXPECT_EQ(ids.size(), 2u);
  EXPECT_EQ(ids[0], "milk");
  EXPECT_EQ(ids[1], "");
  EXPECT_THAT(ids.Find("milk"), Optional(0u));
  EXPECT_THAT(ids.Find("tea"), Eq(std::nullopt));
  EXPECT_THAT(ids.Texts({1, 0}), ElementsAre("", "milk"));
}

// Over many blocks, with a text longer than a block, and after a move.
TEST(StringInternerTest, KeepsEveryText) {
  StringInterner ids;
  const std::string long_text(100000, 'x');
  for (uint32_t i = 0; i < 30000; ++i) {
    ASSERT_EQ(ids.Intern(absl::StrCat("id ", i)), i);
  }
  EXPECT_EQ(ids.Intern(long_text), 30000u);
  const StringInterner moved = std::move(ids);
  for (uint32_t i = 0; i < 30000; ++i) {
    ASSERT_EQ(moved[i], absl::StrCat("id ", i));
    ASSERT_THAT(moved.Find(absl::StrCat("id ", i)), Optional(i));
  }
  EXPECT_EQ(moved[30000], long_text);
}

}  // namespace
}  // namespace customer2vec
