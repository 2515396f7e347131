// How many items a model learns of: those with enough baskets, a prefix of the
// rows.
//
//   C2V_ASSIGN_OR_RETURN(const size_t items,
//                        FrequentItems(corpus, als.min_count(), "als"));

#ifndef CUSTOMER2VEC_TRAINER_MODELS_INTERACTIONS_FREQUENT_ITEMS_H_
#define CUSTOMER2VEC_TRAINER_MODELS_INTERACTIONS_FREQUENT_ITEMS_H_

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "trainer/corpus/corpus.h"

namespace customer2vec {

// Items in at least `min_count` baskets. REQUIRES: corpus.basket_counts()
// descend.
inline size_t CountFrequentItems(const Corpus& corpus, int min_count) {
  const std::vector<uint32_t>& counts = corpus.basket_counts();
  const auto end = std::ranges::partition_point(counts, [&](uint32_t count) {
    return count >= static_cast<uint32_t>(min_count);
  });
  return static_cast<size_t>(end - counts.begin());
}

// The same. FAILED_PRECONDITION, naming the model and the remedy, when there
// are fewer than two.
inline absl::StatusOr<size_t> FrequentItems(const Corpus& corpus, int min_count,
                                            absl::string_view model) {
  const size_t items = CountFrequentItems(corpus, min_count);
  if (items >= 2) return items;
  return absl::FailedPreconditionError(
      absl::StrCat(model, ": ", items, " of ", corpus.item_count(),
                   " items are in min_count = ", min_count,
                   " baskets or more; at least 2 are needed: lower ", model,
                   ".min_count or read more data"));
}

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_TRAINER_MODELS_INTERACTIONS_FREQUENT_ITEMS_H_
