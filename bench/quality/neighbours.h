// How often an item's neighbours share its department (or aisle): a look at the
// vectors that a person would agree with.
//
//   C2V_ASSIGN_OR_RETURN(Neighbourhood result,
//       MeasureNeighbours(*snapshot, {.attribute = "department"}));
//   result.same_share;     // of the neighbours, for the most bought products
//   result.chance_share;   // the same with neighbours drawn at random
//
// Neighbours are what RecommendSimilarItems of core/recommend answers, so the
// figure is one of what is served. Pure over the snapshot, thread-safe.

#ifndef CUSTOMER2VEC_BENCH_QUALITY_NEIGHBOURS_H_
#define CUSTOMER2VEC_BENCH_QUALITY_NEIGHBOURS_H_

#include <cstdint>
#include <span>
#include <string>

#include "absl/status/statusor.h"
#include "core/snapshot/snapshot.h"

namespace customer2vec::bench {

struct NeighbourOptions {
  std::string attribute = "department";
  int products = 500;           // the most bought
  int neighbours = 10;          // of each
  int frequent_products = 20;   // looked at one by one
  int frequent_neighbours = 6;  // that must share the value
};

struct Neighbourhood {
  // Of the neighbours of the products that have a value of the attribute; a
  // neighbour without one does not share it.
  double same_share = 0;
  // The same were each neighbour drawn from all items with vectors.
  double chance_share = 0;
  // Of the `frequent_products`, those with `frequent_neighbours` or more.
  int frequent_with_enough = 0;
  int products = 0;  // that count: with a value
};

// NOT_FOUND when the snapshot has no such attribute or nothing with a value of
// it.
absl::StatusOr<Neighbourhood> MeasureNeighbours(
    const Snapshot& snapshot, const NeighbourOptions& options);

// Chance that an item drawn uniformly from `value_ids` without row `row` has
// the same value as it; 0 where the row has none. REQUIRES: row <
// value_ids.size(), two rows or more.
double ChanceOfSameValue(std::span<const uint32_t> value_ids, uint32_t row);

}  // namespace customer2vec::bench

#endif  // CUSTOMER2VEC_BENCH_QUALITY_NEIGHBOURS_H_
