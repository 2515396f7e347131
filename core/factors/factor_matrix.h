// Factors: one vector a row, padded so that kernels need no remainder loop.
//
//   FactorMatrix items(item_count, 100);       // stride() is 112
//   items.Row(7)[0] = 0.5f;
//   std::vector<float> dense = items.Dense();  // item_count * 100, no padding
//
// Rows start on cache lines, padding is zero and stays zero as long as its user
// keeps it so. Large matrices ask for huge pages: their rows are read in random
// order, and a row of its own page costs a page walk. Move-only. Thread-safe as
// far as different rows go.

#ifndef CUSTOMER2VEC_CORE_FACTORS_FACTOR_MATRIX_H_
#define CUSTOMER2VEC_CORE_FACTORS_FACTOR_MATRIX_H_

#include <cstddef>
#include <cstdlib>
#include <memory>
#include <span>
#include <vector>

namespace customer2vec {

// Floats of a cache line, and of the widest vector in use.
inline constexpr size_t kFactorAlignment = 16;

// Vectors somewhere in memory, for kernels. `stride` is a multiple of
// kFactorAlignment; columns from the dimension on are zero.
struct FactorView {
  const float* data = nullptr;
  size_t stride = 0;

  const float* Row(size_t row) const { return data + row * stride; }
};

class FactorMatrix {
 public:
  // All zero.
  FactorMatrix(size_t rows, size_t dimension);

  // A padded copy of rows * dimension numbers.
  static FactorMatrix Padded(std::span<const float> dense, size_t dimension);

  size_t rows() const { return rows_; }
  size_t dimension() const { return dimension_; }
  size_t stride() const { return stride_; }

  float* Row(size_t row) { return data_.get() + row * stride_; }
  const float* Row(size_t row) const { return data_.get() + row * stride_; }
  FactorView view() const { return {data_.get(), stride_}; }

  // The rows one after another, without padding.
  std::vector<float> Dense() const;

 private:
  struct Free {
    void operator()(float* data) const { std::free(data); }
  };

  size_t rows_;
  size_t dimension_;
  size_t stride_;
  std::unique_ptr<float[], Free> data_;
};

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_CORE_FACTORS_FACTOR_MATRIX_H_
