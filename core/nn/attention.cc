#include "core/nn/attention.h"

#include <algorithm>
#include <cmath>

#include "core/nn/products.h"
#include "core/nn/softmax.h"

namespace customer2vec::nn {
namespace {

// Scores into weights of what each row may see.
template <typename T>
void CausalSoftmax(T scale, MatrixView<T> scores) {
  const size_t before = scores.cols - scores.rows;
  for (size_t i = 0; i < scores.rows; ++i) {
    const std::span<T> seen = scores.Row(i).first(before + i + 1);
    for (T& score : seen) score *= scale;
    Softmax(seen);
    std::ranges::fill(scores.Row(i).subspan(seen.size()), T{0});
  }
}

}  // namespace

template <typename T>
void CausalAttention(ConstMatrix<T> q, ConstMatrix<T> k, ConstMatrix<T> v,
                     size_t heads, MatrixView<T> weights, MatrixView<T> out) {
  const size_t width = q.cols / heads;
  const T scale = 1 / std::sqrt(static_cast<T>(width));
  for (size_t h = 0; h < heads; ++h) {
    const size_t begin = h * width;
    const MatrixView<T> own = weights.Rows(h * q.rows, q.rows);
    MultiplyABt(q.Cols(begin, width), k.Cols(begin, width), own);
    CausalSoftmax(scale, own);
    MultiplyAB(own, v.Cols(begin, width), out.Cols(begin, width));
  }
}

template void CausalAttention<float>(ConstMatrix<float>, ConstMatrix<float>,
                                     ConstMatrix<float>, size_t,
                                     MatrixView<float>, MatrixView<float>);
template void CausalAttention<double>(ConstMatrix<double>, ConstMatrix<double>,
                                      ConstMatrix<double>, size_t,
                                      MatrixView<double>, MatrixView<double>);

}  // namespace customer2vec::nn
