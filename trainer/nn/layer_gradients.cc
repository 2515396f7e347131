#include "trainer/nn/layer_gradients.h"

#include "core/nn/eigen_maps.h"
#include "core/nn/products.h"

namespace customer2vec::nn {

template <typename T>
void ActivationBackward(Activation activation, ConstMatrix<T> y,
                        MatrixView<T> gradient) {
  auto g = Map(gradient);
  const auto out = Map(y);
  switch (activation) {
    case Activation::kIdentity:
      return;
    case Activation::kRelu:
      g = (out > T{0}).select(g, T{0});
      return;
    case Activation::kTanh:
      g *= 1 - out.square();
      return;
    case Activation::kSigmoid:
      g *= out * (1 - out);
      return;
  }
}

template <typename T>
void AddColumnSums(ConstMatrix<T> matrix, std::span<T> sums) {
  auto sum = Map(sums);
  for (size_t i = 0; i < matrix.rows; ++i) sum += Map(matrix.Row(i));
}

template <typename T>
void DenseBackward(const ConstDense<T>& weights, ConstMatrix<T> x,
                   Activation activation, ConstMatrix<T> y, MatrixView<T> dy,
                   const std::type_identity_t<DenseWeights<T>>& dweights,
                   std::type_identity_t<MatrixView<T>> dx) {
  ActivationBackward(activation, y, dy);
  MultiplyAtB(dy, x, dweights.weight, Sum::kAddTo);
  if (!dweights.bias.empty()) AddColumnSums(dy, dweights.bias);
  if (!dx.empty()) MultiplyAB(dy, weights.weight, dx);
}

// With s = (x - mean) / sd and g = gain * dy, the gradient by x is
// (g - mean(g) - s mean(g s)) / sd.
template <typename T>
void LayerNormBackward(
    const ConstLayerNorm<T>& weights, ConstMatrix<T> x, ConstVector<T> means,
    ConstVector<T> inverse_sds, ConstMatrix<T> dy,
    const std::type_identity_t<LayerNormWeights<T>>& dweights,
    MatrixView<T> dx) {
  const auto gain = Map(weights.gain);
  auto dgain = Map(dweights.gain), dbias = Map(dweights.bias);
  for (size_t i = 0; i < x.rows; ++i) {
    const auto standard = (Map(x.Row(i)) - means[i]) * inverse_sds[i];
    const auto above = Map(dy.Row(i));
    dgain += above * standard;
    dbias += above;
    const T mean = (above * gain).mean();
    const T slope = (above * gain * standard).mean();
    Map(dx.Row(i)) = (above * gain - mean - standard * slope) * inverse_sds[i];
  }
}

template <typename T>
void UnitRowsBackward(ConstVector<T> norms, ConstMatrix<T> unit,
                      ConstMatrix<T> dunit, MatrixView<T> dx) {
  for (size_t i = 0; i < unit.rows; ++i) {
    const auto direction = Map(unit.Row(i)), above = Map(dunit.Row(i));
    const T inverse = norms[i] > 0 ? 1 / norms[i] : T{0};
    const T along = (direction * above).sum();
    Map(dx.Row(i)) = (above - direction * along) * inverse;
  }
}

template <typename T>
void EmbeddingBagBackward(ConstMatrix<T> table, const BagsOf<T>& bags,
                          Pooling pooling, ConstMatrix<T> dout,
                          RowGradients<T>& dtable,
                          std::type_identity_t<std::span<T>> dweights) {
  for (size_t i = 0; i < bags.size(); ++i) {
    const size_t begin = bags.offsets[i], end = bags.offsets[i + 1];
    const auto above = Map(dout.Row(i));
    const T share =
        pooling == Pooling::kMean ? 1 / static_cast<T>(end - begin) : T{1};
    for (size_t p = begin; p < end; ++p) {
      const uint32_t row = bags.rows[p];
      const T weight = bags.weights.empty() ? T{1} : bags.weights[p];
      Map(dtable.Row(row)) += (share * weight) * above;
      if (!dweights.empty()) {
        dweights[p] = share * (Map(table.Row(row)) * above).sum();
      }
    }
  }
}

template <typename T>
void DropoutForward(double rate, Random& random, MatrixView<T> mask,
                    MatrixView<T> x) {
  const auto kept = static_cast<T>(1 / (1 - rate));
  for (size_t i = 0; i < x.rows; ++i) {
    const std::span<T> row = x.Row(i), factors = mask.Row(i);
    for (size_t j = 0; j < x.cols; ++j) {
      factors[j] = random.Uniform() < rate ? T{0} : kept;
      row[j] *= factors[j];
    }
  }
}

template <typename T>
void DropoutBackward(ConstMatrix<T> mask, MatrixView<T> gradient) {
  Map(gradient) *= Map(mask);
}

#define C2V_INSTANTIATE(T)                                                  \
  template void ActivationBackward<T>(Activation, ConstMatrix<T>,           \
                                      MatrixView<T>);                       \
  template void AddColumnSums<T>(ConstMatrix<T>, std::span<T>);             \
  template void DenseBackward<T>(const ConstDense<T>&, ConstMatrix<T>,      \
                                 Activation, ConstMatrix<T>, MatrixView<T>, \
                                 const DenseWeights<T>&, MatrixView<T>);    \
  template void LayerNormBackward<T>(                                       \
      const ConstLayerNorm<T>&, ConstMatrix<T>, ConstVector<T>,             \
      ConstVector<T>, ConstMatrix<T>, const LayerNormWeights<T>&,           \
      MatrixView<T>);                                                       \
  template void UnitRowsBackward<T>(ConstVector<T>, ConstMatrix<T>,         \
                                    ConstMatrix<T>, MatrixView<T>);         \
  template void EmbeddingBagBackward<T>(ConstMatrix<T>, const BagsOf<T>&,   \
                                        Pooling, ConstMatrix<T>,            \
                                        RowGradients<T>&, std::span<T>);    \
  template void DropoutForward<T>(double, Random&, MatrixView<T>,           \
                                  MatrixView<T>);                           \
  template void DropoutBackward<T>(ConstMatrix<T>, MatrixView<T>);
C2V_INSTANTIATE(float)
C2V_INSTANTIATE(double)
#undef C2V_INSTANTIATE

}  // namespace customer2vec::nn
