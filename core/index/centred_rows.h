// The rows that a graph links: scale and bias become part of them, and the mean
// row is taken off all.
//
//   const CentredRows rows(vectors);
//   Dot(rows[i], rows[j]);   // how near i and j are to the graph
//
// Row i is scale[i] * vector[i] - mean, then the centred bias, then zeros up to
// whole AVX-512 vectors. Taking the mean off shifts all scores of a query
// alike, so it keeps their order. The bias is weighed so that its standard
// deviation is kBiasShare of the rows' root mean square length: on trained
// vectors of a grocery shop, recall was best around there (hnsw_graph.h).
//
// Memory: as much as the vectors. Immutable, safe for concurrent use.

#ifndef CUSTOMER2VEC_CORE_INDEX_CENTRED_ROWS_H_
#define CUSTOMER2VEC_CORE_INDEX_CENTRED_ROWS_H_

#include <cstddef>
#include <span>
#include <vector>

#include "core/index/vector_index.h"

namespace customer2vec {

inline constexpr double kBiasShare = 1.0 / 16;

class CentredRows {
 public:
  explicit CentredRows(const VectorSet& vectors);

  size_t size() const { return data_.size() / width_; }
  std::span<const float> operator[](size_t row) const {
    return std::span(data_).subspan(row * width_, width_);
  }

 private:
  void Fill(const VectorSet& vectors);

  // Takes the mean off columns [begin, begin + count); returns the sum of the
  // squares that are left.
  double Centre(size_t begin, size_t count);

  void WeighBias(double weight);

  size_t dimension_;
  size_t width_;
  std::vector<float> data_;
};

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_CORE_INDEX_CENTRED_ROWS_H_
