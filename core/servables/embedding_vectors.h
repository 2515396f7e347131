// The arrays of an embedding space and what is derived from them: the two
// scores of a space as vector sets, ready for an index.
//
//   C2V_ASSIGN_OR_RETURN(
//       EmbeddingVectors vectors,
//       EmbeddingVectors::Create({.dimension = 200, .input = input,
//                                 .output = output},
//                                basket_counts, /*popularity_weight=*/0.25));
//   C2V_ASSIGN_OR_RETURN(auto index, HnswIndex::Build(vectors.similar(), ...));
//
//   similar(query, item) = query . input[item] / |input[item]|
//   next(query, item)    = query . output[item] + popularity_weight * log p
//
// where p is the item's share of what the space's items were taken, so that
// `next` is an inner product with one more dimension (Mikolov et al. 2013 for
// the two vectors of a word; the prior undoes that negatives are drawn by
// popularity). An item never taken counts as taken once.
//
// A view over arrays that outlive it; norms and priors are its own. Move-only:
// vector sets stay valid when the object moves. Immutable, safe for concurrent
// use.

#ifndef CUSTOMER2VEC_CORE_SERVABLES_EMBEDDING_VECTORS_H_
#define CUSTOMER2VEC_CORE_SERVABLES_EMBEDDING_VECTORS_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "absl/status/statusor.h"
#include "core/history/customer_histories.h"
#include "core/index/vector_index.h"

namespace customer2vec {

// Row-major arrays of `dimension` columns.
struct EmbeddingArrays {
  size_t dimension = 0;
  std::span<const float> input;      // by item row
  std::span<const float> output;     // by item row, as many as `input`
  std::span<const float> customers;  // by customer row, or empty
};

// Largest dimension of a vector.
inline constexpr size_t kMaxDimension = 4096;

class EmbeddingVectors {
 public:
  // `basket_counts` is by item row, for at least the rows of `input`.
  // INVALID_ARGUMENT when the dimension is not in [1, kMaxDimension], an array
  // is not whole rows, input and output differ in length or have more rows than
  // there are counts, or a number is not finite.
  static absl::StatusOr<EmbeddingVectors> Create(
      const EmbeddingArrays& arrays, std::span<const uint32_t> basket_counts,
      float popularity_weight);

  EmbeddingVectors(EmbeddingVectors&&) = default;
  EmbeddingVectors& operator=(EmbeddingVectors&&) = default;

  const EmbeddingArrays& arrays() const { return arrays_; }
  float popularity_weight() const { return popularity_weight_; }
  size_t item_count() const { return arrays_.input.size() / arrays_.dimension; }
  size_t customer_count() const {
    return arrays_.customers.size() / arrays_.dimension;
  }

  // Cosine, for a query of unit length.
  VectorSet similar() const {
    return {arrays_.input, arrays_.dimension, inverse_norms_, {}};
  }
  // Inner product with the prior.
  VectorSet next() const {
    return {arrays_.output, arrays_.dimension, {}, priors_};
  }
  // 1 / |input[item]|; 0 for a zero vector.
  std::span<const float> inverse_norms() const { return inverse_norms_; }

 private:
  EmbeddingVectors() = default;

  EmbeddingArrays arrays_;
  float popularity_weight_ = 0;
  std::vector<float> inverse_norms_;
  std::vector<float> priors_;
};

// Customer vectors by roll-up: the mean of the input vectors of a customer's
// history, weighted by HistoryEntry::decayed_count; zero where no item of it
// has a vector. Returns customer_count * dimension numbers.
std::vector<float> RollUpCustomers(size_t dimension,
                                   std::span<const float> input,
                                   const CustomerHistories& histories);

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_CORE_SERVABLES_EMBEDDING_VECTORS_H_
