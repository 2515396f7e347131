// What lists are like beyond being right: how much of the catalogue they show,
// how far from the well-trodden, how mixed.
//
//   const ListSpread spread = MeasureSpread(
//       lists, {.cutoff = 10, .item_count = n, .counts = counts,
//               .basket_count = baskets, .group_of = departments});
//
// Over the first `cutoff` items of each list:
//
//  - coverage: share of the items that stand on any list;
//  - novelty: mean of -log2(share of baskets that hold the item) (Vargas and
//    Castells 2011); an item never taken counts as taken once;
//  - diversity: share of the pairs of a list that are of different groups, mean
//    over the lists of two items and more; items of no group differ from all;
//  - gini: inequality of how often items are shown, over all items: 0 when all
//    are shown alike, near 1 when few take all.
//
// Pure; thread-safe.

#ifndef CUSTOMER2VEC_TRAINER_EVALUATION_LIST_SPREAD_H_
#define CUSTOMER2VEC_TRAINER_EVALUATION_LIST_SPREAD_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "core/vectors/scored_item.h"

namespace customer2vec {

// An item of no group.
inline constexpr uint32_t kNoGroup = UINT32_MAX;

struct SpreadOptions {
  size_t cutoff = 10;
  size_t item_count = 0;             // items that could be listed
  std::span<const uint32_t> counts;  // baskets of each item, by row
  uint64_t basket_count = 0;
  std::span<const uint32_t> group_of;  // by row; empty: no diversity
};

struct ListSpread {
  double coverage = 0;
  double novelty = 0;
  double diversity = 0;
  double gini = 0;
};

// All 0 without lists or items. Items at or above item_count are passed over.
ListSpread MeasureSpread(std::span<const std::vector<ScoredItem>> lists,
                         const SpreadOptions& options);

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_TRAINER_EVALUATION_LIST_SPREAD_H_
