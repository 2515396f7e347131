#include "trainer/models/sgns/embedding_matrix.h"

#include <algorithm>

namespace customer2vec {

EmbeddingMatrix::EmbeddingMatrix(size_t rows, size_t dimension)
    : rows_(rows),
      dimension_(dimension),
      stride_((dimension + kRowAlignment - 1) / kRowAlignment * kRowAlignment),
      data_(hwy::AllocateAligned<float>(std::max<size_t>(1, rows * stride_))) {
  std::fill_n(data_.get(), rows * stride_, 0.0f);
}

void EmbeddingMatrix::FillUniform(Random& random) {
  for (size_t row = 0; row < rows_; ++row) {
    for (float& x : std::span(Row(row), dimension_)) {
      x = static_cast<float>((random.Uniform() - 0.5) /
                             static_cast<double>(dimension_));
    }
  }
}

EmbeddingMatrix EmbeddingMatrix::Copy() const {
  EmbeddingMatrix copy(rows_, dimension_);
  std::copy_n(data_.get(), rows_ * stride_, copy.data_.get());
  return copy;
}

std::vector<float> EmbeddingMatrix::Dense() const {
  std::vector<float> dense;
  dense.reserve(rows_ * dimension_);
  for (size_t row = 0; row < rows_; ++row) {
    dense.insert(dense.end(), Row(row), Row(row) + dimension_);
  }
  return dense;
}

}  // namespace customer2vec
