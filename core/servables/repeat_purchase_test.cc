#include "core/servables/repeat_purchase.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <vector>

#include "core/base/random.h"

namespace customer2vec {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

// Customer 0: item 1 (2), item 2 (1), two groups, near 1; customer 1: item 3
// (4), one group, near nobody.
struct Vectors {
  std::vector<uint64_t> offsets = {0, 2, 3};
  std::vector<uint32_t> items = {1, 2, 3};
  std::vector<float> weights = {2, 1, 4};
  std::vector<uint32_t> groups = {2, 1};
  std::vector<uint32_t> neighbors = {1, kNoNeighbor, kNoNeighbor, kNoNeighbor};

  PurchaseVectors view() const {
    return {offsets, items, weights, groups, neighbors};
  }
};

const std::vector<uint32_t> kCounts = {8, 4, 2, 2, 1};

std::vector<ScoredItem> Rank(const RepeatPurchaseParameters& parameters,
                             const ScorerQuery& query,
                             const SearchOptions& options = {.k = 9}) {
  static const Vectors& vectors = *new Vectors;
  Tables tables;
  tables.basket_counts = kCounts;
  tables.basket_count = 8;
  const RepeatPurchaseScorer scorer("again", vectors.view(), parameters,
                                    tables);
  std::vector<ScoredItem> top = {{99, 99}};
  scorer.Rank(query, options, &top);
  return top;
}

TEST(RepeatPurchaseScorerTest, MixesOwnAndNeighbours) {
  EXPECT_THAT(
      Rank({.alpha = 0.5f}, {.customer = 0}),
      ElementsAre(ScoredItem{3, 2}, ScoredItem{1, 1}, ScoredItem{2, 0.5f}));
  EXPECT_THAT(Rank({.alpha = 1}, {.customer = 0}),
              ElementsAre(ScoredItem{1, 2}, ScoredItem{2, 1}));
  EXPECT_THAT(Rank({.alpha = 0.5f}, {.customer = 1}),
              ElementsAre(ScoredItem{3, 2}));
}

TEST(RepeatPurchaseScorerTest, EventsAreANewerGroup) {
  const std::vector<HistoryEvent> events = {{4}, {1, 3}, {1, 1}};
  // (2, 1) * 2 groups * 0.5 + events, over 3 groups.
  EXPECT_THAT(Rank({.alpha = 1, .group_decay = 0.5f},
                   {.events = events, .customer = 0}),
              ElementsAre(ScoredItem{1, 1}, ScoredItem{2, 1.0f / 3},
                          ScoredItem{4, 1.0f / 3}));
  EXPECT_THAT(Rank({.alpha = 1}, {.events = events}),
              ElementsAre(ScoredItem{1, 1}, ScoredItem{4, 1}));
  EXPECT_THAT(Rank({.alpha = 1}, {}), IsEmpty());
}

TEST(RepeatPurchaseScorerTest, PopularityFillsTheRest) {
  const RepeatPurchaseParameters parameters{.alpha = 1, .popularity_weight = 1};
  EXPECT_THAT(
      Rank(parameters, {.customer = 1}),
      ElementsAre(ScoredItem{3, 4.25f}, ScoredItem{0, 1}, ScoredItem{1, 0.5f},
                  ScoredItem{2, 0.25f}, ScoredItem{4, 0.125f}));
  RowFilter filter;
  filter.Exclude(std::vector<uint32_t>{3, 0});
  EXPECT_THAT(Rank(parameters, {.customer = 1}, {.k = 2, .filter = &filter}),
              ElementsAre(ScoredItem{1, 0.5f}, ScoredItem{2, 0.25f}));
}

TEST(RepeatPurchaseScorerTest, PopularityReadsAsFarAsItMustForK) {
  // Whatever k, the list is the head of the whole ranking.
  const RepeatPurchaseParameters parameters{.alpha = 0.1f,
                                            .popularity_weight = 0.3f};
  const auto all = Rank(parameters, {.customer = 0});
  ASSERT_EQ(all.size(), kCounts.size());
  for (size_t k = 0; k < all.size(); ++k) {
    EXPECT_THAT(Rank(parameters, {.customer = 0}, {.k = k}),
                ::testing::ElementsAreArray(all.begin(), all.begin() + k));
  }
}

}  // namespace
}  // namespace customer2vec
