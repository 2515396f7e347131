// How often a customer takes each item, recent baskets first: where people buy
// again, most of the answer to "what next?".
//
//   PersonalFrequencies(histories, {.events = recent, .customer = row},
//                       /*decay=*/0.95, &frequencies);
//
//   frequency(item) = decayed_count(item) * f + newest(item)
//
// `decayed_count` is the sum over the customer's baskets that hold the item of
// decay^(age in baskets), as the snapshot stores it. Events of the query, if
// there are any, count as one newer basket: f = decay then, else 1; an item
// counts once in it, with the weight of its last event. Items whose frequency
// is not above 0 (pushed away by a negative weight) are left out.
//
// PersonalFrequencyScorer ranks by it. Views over histories that outlive them;
// immutable, thread-safe.

#ifndef CUSTOMER2VEC_CORE_SERVABLES_PERSONAL_FREQUENCY_H_
#define CUSTOMER2VEC_CORE_SERVABLES_PERSONAL_FREQUENCY_H_

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "core/history/customer_histories.h"
#include "core/servables/servable.h"

namespace customer2vec {

// Puts every item with a frequency above 0 into `frequencies`, by row.
void PersonalFrequencies(const CustomerHistories& histories,
                         const ScorerQuery& query, float decay,
                         std::vector<ScoredItem>* frequencies);

class PersonalFrequencyScorer final : public Scorer {
 public:
  // REQUIRES: 0 < decay <= 1, the decay of the histories' decayed counts.
  PersonalFrequencyScorer(std::string name, const CustomerHistories& histories,
                          float decay);

  // Places that are left are filled by popularity (GP-TopFreq, Li et al. 2023):
  // a filled item scores the least of the customer's own scores (1 where there
  // is none) times its share of `basket_count` + 1 baskets. `counts` by row,
  // descending; it outlives the scorer.
  void FillBy(std::span<const uint32_t> counts, uint64_t basket_count) {
    counts_ = counts;
    share_of_one_ = 1.0f / (basket_count + 1);
  }

  float decay() const { return decay_; }

  void Rank(const ScorerQuery& query, const SearchOptions& options,
            std::vector<ScoredItem>* top) const override;

 private:
  void Fill(const std::vector<ScoredItem>& frequencies,
            const SearchOptions& options, std::vector<ScoredItem>* top) const;

  CustomerHistories histories_;
  float decay_;
  std::span<const uint32_t> counts_;  // empty: nothing is filled
  float share_of_one_ = 0;
};

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_CORE_SERVABLES_PERSONAL_FREQUENCY_H_
