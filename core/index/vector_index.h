// Finds the rows with the highest score for a query vector.
//
//   VectorSet vectors{.data = input, .dimension = 200, .scale = inverse_norms};
//   C2V_ASSIGN_OR_RETURN(auto index, HnswIndex::Build(vectors, {.links = 32}));
//   std::vector<ScoredItem> top;
//   index->Search(query, {.k = 20}, &top);
//
// One score serves cosine and inner product with a prior:
//
//   score(query, row) = scale[row] * (query . vector[row]) + bias[row]
//
// where a missing scale is 1 and a missing bias 0. `similar` uses scale = 1 /
// norm and a unit query; `next` uses bias = popularity_weight * log p (design:
// an inner product with one more dimension).
//
// Indexes are views over vectors that outlive them; immutable after they are
// made and safe for concurrent use (scratch memory is per thread). None of them
// opens an OpenMP region.

#ifndef CUSTOMER2VEC_CORE_INDEX_VECTOR_INDEX_H_
#define CUSTOMER2VEC_CORE_INDEX_VECTOR_INDEX_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "core/vectors/row_filter.h"
#include "core/vectors/scored_item.h"

namespace customer2vec {

// Row-major vectors with the affine score of the file comment.
struct VectorSet {
  std::span<const float> data;  // size() * dimension
  size_t dimension = 0;
  std::span<const float> scale;  // empty or size()
  std::span<const float> bias;   // empty or size()

  size_t size() const { return dimension == 0 ? 0 : data.size() / dimension; }
  std::span<const float> Row(size_t row) const {
    return data.subspan(row * dimension, dimension);
  }
  // The score of the file comment. REQUIRES: row < size(),
  // query.size() == dimension.
  float Score(std::span<const float> query, size_t row) const;
  // The same, from the inner product.
  float ScoreOfDot(float dot, size_t row) const {
    const float scaled = scale.empty() ? dot : scale[row] * dot;
    return bias.empty() ? scaled : scaled + bias[row];
  }
};

struct SearchOptions {
  size_t k = 10;
  const RowFilter* filter = nullptr;  // null allows all
  bool exact = false;                 // compare every allowed row
};

class VectorIndex {
 public:
  virtual ~VectorIndex() = default;

  // Puts the best min(k, allowed rows) rows into `top`, in the order of
  // RanksBefore(). Under a filter, or when `exact`, or when k is large against
  // the index, rows are compared one by one, so that as many as asked come back
  // and recall holds. REQUIRES: query.size() == dimension.
  virtual void Search(std::span<const float> query,
                      const SearchOptions& options,
                      std::vector<ScoredItem>* top) const = 0;
};

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_CORE_INDEX_VECTOR_INDEX_H_
