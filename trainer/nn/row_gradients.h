// The gradient of a table of which a batch touches few rows.
//
//   RowGradients<float> gradients(item_count, 100);
//   for (float& number : gradients.Row(7)) number += 0.5f;
//   gradients.rows();        // {7}
//   gradients.values();      // 1 x 100
//   gradients.Clear();       // costs what was touched
//
// Rows stand in the order in which they were touched first, so that sums over
// them, and over shards one after another, are the same in each run. 4 bytes a
// row of the table and the numbers of touched rows; memory is kept by Clear().
// Not thread-safe: one a shard.

#ifndef CUSTOMER2VEC_TRAINER_NN_ROW_GRADIENTS_H_
#define CUSTOMER2VEC_TRAINER_NN_ROW_GRADIENTS_H_

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "core/nn/aligned_vector.h"
#include "core/nn/matrix.h"

namespace customer2vec::nn {

template <typename T>
class RowGradients {
 public:
  // REQUIRES: table_rows < 2^32 - 1.
  RowGradients(size_t table_rows, size_t cols)
      : cols_(cols), slots_(table_rows, kUntouched) {}

  size_t table_rows() const { return slots_.size(); }
  size_t cols() const { return cols_; }

  // The row's gradient to add to; zero when it is touched for the first time.
  // Until the next call of a method that is not const. REQUIRES: row <
  // table_rows().
  std::span<T> Row(uint32_t row) {
    if (slots_[row] == kUntouched) {
      slots_[row] = static_cast<uint32_t>(rows_.size());
      rows_.push_back(row);
      numbers_.resize(rows_.size() * cols_);
    }
    return {numbers_.data() + slots_[row] * cols_, cols_};
  }

  // gradient[rows[i]] += values row i, in order.
  void Add(std::span<const uint32_t> rows, ConstMatrix<T> values) {
    for (size_t i = 0; i < rows.size(); ++i) {
      const std::span<T> sum = Row(rows[i]);
      const std::span<const T> value = values.Row(i);
      for (size_t j = 0; j < cols_; ++j) sum[j] += value[j];
    }
  }

  // What was touched, and row i of values() for rows()[i].
  std::span<const uint32_t> rows() const { return rows_; }
  MatrixView<T> values() { return {numbers_.data(), rows_.size(), cols_}; }
  MatrixView<const T> values() const {
    return {numbers_.data(), rows_.size(), cols_};
  }

  // All zero, nothing touched.
  void Clear() {
    for (const uint32_t row : rows_) slots_[row] = kUntouched;
    rows_.clear();
    numbers_.clear();
  }

 private:
  static constexpr uint32_t kUntouched = UINT32_MAX;

  size_t cols_;
  std::vector<uint32_t> slots_;  // by row of the table: its place in rows_
  std::vector<uint32_t> rows_;
  AlignedVector<T> numbers_;
};

}  // namespace customer2vec::nn

#endif  // CUSTOMER2VEC_TRAINER_NN_ROW_GRADIENTS_H_
