// Ranks items by how many baskets hold them: the baseline that every model has
// to beat, and the fallback where nothing is known of the subject.
//
//   PopularityScorer scorer("popularity", tables.basket_counts,
//                           tables.basket_count);
//   scorer.Rank({}, {.k = 10}, &top);   // top[0].score: share of all baskets
//
// The same for everybody. O(k + excluded rows), since rows are ordered by
// count. A view over `counts`, which outlive it. Immutable, thread-safe.

#ifndef CUSTOMER2VEC_CORE_SERVABLES_POPULARITY_SCORER_H_
#define CUSTOMER2VEC_CORE_SERVABLES_POPULARITY_SCORER_H_

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "core/servables/servable.h"

namespace customer2vec {

class PopularityScorer final : public Scorer {
 public:
  // REQUIRES: `counts` descend. A basket count of 0 gives every item score 0.
  PopularityScorer(std::string name, std::span<const uint32_t> counts,
                   uint64_t basket_count);

  void Rank(const ScorerQuery& query, const SearchOptions& options,
            std::vector<ScoredItem>* top) const override;

 private:
  std::span<const uint32_t> counts_;
  double share_of_one_;  // 1 / basket_count
};

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_CORE_SERVABLES_POPULARITY_SCORER_H_
