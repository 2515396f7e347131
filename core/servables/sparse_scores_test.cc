#include "core/servables/sparse_scores.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <vector>

namespace customer2vec {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::vector<ScoredItem> Top(const SparseScores& scores,
                            const SearchOptions& options) {
  std::vector<ScoredItem> top = {{99, 99}};
  scores.Top(options, &top);
  return top;
}

TEST(SparseScoresTest, AddsUpAndRanksPositiveScores) {
  SparseScores scores;
  scores.Reset(6);
  scores.Add(4, 1);
  scores.Add(2, 0.5f);
  scores.Add(4, 1);
  scores.Add(1, -1);
  scores.Add(5, 0);
  EXPECT_THAT(scores.touched(), ElementsAre(4, 2, 1, 5));
  EXPECT_THAT(Top(scores, {.k = 9}),
              ElementsAre(ScoredItem{4, 2}, ScoredItem{2, 0.5f}));
  EXPECT_THAT(Top(scores, {.k = 1}), ElementsAre(ScoredItem{4, 2}));
}

TEST(SparseScoresTest, ResetForgetsAndGrows) {
  SparseScores scores;
  scores.Reset(2);
  scores.Add(1, 3);
  scores.Reset(5);
  EXPECT_FALSE(scores.Has(1));
  EXPECT_THAT(scores.touched(), IsEmpty());
  scores.Add(4, 1);
  EXPECT_THAT(Top(scores, {.k = 9}), ElementsAre(ScoredItem{4, 1}));
}

TEST(SparseScoresTest, ZerosOfEitherSignAreScores) {
  SparseScores scores;
  scores.Reset(3);
  scores.Add(0, -0.0f);
  scores.Add(0, -0.0f);
  scores.Add(1, 1);
  scores.Add(1, -1);
  EXPECT_TRUE(scores.Has(0));
  EXPECT_TRUE(scores.Has(1));
  EXPECT_FALSE(scores.Has(2));
  EXPECT_THAT(scores.touched(), ElementsAre(0, 1));
}

TEST(SparseScoresTest, HonoursTheFilter) {
  SparseScores scores;
  scores.Reset(4);
  for (uint32_t item = 0; item < 4; ++item) scores.Add(item, 4.0f - item);
  RowFilter filter;
  filter.Exclude(std::vector<uint32_t>{0});
  filter.RestrictTo(std::vector<uint32_t>{0, 2, 3});
  EXPECT_THAT(Top(scores, {.k = 2, .filter = &filter}),
              ElementsAre(ScoredItem{2, 2}, ScoredItem{3, 1}));
}

}  // namespace
}  // namespace customer2vec
