// A fully connected layer: y = f(x W^T + b).
//
//   // 100 inputs, 64 outputs; x is n x 100 and y is n x 64.
//   const DenseWeights<const float> layer{weight, bias};
//   DenseForward(layer, x, Activation::kRelu, y);
//
// Pure; thread-safe; allocates nothing for one row.

#ifndef CUSTOMER2VEC_CORE_NN_DENSE_H_
#define CUSTOMER2VEC_CORE_NN_DENSE_H_

#include <span>
#include <type_traits>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "core/nn/activation.h"
#include "core/nn/matrix.h"

namespace customer2vec::nn {

// T is const where weights are only read. Gradients have the same form.
template <typename T>
struct DenseWeights {
  MatrixView<T> weight;  // outputs x inputs
  std::span<T> bias;     // outputs, or empty for none

  // NOLINTNEXTLINE(google-explicit-constructor)
  operator DenseWeights<const T>() const requires(!std::is_const_v<T>) {
    return {weight, bias};
  }
};
template <typename T>
using ConstDense = std::type_identity_t<DenseWeights<const T>>;

// Overwrites y. REQUIRES: x is n x inputs, y is n x outputs and not x.
template <typename T>
void DenseForward(const ConstDense<T>& weights, ConstMatrix<T> x,
                  Activation activation, MatrixView<T> y);

// INVALID_ARGUMENT, naming the array as `path`.weight, when shapes do not fit.
absl::Status CheckDense(const DenseWeights<const float>& weights, size_t inputs,
                        size_t outputs, absl::string_view path);

}  // namespace customer2vec::nn

#endif  // CUSTOMER2VEC_CORE_NN_DENSE_H_
