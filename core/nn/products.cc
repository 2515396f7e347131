#include "core/nn/products.h"

#include <cblas.h>

#include "core/nn/eigen_maps.h"

namespace customer2vec::nn {
namespace {

// Multiplications from which on a product is worth a call of OpenBLAS.
constexpr size_t kLargeProduct = 32 * 32 * 32;

bool IsLarge(size_t n, size_t m, size_t k) {
  return n > 1 && m > 1 && k > 1 && n * m * k >= kLargeProduct;
}

template <typename T>
void Gemm(CBLAS_TRANSPOSE a_form, CBLAS_TRANSPOSE b_form, size_t k,
          MatrixView<const T> a, MatrixView<const T> b, MatrixView<T> out,
          Sum sum) {
  const auto size = [](size_t value) { return static_cast<blasint>(value); };
  const T beta = sum == Sum::kAddTo ? 1 : 0;
  if constexpr (std::is_same_v<T, float>) {
    cblas_sgemm(CblasRowMajor, a_form, b_form, size(out.rows), size(out.cols),
                size(k), 1, a.data, size(a.stride), b.data, size(b.stride),
                beta, out.data, size(out.stride));
  } else {
    cblas_dgemm(CblasRowMajor, a_form, b_form, size(out.rows), size(out.cols),
                size(k), 1, a.data, size(a.stride), b.data, size(b.stride),
                beta, out.data, size(out.stride));
  }
}

// `product` is an expression of Eigen's.
template <typename T, typename Product>
void Store(const Product& product, MatrixView<T> out, Sum sum) {
  auto to = AsMatrix(out);
  if (sum == Sum::kAddTo) {
    to.noalias() += product;
  } else {
    to.noalias() = product;
  }
}

}  // namespace

template <typename T>
void MultiplyAB(ConstMatrix<T> a, ConstMatrix<T> b, MatrixView<T> out,
                Sum sum) {
  if (out.empty()) return;
  if (IsLarge(out.rows, out.cols, a.cols)) {
    Gemm(CblasNoTrans, CblasNoTrans, a.cols, a, b, out, sum);
  } else {
    Store(AsMatrix(a) * AsMatrix(b), out, sum);
  }
}

template <typename T>
void MultiplyABt(ConstMatrix<T> a, ConstMatrix<T> b, MatrixView<T> out,
                 Sum sum) {
  if (out.empty()) return;
  if (IsLarge(out.rows, out.cols, a.cols)) {
    Gemm(CblasNoTrans, CblasTrans, a.cols, a, b, out, sum);
  } else {
    Store(AsMatrix(a) * AsMatrix(b).transpose(), out, sum);
  }
}

template <typename T>
void MultiplyAtB(ConstMatrix<T> a, ConstMatrix<T> b, MatrixView<T> out,
                 Sum sum) {
  if (out.empty()) return;
  if (IsLarge(out.rows, out.cols, a.rows)) {
    Gemm(CblasTrans, CblasNoTrans, a.rows, a, b, out, sum);
  } else {
    Store(AsMatrix(a).transpose() * AsMatrix(b), out, sum);
  }
}

#define C2V_INSTANTIATE(T)                                                    \
  template void MultiplyAB<T>(ConstMatrix<T>, ConstMatrix<T>, MatrixView<T>,  \
                              Sum);                                           \
  template void MultiplyABt<T>(ConstMatrix<T>, ConstMatrix<T>, MatrixView<T>, \
                               Sum);                                          \
  template void MultiplyAtB<T>(ConstMatrix<T>, ConstMatrix<T>, MatrixView<T>, \
                               Sum);
C2V_INSTANTIATE(float)
C2V_INSTANTIATE(double)
#undef C2V_INSTANTIATE

}  // namespace customer2vec::nn
