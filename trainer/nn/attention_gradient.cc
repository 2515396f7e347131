#include "trainer/nn/attention_gradient.h"

#include <cmath>

#include "core/nn/eigen_maps.h"
#include "core/nn/products.h"

namespace customer2vec::nn {
namespace {

// The gradient by weights becomes that by scores before their scale: with p =
// softmax(s), ds = p (dp - sum(p dp)). Zero where p is.
template <typename T>
void SoftmaxBackward(T scale, MatrixView<const T> weights,
                     MatrixView<T> gradient) {
  for (size_t i = 0; i < weights.rows; ++i) {
    const auto p = Map(weights.Row(i));
    auto g = Map(gradient.Row(i));
    const T mean = (p * g).sum();
    g = p * (g - mean) * scale;
  }
}

}  // namespace

template <typename T>
void CausalAttentionBackward(ConstMatrix<T> q, ConstMatrix<T> k,
                             ConstMatrix<T> v, size_t heads,
                             ConstMatrix<T> weights, ConstMatrix<T> dout,
                             Workspace<T>& workspace, MatrixView<T> dq,
                             MatrixView<T> dk, MatrixView<T> dv) {
  const size_t width = q.cols / heads;
  const T scale = 1 / std::sqrt(static_cast<T>(width));
  const MatrixView<T> dscores = workspace.Take(q.rows, k.rows);
  for (size_t h = 0; h < heads; ++h) {
    const auto own = [&](auto matrix) { return matrix.Cols(h * width, width); };
    const MatrixView<const T> p = weights.Rows(h * q.rows, q.rows);
    MultiplyAtB(p, own(dout), own(dv));
    MultiplyABt(own(dout), own(v), dscores);
    SoftmaxBackward(scale, p, dscores);
    MultiplyAB(dscores, own(k), own(dq));
    MultiplyAtB(dscores, own(q), own(dk));
  }
}

#define C2V_INSTANTIATE(T)                                                    \
  template void CausalAttentionBackward<T>(                                   \
      ConstMatrix<T>, ConstMatrix<T>, ConstMatrix<T>, size_t, ConstMatrix<T>, \
      ConstMatrix<T>, Workspace<T>&, MatrixView<T>, MatrixView<T>,            \
      MatrixView<T>);
C2V_INSTANTIATE(float)
C2V_INSTANTIATE(double)
#undef C2V_INSTANTIATE

}  // namespace customer2vec::nn
