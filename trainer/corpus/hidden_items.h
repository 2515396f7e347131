// Takes items out of a corpus as if nobody had bought them yet: how cold items
// are made, to learn from and to measure on.
//
//   const std::vector<uint32_t> hidden =
//       DrawHiddenItems(eligible, /*share=*/0.05, /*seed=*/1);
//   const Corpus without = WithoutItems(corpus, hidden);
//
// Rows stay, so that vectors and catalogues of one corpus fit the other; counts
// of hidden items are 0, and so counts no longer descend. Pure; thread-safe.

#ifndef CUSTOMER2VEC_TRAINER_CORPUS_HIDDEN_ITEMS_H_
#define CUSTOMER2VEC_TRAINER_CORPUS_HIDDEN_ITEMS_H_

#include <cstdint>
#include <span>
#include <vector>

#include "trainer/corpus/corpus.h"

namespace customer2vec {

// `share` of the rows (rounded down), drawn uniformly without replacement;
// ascending where `eligible` is.
std::vector<uint32_t> DrawHiddenItems(std::span<const uint32_t> eligible,
                                      double share, uint64_t seed);

// By item row: whether it is one of `rows`.
std::vector<bool> MarkRows(std::span<const uint32_t> rows, size_t count);

// The corpus with these rows taken out of its baskets, which may end empty.
// What items cost stays known: also those taken out have a price before anybody
// buys them.
Corpus WithoutItems(const Corpus& corpus, std::span<const uint32_t> rows);

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_TRAINER_CORPUS_HIDDEN_ITEMS_H_
