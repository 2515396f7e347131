#include "trainer/nn/gradients.h"

#include <algorithm>
#include <cmath>

#include "core/nn/eigen_maps.h"

namespace customer2vec::nn {
namespace {

template <typename T>
std::span<const T> NumbersOf(const RowGradients<T>& table) {
  return {table.values().data, table.rows().size() * table.cols()};
}

// Blocks are summed in T, and their sums in double.
template <typename T>
double SquaredLength(std::span<const T> numbers) {
  constexpr size_t kBlock = 1024;
  double sum = 0;
  for (size_t begin = 0; begin < numbers.size(); begin += kBlock) {
    const size_t count = std::min(kBlock, numbers.size() - begin);
    sum += static_cast<double>(
        Map(numbers.subspan(begin, count)).matrix().squaredNorm());
  }
  return sum;
}

template <typename T>
void Scale(T factor, std::span<T> numbers) {
  Map(numbers) *= factor;
}

}  // namespace

template <typename T>
Gradients<T>::Gradients(size_t dense_size, std::span<const TableShape> shapes)
    : dense(dense_size) {
  tables.reserve(shapes.size());
  for (const TableShape& shape : shapes) {
    tables.emplace_back(shape.rows, shape.cols);
  }
}

template <typename T>
void Gradients<T>::Clear() {
  std::ranges::fill(dense, T{0});
  for (RowGradients<T>& table : tables) table.Clear();
}

template <typename T>
double Norm(const Gradients<T>& gradients) {
  double sum = SquaredLength<T>(gradients.dense);
  for (const RowGradients<T>& table : gradients.tables) {
    sum += SquaredLength<T>(NumbersOf(table));
  }
  return std::sqrt(sum);
}

template <typename T>
double ClipByNorm(double most, Gradients<T>& gradients) {
  const double norm = Norm(gradients);
  if (!std::isfinite(norm) || norm <= most) return norm;
  const auto factor = static_cast<T>(most / norm);
  Scale<T>(factor, gradients.dense);
  for (RowGradients<T>& table : gradients.tables) {
    const MatrixView<T> values = table.values();
    Scale<T>(factor, {values.data, values.rows * values.cols});
  }
  return norm;
}

#define C2V_INSTANTIATE(T)                   \
  template struct Gradients<T>;              \
  template double Norm(const Gradients<T>&); \
  template double ClipByNorm(double, Gradients<T>&);
C2V_INSTANTIATE(float)
C2V_INSTANTIATE(double)
#undef C2V_INSTANTIATE

}  // namespace customer2vec::nn
