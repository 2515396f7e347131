// Who took what how often: the sparse matrix that factorisations explain.
//
//   InteractionMatrix taken = CountInteractions(corpus, item_count, 1);
//   for (uint32_t item : taken.Columns(customer)) ...
//   InteractionMatrix takers = Transpose(taken);
//
// Rows are the customers, by row, then the baskets without a customer in the
// corpus's order, each a customer of one basket. Compressed rows, columns
// ascending. Functions are pure; thread-safe.

#ifndef CUSTOMER2VEC_TRAINER_MODELS_INTERACTIONS_INTERACTION_MATRIX_H_
#define CUSTOMER2VEC_TRAINER_MODELS_INTERACTIONS_INTERACTION_MATRIX_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "trainer/corpus/corpus.h"

namespace customer2vec {

struct InteractionMatrix {
  size_t column_count = 0;
  std::vector<uint64_t> offsets = {0};  // size rows + 1
  std::vector<uint32_t> columns;        // ascending within a row
  std::vector<float> values;

  size_t row_count() const { return offsets.size() - 1; }
  size_t size() const { return columns.size(); }
  std::span<const uint32_t> Columns(size_t row) const {
    return std::span(columns).subspan(offsets[row],
                                      offsets[row + 1] - offsets[row]);
  }
  std::span<const float> Values(size_t row) const {
    return std::span(values).subspan(offsets[row],
                                     offsets[row + 1] - offsets[row]);
  }
};

// values: sum over the row's baskets with the item of decay^(age in baskets),
// where the newest basket has age 0. Items from `item_count` on are left out.
// REQUIRES: decay in (0, 1].
InteractionMatrix CountInteractions(const Corpus& corpus, size_t item_count,
                                    double decay);

// Rows and columns exchanged.
InteractionMatrix Transpose(const InteractionMatrix& matrix);

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_TRAINER_MODELS_INTERACTIONS_INTERACTION_MATRIX_H_
