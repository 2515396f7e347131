// Vectors of items while they are being trained: one aligned row an item.
//
//   EmbeddingMatrix input(item_count, 200);
//   input.Row(7)[0] = 0.5f;
//   std::vector<float> dense = input.Dense();  // item_count * 200, no padding
//
// A row starts on a cache line and is padded with zeros to whole lines, so that
// kernels need no remainder loop and threads that write neighbouring rows do
// not share a line. A step keeps the padding zero, because its gradient is a
// sum of products with zeros. Large matrices ask for huge pages.
//
// Move-only. Thread-safe as far as different rows go.

#ifndef CUSTOMER2VEC_TRAINER_MODELS_SGNS_EMBEDDING_MATRIX_H_
#define CUSTOMER2VEC_TRAINER_MODELS_SGNS_EMBEDDING_MATRIX_H_

#include <cstddef>
#include <span>
#include <vector>

#include "core/base/random.h"
#include "hwy/aligned_allocator.h"

namespace customer2vec {

class EmbeddingMatrix {
 public:
  // Floats of a cache line, and of the widest vector in use.
  static constexpr size_t kRowAlignment = 16;

  // All zero.
  EmbeddingMatrix(size_t rows, size_t dimension);

  size_t rows() const { return rows_; }
  size_t dimension() const { return dimension_; }
  // Floats from a row to the next, a multiple of kRowAlignment.
  size_t stride() const { return stride_; }

  float* Row(size_t row) { return data_.get() + row * stride_; }
  const float* Row(size_t row) const { return data_.get() + row * stride_; }

  // Fills with numbers uniform in [-reach, reach) / dimension: word2vec starts
  // its input vectors with a reach of 0.5.
  void FillUniform(Random& random, double reach = 0.5);

  EmbeddingMatrix Copy() const;

  // The rows one after another, without padding.
  std::vector<float> Dense() const;
  // The reverse. REQUIRES: dense.size() == rows() * dimension().
  void SetDense(std::span<const float> dense);

 private:
  size_t rows_;
  size_t dimension_;
  size_t stride_;
  hwy::AlignedFreeUniquePtr<float[]> data_;
};

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_TRAINER_MODELS_SGNS_EMBEDDING_MATRIX_H_
