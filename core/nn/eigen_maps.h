// Eigen's eyes on our matrices. For .cc files of layers only: no header of a
// layer includes Eigen.
//
//   Map(next) = Map(z) * Map(previous) + (1 - Map(z)) * Map(candidate);
//
// Map() gives arrays, for numbers one by one; AsMatrix() gives matrices, for
// products.

#ifndef CUSTOMER2VEC_CORE_NN_EIGEN_MAPS_H_
#define CUSTOMER2VEC_CORE_NN_EIGEN_MAPS_H_

#include <Eigen/Core>
#include <span>
#include <type_traits>

#include "core/nn/matrix.h"

namespace customer2vec::nn {
namespace eigen_internal {

template <typename T>
using Rows = Eigen::Array<std::remove_const_t<T>, Eigen::Dynamic,
                          Eigen::Dynamic, Eigen::RowMajor>;
template <typename T>
using MatrixRows = Eigen::Matrix<std::remove_const_t<T>, Eigen::Dynamic,
                                 Eigen::Dynamic, Eigen::RowMajor>;
template <typename T>
using Line =
    Eigen::Array<std::remove_const_t<T>, 1, Eigen::Dynamic, Eigen::RowMajor>;

template <typename T, typename Plain>
using Like = std::conditional_t<std::is_const_v<T>, const Plain, Plain>;

inline Eigen::Index Size(size_t size) {
  return static_cast<Eigen::Index>(size);
}

}  // namespace eigen_internal

template <typename T>
auto Map(MatrixView<T> m) {
  using namespace eigen_internal;  // NOLINT(google-build-using-namespace)
  return Eigen::Map<Like<T, Rows<T>>, Eigen::Unaligned, Eigen::OuterStride<>>(
      m.data, Size(m.rows), Size(m.cols), Eigen::OuterStride<>(Size(m.stride)));
}

template <typename T>
auto Map(std::span<T> v) {
  using namespace eigen_internal;  // NOLINT(google-build-using-namespace)
  return Eigen::Map<Like<T, Line<T>>>(v.data(), Size(v.size()));
}

template <typename T>
auto AsMatrix(MatrixView<T> m) {
  using namespace eigen_internal;  // NOLINT(google-build-using-namespace)
  return Eigen::Map<Like<T, MatrixRows<T>>, Eigen::Unaligned,
                    Eigen::OuterStride<>>(m.data, Size(m.rows), Size(m.cols),
                                          Eigen::OuterStride<>(Size(m.stride)));
}

}  // namespace customer2vec::nn

#endif  // CUSTOMER2VEC_CORE_NN_EIGEN_MAPS_H_
