// Whether weights have the shapes that their layer needs.
//
//   C2V_RETURN_IF_ERROR(
//       CheckShape("gru.recurrent", weights.recurrent, 300, 100));
//
// Layers do not check: who loads weights or configures a network does, once.

#ifndef CUSTOMER2VEC_CORE_NN_SHAPES_H_
#define CUSTOMER2VEC_CORE_NN_SHAPES_H_

#include <cstddef>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "core/nn/matrix.h"

namespace customer2vec::nn {

// INVALID_ARGUMENT with both shapes, as "`name` is 300 x 96, wanted is 300 x
// 100", when they differ.
absl::Status CheckShape(absl::string_view name, size_t rows, size_t cols,
                        size_t wanted_rows, size_t wanted_cols);

template <typename T>
absl::Status CheckShape(absl::string_view name, MatrixView<T> matrix,
                        size_t wanted_rows, size_t wanted_cols) {
  return CheckShape(name, matrix.rows, matrix.cols, wanted_rows, wanted_cols);
}
template <typename T>
absl::Status CheckShape(absl::string_view name, std::span<T> vector,
                        size_t wanted) {
  return CheckShape(name, 1, vector.size(), 1, wanted);
}

}  // namespace customer2vec::nn

#endif  // CUSTOMER2VEC_CORE_NN_SHAPES_H_
