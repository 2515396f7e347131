#include "core/nn/dense.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "core/base/status_macros.h"
#include "core/nn/products.h"
#include "core/nn/shapes.h"

namespace customer2vec::nn {

template <typename T>
void DenseForward(const ConstDense<T>& weights, ConstMatrix<T> x,
                  Activation activation, MatrixView<T> y) {
  if (weights.bias.empty()) {
    MultiplyABt(x, weights.weight, y);
  } else {
    for (size_t i = 0; i < y.rows; ++i) {
      std::ranges::copy(weights.bias, y.Row(i).begin());
    }
    MultiplyABt(x, weights.weight, y, Sum::kAddTo);
  }
  Activate(activation, y);
}

template void DenseForward<float>(const ConstDense<float>&, ConstMatrix<float>,
                                  Activation, MatrixView<float>);
template void DenseForward<double>(const ConstDense<double>&,
                                   ConstMatrix<double>, Activation,
                                   MatrixView<double>);

absl::Status CheckDense(const DenseWeights<const float>& weights, size_t inputs,
                        size_t outputs, absl::string_view path) {
  C2V_RETURN_IF_ERROR(CheckShape(absl::StrCat(path, ".weight"), weights.weight,
                                 outputs, inputs));
  if (weights.bias.empty()) return absl::OkStatus();
  return CheckShape(absl::StrCat(path, ".bias"), weights.bias, outputs);
}

}  // namespace customer2vec::nn
