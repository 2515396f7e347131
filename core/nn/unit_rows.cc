#include "core/nn/unit_rows.h"

#include "core/nn/eigen_maps.h"

namespace customer2vec::nn {

template <typename T>
void ToUnitRows(ConstMatrix<T> x, std::type_identity_t<std::span<T>> norms,
                MatrixView<T> unit) {
  for (size_t i = 0; i < x.rows; ++i) {
    const auto row = Map(x.Row(i));
    norms[i] = row.matrix().norm();
    Map(unit.Row(i)) = row * (norms[i] > 0 ? 1 / norms[i] : T{0});
  }
}

template void ToUnitRows<float>(ConstMatrix<float>, std::span<float>,
                                MatrixView<float>);
template void ToUnitRows<double>(ConstMatrix<double>, std::span<double>,
                                 MatrixView<double>);

}  // namespace customer2vec::nn
