#include "trainer/models/sgns/embedding_matrix.h"

#include <sys/mman.h>

#include <algorithm>
#include <cstdint>

namespace customer2vec {
namespace {

constexpr uintptr_t kPage = 4096;

// Rows are met in no order, and on small pages each costs a walk of the page
// table. Only advice: a kernel that does not know it goes on with small pages.
void AdviseHugePages(float* data, size_t count) {
  const auto begin =
      (reinterpret_cast<uintptr_t>(data) + kPage - 1) / kPage * kPage;
  const auto end = reinterpret_cast<uintptr_t>(data + count) / kPage * kPage;
  if (begin >= end) return;
  madvise(reinterpret_cast<void*>(begin), end - begin, MADV_HUGEPAGE);
}

}  // namespace

EmbeddingMatrix::EmbeddingMatrix(size_t rows, size_t dimension)
    : rows_(rows),
      dimension_(dimension),
      stride_((dimension + kRowAlignment - 1) / kRowAlignment * kRowAlignment),
      data_(hwy::AllocateAligned<float>(std::max<size_t>(1, rows * stride_))) {
  AdviseHugePages(data_.get(), rows * stride_);
  std::fill_n(data_.get(), rows * stride_, 0.0f);
}

void EmbeddingMatrix::FillUniform(Random& random, double reach) {
  for (size_t row = 0; row < rows_; ++row) {
    for (float& x : std::span(Row(row), dimension_)) {
      x = static_cast<float>((2 * random.Uniform() - 1) * reach /
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

void EmbeddingMatrix::SetDense(std::span<const float> dense) {
  for (size_t row = 0; row < rows_; ++row) {
    std::copy_n(dense.data() + row * dimension_, dimension_, Row(row));
  }
}

}  // namespace customer2vec
