// What to buy again and what to discover, in one ranking: the default for
// customers.
//
//   RepeatDiscoveryScorer scorer("for_you", histories, /*decay=*/0.95, space,
//                                /*discovery_weight=*/0.5);
//   scorer.Rank({.customer = row}, {.k = 10}, &top);
//
// The score is BlendScore() of core/servables/blend_formula.h. Every item of
// the history and every item of the space has one, so a filter never costs
// results: the best k of all allowed items come back (as exactly as the space
// searches). Without a history and without events nothing does.
//
// The same item has the same score whatever k and filter. Views over histories
// and a space that outlive it; immutable, thread-safe.

#ifndef CUSTOMER2VEC_CORE_SERVABLES_REPEAT_DISCOVERY_SCORER_H_
#define CUSTOMER2VEC_CORE_SERVABLES_REPEAT_DISCOVERY_SCORER_H_

#include <string>
#include <vector>

#include "core/history/customer_histories.h"
#include "core/servables/servable.h"

namespace customer2vec {

class RepeatDiscoveryScorer final : public Scorer {
 public:
  // REQUIRES: 0 < decay <= 1, the decay of the histories' decayed counts;
  // discovery_weight >= 0 and finite.
  RepeatDiscoveryScorer(std::string name, const CustomerHistories& histories,
                        float decay, const Space* space,
                        float discovery_weight);

  void Rank(const ScorerQuery& query, const SearchOptions& options,
            std::vector<ScoredItem>* top) const override;

 private:
  CustomerHistories histories_;
  float decay_;
  const Space* space_;
  float discovery_weight_;
};

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_CORE_SERVABLES_REPEAT_DISCOVERY_SCORER_H_
