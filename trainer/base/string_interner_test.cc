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

// Short texts are kept in another way than long ones.
TEST(StringInternerTest, TakesTextsOfAnyLengthAndBytes) {
  StringInterner ids;
  std::string text;
  for (uint32_t size = 0; size < 600; ++size) {
    ASSERT_EQ(ids.Intern(text), size);
    text.push_back(static_cast<char>(size * 37));
  }
  for (uint32_t size = 0; size < 600; ++size) {
    ASSERT_EQ(ids[size], text.substr(0, size));
    ASSERT_THAT(ids.Find(text.substr(0, size)), Optional(size));
  }
  EXPECT_THAT(ids.Find(text.substr(1, 15)), Eq(std::nullopt));
  EXPECT_THAT(ids.Find(text.substr(1, 16)), Eq(std::nullopt));
}

TEST(StringInternerTest, ViewsStayWhereTheyAre) {
  StringInterner ids;
  ids.Intern("milk");
  ids.Intern("a text of more than fifteen bytes");
  const absl::string_view milk = ids[0], longer = ids[1];
  for (int i = 0; i < 30000; ++i) ids.Intern(absl::StrCat(i));
  const StringInterner moved = std::move(ids);
  EXPECT_EQ(moved[0].data(), milk.data());
  EXPECT_EQ(milk, "milk");
  EXPECT_EQ(moved[1].data(), longer.data());
  EXPECT_EQ(longer, "a text of more than fifteen bytes");
}

}  // namespace
}  // namespace customer2vec
