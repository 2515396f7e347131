#include "core/nn/layer_norm.h"

#include <cmath>

#include "core/nn/eigen_maps.h"

namespace customer2vec::nn {

template <typename T>
void LayerNormForward(const ConstLayerNorm<T>& weights, ConstMatrix<T> x,
                      std::type_identity_t<std::span<T>> means,
                      std::type_identity_t<std::span<T>> inverse_sds,
                      MatrixView<T> y) {
  const auto gain = Map(weights.gain), bias = Map(weights.bias);
  for (size_t i = 0; i < x.rows; ++i) {
    const auto row = Map(x.Row(i));
    const T mean = row.mean();
    const T variance = (row - mean).square().mean();
    means[i] = mean;
    inverse_sds[i] =
        1 / std::sqrt(variance + static_cast<T>(kLayerNormEpsilon));
    Map(y.Row(i)) = (row - mean) * inverse_sds[i] * gain + bias;
  }
}

template void LayerNormForward<float>(const ConstLayerNorm<float>&,
                                      ConstMatrix<float>, std::span<float>,
                                      std::span<float>, MatrixView<float>);
template void LayerNormForward<double>(const ConstLayerNorm<double>&,
                                       ConstMatrix<double>, std::span<double>,
                                       std::span<double>, MatrixView<double>);

}  // namespace customer2vec::nn
