// Matrices of the neural layers: plain rows of numbers, with or without memory
// of their own.
//
//   Matrix<float> batch(32, 100);                       // zeros
//   MatrixView<float> first = batch.view().Rows(0, 8);  // no copy
//   first(0, 3) = 0.5f;
//   DenseForward(weights, first, ...);                  // reads them
//
// Row-major: number j of row i is data[i * stride + j]; a batch has a row for
// each example. Weights are outputs x inputs, so that a row is what one output
// reads; a snapshot's array can be looked at as it is. Layers are templates on
// the number and exist for float, which is served and learned, and for double,
// in which gradients are checked.
//
// Layers give the same bits for the same numbers on one machine, as long as
// arrays begin on cache lines: a Matrix, a Workspace and an AlignedVector do.
//
// Views do not own, as std::span does not; they are thread-safe as far as
// different numbers go.

#ifndef CUSTOMER2VEC_CORE_NN_MATRIX_H_
#define CUSTOMER2VEC_CORE_NN_MATRIX_H_

#include <algorithm>
#include <cstddef>
#include <span>
#include <type_traits>

#include "core/nn/aligned_vector.h"

namespace customer2vec::nn {

template <typename T>
struct MatrixView {
  T* data = nullptr;
  size_t rows = 0;
  size_t cols = 0;
  size_t stride = 0;  // numbers from row to row, at least cols

  MatrixView() = default;
  MatrixView(T* data, size_t rows, size_t cols)
      : MatrixView(data, rows, cols, cols) {}
  MatrixView(T* data, size_t rows, size_t cols, size_t stride)
      : data(data), rows(rows), cols(cols), stride(stride) {}
  // What may be written may be read.
  template <typename U>
  requires std::is_same_v<const U, T>
  // NOLINTNEXTLINE(google-explicit-constructor)
  MatrixView(MatrixView<U> other)
      : MatrixView(other.data, other.rows, other.cols, other.stride) {}

  bool empty() const { return rows == 0 || cols == 0; }
  T& operator()(size_t row, size_t col) const {
    return data[row * stride + col];
  }
  std::span<T> Row(size_t row) const { return {data + row * stride, cols}; }

  // REQUIRES: begin + count is within.
  MatrixView Rows(size_t begin, size_t count) const {
    return {data + begin * stride, count, cols, stride};
  }
  MatrixView Cols(size_t begin, size_t count) const {
    return {data + begin, rows, count, stride};
  }
};

// Parameters that are only read. Not deduced, so that a view to write is taken
// too.
template <typename T>
using ConstMatrix = std::type_identity_t<MatrixView<const T>>;
template <typename T>
using ConstVector = std::type_identity_t<std::span<const T>>;

// One row. REQUIRES: `row` outlives the result.
template <typename T>
MatrixView<T> AsRow(std::span<T> row) {
  return {row.data(), 1, row.size()};
}

// Rows one after another that own their memory.
template <typename T>
class Matrix {
 public:
  Matrix() = default;
  // All zero.
  Matrix(size_t rows, size_t cols)
      : rows_(rows), cols_(cols), numbers_(rows * cols) {}

  size_t rows() const { return rows_; }
  size_t cols() const { return cols_; }
  MatrixView<T> view() { return {numbers_.data(), rows_, cols_}; }
  MatrixView<const T> view() const { return {numbers_.data(), rows_, cols_}; }
  AlignedVector<T>& numbers() { return numbers_; }
  const AlignedVector<T>& numbers() const { return numbers_; }

  T& operator()(size_t row, size_t col) { return numbers_[row * cols_ + col]; }
  const T& operator()(size_t row, size_t col) const {
    return numbers_[row * cols_ + col];
  }

 private:
  size_t rows_ = 0;
  size_t cols_ = 0;
  AlignedVector<T> numbers_;
};

template <typename T>
void SetZero(MatrixView<T> matrix) {
  for (size_t i = 0; i < matrix.rows; ++i) {
    std::ranges::fill(matrix.Row(i), T{0});
  }
}

// REQUIRES: the same shape.
template <typename T>
void Copy(ConstMatrix<T> from, MatrixView<T> to) {
  for (size_t i = 0; i < to.rows; ++i) {
    std::ranges::copy(from.Row(i), to.Row(i).begin());
  }
}

}  // namespace customer2vec::nn

#endif  // CUSTOMER2VEC_CORE_NN_MATRIX_H_
