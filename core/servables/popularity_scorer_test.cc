#include "core/servables/popularity_scorer.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <vector>

namespace customer2vec {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

const std::vector<uint32_t> kCounts = {8, 4, 4, 1, 0};

std::vector<ScoredItem> Rank(const SearchOptions& options,
                             uint64_t baskets = 16) {
  std::vector<ScoredItem> top = {{99, 99}};
  PopularityScorer("popularity", kCounts, baskets).Rank({}, options, &top);
  return top;
}

TEST(PopularityScorerTest, ScoresByShareOfBaskets) {
  EXPECT_THAT(Rank({.k = 10}),
              ElementsAre(ScoredItem{0, 0.5f}, ScoredItem{1, 0.25f},
                          ScoredItem{2, 0.25f}, ScoredItem{3, 0.0625f},
                          ScoredItem{4, 0}));
}

TEST(PopularityScorerTest, GivesKThroughExclusions) {
  RowFilter filter;
  filter.Exclude(std::vector<uint32_t>{0, 2});
  EXPECT_THAT(Rank({.k = 2, .filter = &filter}),
              ElementsAre(ScoredItem{1, 0.25f}, ScoredItem{3, 0.0625f}));
  EXPECT_THAT(Rank({.k = 0}), IsEmpty());
}

TEST(PopularityScorerTest, RanksOnlyCandidates) {
  RowFilter filter;
  filter.RestrictTo(std::vector<uint32_t>{4, 2, 1});
  filter.Exclude(std::vector<uint32_t>{1});
  EXPECT_THAT(Rank({.k = 9, .filter = &filter}),
              ElementsAre(ScoredItem{2, 0.25f}, ScoredItem{4, 0}));
}

TEST(PopularityScorerTest, NoBasketsGiveNoShares) {
  EXPECT_THAT(Rank({.k = 1}, 0), ElementsAre(ScoredItem{0, 0}));
}

}  // namespace
}  // namespace customer2vec
