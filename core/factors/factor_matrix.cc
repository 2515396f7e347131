#include "core/factors/factor_matrix.h"

#include <sys/mman.h>

#include <algorithm>
#include <new>

namespace customer2vec {
namespace {

constexpr size_t kHugePage = size_t{2} << 20;
constexpr size_t kCacheLine = kFactorAlignment * sizeof(float);

constexpr size_t RoundUp(size_t value, size_t multiple) {
  return (value + multiple - 1) / multiple * multiple;
}

// Zeros. Memory of some huge pages is aligned to them and asks for them; that
// they may be refused does not matter.
float* Allocate(size_t bytes) {
  const size_t alignment = bytes >= 4 * kHugePage ? kHugePage : kCacheLine;
  const size_t size = RoundUp(std::max<size_t>(1, bytes), alignment);
  void* data = std::aligned_alloc(alignment, size);
  if (data == nullptr) throw std::bad_alloc();
  if (alignment == kHugePage) madvise(data, size, MADV_HUGEPAGE);
  std::fill_n(static_cast<float*>(data), bytes / sizeof(float), 0.0f);
  return static_cast<float*>(data);
}

}  // namespace

FactorMatrix::FactorMatrix(size_t rows, size_t dimension)
    : rows_(rows),
      dimension_(dimension),
      stride_(RoundUp(dimension, kFactorAlignment)),
      data_(Allocate(rows * stride_ * sizeof(float))) {}

FactorMatrix FactorMatrix::Padded(std::span<const float> dense,
                                  size_t dimension) {
  FactorMatrix matrix(dimension == 0 ? 0 : dense.size() / dimension, dimension);
  for (size_t row = 0; row < matrix.rows(); ++row) {
    std::copy_n(&dense[row * dimension], dimension, matrix.Row(row));
  }
  return matrix;
}

std::vector<float> FactorMatrix::Dense() const {
  std::vector<float> dense;
  dense.reserve(rows_ * dimension_);
  for (size_t row = 0; row < rows_; ++row) {
    dense.insert(dense.end(), Row(row), Row(row) + dimension_);
  }
  return dense;
}

}  // namespace customer2vec
