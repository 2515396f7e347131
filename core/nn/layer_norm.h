// Layer normalisation (Ba, Kiros and Hinton 2016): each row to mean 0 and
// variance 1, then scaled and shifted by column.
//
//   LayerNormForward({gain, bias}, x, means, inverse_sds, y);
//
// Pure; thread-safe; allocates nothing.

#ifndef CUSTOMER2VEC_CORE_NN_LAYER_NORM_H_
#define CUSTOMER2VEC_CORE_NN_LAYER_NORM_H_

#include <span>
#include <type_traits>

#include "core/nn/matrix.h"

namespace customer2vec::nn {

// Added to the variance.
inline constexpr double kLayerNormEpsilon = 1e-5;

// Gradients have the same form.
template <typename T>
struct LayerNormWeights {
  std::span<T> gain;  // columns
  std::span<T> bias;  // columns

  // NOLINTNEXTLINE(google-explicit-constructor)
  operator LayerNormWeights<const T>() const requires(!std::is_const_v<T>) {
    return {gain, bias};
  }
};
template <typename T>
using ConstLayerNorm = std::type_identity_t<LayerNormWeights<const T>>;

// y = gain (x - mean) / sqrt(variance + epsilon) + bias, the variance over the
// row's own numbers. Overwrites y, which may be x itself, and what the backward
// pass needs: a mean and 1 / sqrt(variance + epsilon) a row.
template <typename T>
void LayerNormForward(const ConstLayerNorm<T>& weights, ConstMatrix<T> x,
                      std::type_identity_t<std::span<T>> means,
                      std::type_identity_t<std::span<T>> inverse_sds,
                      MatrixView<T> y);

}  // namespace customer2vec::nn

#endif  // CUSTOMER2VEC_CORE_NN_LAYER_NORM_H_
