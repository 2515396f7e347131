#include "core/vocabulary/vocabulary.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "core/base/status_matchers.h"

namespace customer2vec {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

VocabularyArrays Build(const std::vector<std::string>& ids) {
  absl::StatusOr<VocabularyArrays> arrays = BuildVocabulary(ids);
  EXPECT_THAT(arrays, IsOk());
  return *std::move(arrays);
}

TEST(VocabularyTest, FindsWhatItHoldsAndNothingElse) {
  std::vector<std::string> ids;
  for (int i = 0; i < 5000; ++i) ids.push_back(std::to_string(i * 7));
  const VocabularyArrays arrays = Build(ids);
  C2V_ASSERT_OK_AND_ASSIGN(Vocabulary items, Vocabulary::Create(arrays.view()));
  ASSERT_EQ(items.size(), ids.size());
  for (uint32_t row = 0; row < ids.size(); ++row) {
    EXPECT_EQ(items.Id(row), ids[row]);
    EXPECT_EQ(items.Find(ids[row]), row);
  }
  for (int i = 0; i < 5000; ++i) {
    EXPECT_EQ(items.Find(std::to_string(i * 7 + 1)), std::nullopt);
  }
}

TEST(VocabularyTest, PrefixesAreOtherIds) {
  const VocabularyArrays arrays = Build({"milk", "milkshake", "mil"});
  C2V_ASSERT_OK_AND_ASSIGN(Vocabulary items, Vocabulary::Create(arrays.view()));
  EXPECT_EQ(items.Find("milk"), 0);
  EXPECT_EQ(items.Find("mil"), 2);
  EXPECT_EQ(items.Find("milks"), std::nullopt);
  EXPECT_EQ(items.Find(""), std::nullopt);
}

TEST(VocabularyTest, MayBeEmpty) {
  EXPECT_EQ(Vocabulary().Find("milk"), std::nullopt);
  EXPECT_EQ(Vocabulary().size(), 0);
  const VocabularyArrays arrays = Build({});
  C2V_ASSERT_OK_AND_ASSIGN(Vocabulary none, Vocabulary::Create(arrays.view()));
  EXPECT_EQ(none.size(), 0);
  EXPECT_EQ(none.Find("milk"), std::nullopt);
}

// The format's worked example: a change here is a change of the format.
TEST(VocabularyTest, LayoutIsAsDocumented) {
  const VocabularyArrays arrays = Build({"milk", "bread"});
  EXPECT_THAT(arrays.offsets, ElementsAre(0, 4, 9));
  EXPECT_EQ(std::string(arrays.bytes.begin(), arrays.bytes.end()), "milkbread");
  EXPECT_THAT(arrays.buckets, ElementsAre(1, 0, kNoRow, kNoRow));
}

// Their searches all begin at bucket 3.
TEST(VocabularyTest, WhatCollidesTakesTheNextBucket) {
  const VocabularyArrays arrays = Build({"egg", "jam", "rice"});
  EXPECT_THAT(arrays.buckets,
              ElementsAre(kNoRow, kNoRow, kNoRow, 0, 1, 2, kNoRow, kNoRow));
}

TEST(BuildVocabularyTest, RefusesWhatIsNoId) {
  const auto refused = [](std::vector<std::string> ids,
                          absl::string_view words) {
    EXPECT_THAT(BuildVocabulary(ids),
                StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr(words)));
  };
  refused({"a", "b", "a"}, "\"a\" stands twice: rows 0 and 2");
  refused({"a", ""}, "row 1 is empty");
  refused({std::string(513, 'x')}, "row 0 is longer than 512 bytes");
  refused({"\xff"}, "\"\\xff\" of row 0 is not valid UTF-8");
  EXPECT_THAT(BuildVocabulary(std::vector{std::string(512, 'x')}), IsOk());
}

// Create() on damaged copies of the arrays of {"milk", "bread", "tea"}.
class VocabularyCreateTest : public ::testing::Test {
 protected:
  void ExpectDataLoss(absl::string_view words) const {
    EXPECT_THAT(Vocabulary::Create(arrays_.view()),
                StatusIs(absl::StatusCode::kDataLoss, HasSubstr(words)));
  }

  VocabularyArrays arrays_ = Build({"milk", "bread", "tea"});
};

TEST_F(VocabularyCreateTest, RefusesOffsetsOutOfTheBytes) {
  arrays_.offsets[1] = 100;
  ExpectDataLoss("ids: offset 2 is below");
}

TEST_F(VocabularyCreateTest, RefusesNoOffsets) {
  arrays_.offsets.clear();
  ExpectDataLoss("0 offsets");
}

TEST_F(VocabularyCreateTest, RefusesAnEmptyId) {
  arrays_.offsets[1] = 0;
  ExpectDataLoss("id of row 0 is empty");
}

TEST_F(VocabularyCreateTest, RefusesBrokenText) {
  arrays_.bytes[5] = '\xff';
  ExpectDataLoss("id of row 1 is not valid UTF-8");
}

TEST_F(VocabularyCreateTest, RefusesARowThatIsNone) {
  std::ranges::replace(arrays_.buckets, 2u, 3u);
  ExpectDataLoss("names row 3 of 3");
}

TEST_F(VocabularyCreateTest, RefusesATableOfAnOddSize) {
  arrays_.buckets.pop_back();
  ExpectDataLoss("7 buckets");
  arrays_.buckets.clear();
  ExpectDataLoss("0 buckets");
}

// A search in a full table would never end.
TEST_F(VocabularyCreateTest, RefusesATableTooFull) {
  std::ranges::fill(arrays_.buckets, 0);
  ExpectDataLoss("8 of 8 buckets are used");
}

}  // namespace
}  // namespace customer2vec
