// An item row with its score: what every search and every ranking returns.

#ifndef CUSTOMER2VEC_CORE_VECTORS_SCORED_ITEM_H_
#define CUSTOMER2VEC_CORE_VECTORS_SCORED_ITEM_H_

#include <cstdint>

namespace customer2vec {

struct ScoredItem {
  uint32_t item;  // row of the item vocabulary
  float score;    // higher is better

  friend bool operator==(const ScoredItem&, const ScoredItem&) = default;
};

// The one order of results: best score first, ties by row (the more popular
// item). NaN never enters: searches drop it.
constexpr bool RanksBefore(const ScoredItem& a, const ScoredItem& b) {
  return a.score != b.score ? a.score > b.score : a.item < b.item;
}

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_CORE_VECTORS_SCORED_ITEM_H_
