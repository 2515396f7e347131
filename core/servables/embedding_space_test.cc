#include "core/servables/embedding_space.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "core/servables/embedding_test_util.h"

namespace customer2vec {
namespace {

using ::testing::Each;
using ::testing::IsEmpty;

constexpr size_t kItems = 30;
constexpr size_t kDimension = 9;

class EmbeddingSpaceTest : public ::testing::Test {
 protected:
  // The encoder's formula in plain loops.
  std::vector<double> PlainEncode(Scoring scoring,
                                  const std::vector<HistoryEvent>& history) {
    std::vector<double> sum(kDimension);
    double weights = 0;
    for (const HistoryEvent& event : history) {
      if (event.item >= kItems) continue;
      const double length = scoring == Scoring::kSimilar
                                ? random_.Length(random_.input, event.item)
                                : 1;
      for (size_t i = 0; i < kDimension; ++i) {
        sum[i] +=
            event.weight * random_.input[event.item * kDimension + i] / length;
      }
      weights += std::abs(event.weight);
    }
    double squares = 0;
    for (const double value : sum) squares += value * value;
    for (double& value : sum) {
      value /= scoring == Scoring::kSimilar ? std::sqrt(squares) : weights;
    }
    return sum;
  }

  RandomEmbedding random_{kItems, 2, kDimension, /*seed=*/7};
  std::unique_ptr<const Space> space_ =
      MakeExactSpace("items", random_.Vectors(/*popularity_weight=*/0.3));
};

TEST_F(EmbeddingSpaceTest, EncodesAsThePlainFormula) {
  const std::vector<HistoryEvent> history = {
      {3, 1}, {4, 2.5}, {3, 0.5}, {9, -1}, {500, 7}};
  for (const Scoring scoring : {Scoring::kSimilar, Scoring::kNext}) {
    std::vector<float> query(kDimension, 99);
    ASSERT_TRUE(space_->Encode(scoring, history, query));
    const std::vector<double> expected = PlainEncode(scoring, history);
    for (size_t i = 0; i < kDimension; ++i) {
      EXPECT_NEAR(query[i], expected[i], 1e-6);
    }
  }
}

TEST_F(EmbeddingSpaceTest, EncodesNothingWithoutVectors) {
  const std::vector<std::vector<HistoryEvent>> histories = {
      {}, {{kItems, 1}}, {{3, 0}}, {{3, 1}, {3, -1}}};
  for (const auto& history : histories) {
    for (const Scoring scoring : {Scoring::kSimilar, Scoring::kNext}) {
      std::vector<float> query(kDimension, 99);
      EXPECT_FALSE(space_->Encode(scoring, history, query));
      EXPECT_THAT(query, Each(0.0f));
    }
  }
}

TEST_F(EmbeddingSpaceTest, ShortVectorsDoNotCancelOut) {
  for (float& value : random_.input) value *= 1e-9f;
  space_ = MakeExactSpace("items", random_.Vectors(0));
  std::vector<float> query(kDimension);
  const HistoryEvent events[] = {{4, 1}, {5, 2}};
  EXPECT_TRUE(space_->Encode(Scoring::kNext, events, query));
}

TEST_F(EmbeddingSpaceTest, ItemsWithAZeroVectorDoNotCount) {
  std::fill_n(random_.input.begin() + 3 * kDimension, kDimension, 0.0f);
  space_ = MakeExactSpace("items", random_.Vectors(0));
  std::vector<float> with(kDimension);
  std::vector<float> without(kDimension);
  const HistoryEvent events[] = {{4, 1}, {3, 1}};
  ASSERT_TRUE(space_->Encode(Scoring::kNext, events, with));
  ASSERT_TRUE(space_->Encode(Scoring::kNext, {events, 1}, without));
  EXPECT_EQ(with, without);
}

TEST_F(EmbeddingSpaceTest, SearchRanksByScore) {
  for (const Scoring scoring : {Scoring::kSimilar, Scoring::kNext}) {
    std::vector<float> query(kDimension);
    const HistoryEvent event{5};
    ASSERT_TRUE(space_->Encode(scoring, {&event, 1}, query));
    std::vector<ScoredItem> expected;
    for (uint32_t row = 0; row < kItems; ++row) {
      expected.push_back({row, space_->Score(scoring, query, row)});
    }
    std::sort(expected.begin(), expected.end(), RanksBefore);
    std::vector<ScoredItem> top;
    space_->Search(scoring, query, {.k = kItems}, &top);
    EXPECT_EQ(top, expected);
  }
}

TEST_F(EmbeddingSpaceTest, AnItemIsMostSimilarToItself) {
  std::vector<float> query(kDimension);
  const HistoryEvent event{5};
  ASSERT_TRUE(space_->Encode(Scoring::kSimilar, {&event, 1}, query));
  std::vector<ScoredItem> top;
  space_->Search(Scoring::kSimilar, query, {.k = 1}, &top);
  ASSERT_EQ(top.size(), 1u);
  EXPECT_EQ(top[0].item, 5u);
  EXPECT_NEAR(top[0].score, 1, 1e-6);
}

TEST_F(EmbeddingSpaceTest, GivesStoredVectorsByRoleAndNoneBeyondTheRows) {
  EXPECT_EQ(space_->ItemVector(VectorRole::kInput, 1)[0],
            random_.input[kDimension]);
  EXPECT_EQ(space_->ItemVector(VectorRole::kOutput, 1)[0],
            random_.output[kDimension]);
  EXPECT_THAT(space_->ItemVector(VectorRole::kInput, kItems), IsEmpty());
  EXPECT_EQ(space_->CustomerVector(1)[0], random_.customers[kDimension]);
  EXPECT_THAT(space_->CustomerVector(2), IsEmpty());
}

}  // namespace
}  // namespace customer2vec
