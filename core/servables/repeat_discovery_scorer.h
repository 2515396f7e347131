// What to buy again and what to discover, in one ranking: the default for
// customers.
//
//   RepeatDiscoveryScorer scorer("for_you", tables, /*decay=*/0.95, space,
//                                {.popularity = 2, .discovery = 1});
//   scorer.Rank({.customer = row}, {.k = 10}, &top);
//
// The score is BlendScore() of core/servables/blend_formula.h. Every item has
// one, so a filter never costs results: the best k of all allowed items come
// back (as exactly as the space searches). Where nothing is known of the
// customer (no history, no events), nothing does.
//
// Items of the history are scored one by one. The others come from two lists,
// by popularity and by `next`, which are read until no unread item can have a
// better score than the k-th found: the threshold algorithm (Fagin, Lotem and
// Naor 2003, "Optimal aggregation algorithms for middleware").
//
// The same item has the same score whatever k and filter. Views over tables and
// a space that outlive it; immutable, thread-safe.

#ifndef CUSTOMER2VEC_CORE_SERVABLES_REPEAT_DISCOVERY_SCORER_H_
#define CUSTOMER2VEC_CORE_SERVABLES_REPEAT_DISCOVERY_SCORER_H_

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "core/history/customer_histories.h"
#include "core/servables/blend_formula.h"
#include "core/servables/servable.h"
#include "core/tables/tables.h"

namespace customer2vec {

class RepeatDiscoveryScorer final : public Scorer {
 public:
  // REQUIRES: 0 < decay <= 1, the decay of the histories' decayed counts.
  RepeatDiscoveryScorer(std::string name, const Tables& tables, float decay,
                        const Space* space, const BlendWeights& weights);

  void Rank(const ScorerQuery& query, const SearchOptions& options,
            std::vector<ScoredItem>* top) const override;

 private:
  CustomerHistories histories_;
  std::span<const uint32_t> basket_counts_;
  double share_of_one_;  // 1 / sum of basket counts
  float decay_;
  const Space* space_;
  BlendWeights weights_;
};

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_CORE_SERVABLES_REPEAT_DISCOVERY_SCORER_H_
