#include "core/nn/gru.h"

#include "absl/strings/str_cat.h"
#include "core/base/status_macros.h"
#include "core/nn/activation.h"
#include "core/nn/dense.h"
#include "core/nn/eigen_maps.h"
#include "core/nn/shapes.h"

namespace customer2vec::nn {

template <typename T>
void GruInputGates(const ConstGru<T>& weights, ConstMatrix<T> x,
                   MatrixView<T> gates) {
  DenseForward({weights.input, weights.input_bias}, x, Activation::kIdentity,
               gates);
}

template <typename T>
void GruStep(const ConstGru<T>& weights, ConstMatrix<T> previous,
             MatrixView<T> gates, MatrixView<T> recurrent, MatrixView<T> next) {
  const size_t hidden = weights.hidden();
  DenseForward({weights.recurrent, weights.recurrent_bias}, previous,
               Activation::kIdentity, recurrent);
  for (size_t i = 0; i < previous.rows; ++i) {
    const std::span<T> gate = gates.Row(i), from_state = recurrent.Row(i);
    auto open = Map(gate.first(2 * hidden));  // r and z
    open = (open + Map(from_state.first(2 * hidden))).logistic();
    const auto reset = Map(gate.first(hidden));
    const auto keep = Map(gate.subspan(hidden, hidden));
    auto candidate = Map(gate.last(hidden));
    candidate = (candidate + reset * Map(from_state.last(hidden))).tanh();
    Map(next.Row(i)) = candidate + keep * (Map(previous.Row(i)) - candidate);
  }
}

template <typename T>
void GruUpdate(const ConstGru<T>& weights, ConstVector<T> x,
               std::type_identity_t<std::span<T>> scratch, std::span<T> state) {
  const size_t size = kGruGates * weights.hidden();
  const MatrixView<T> gates = AsRow(scratch.first(size));
  const MatrixView<T> recurrent = AsRow(scratch.subspan(size, size));
  GruInputGates(weights, AsRow(x), gates);
  GruStep(weights, AsRow(state), gates, recurrent, AsRow(state));
}

#define C2V_INSTANTIATE(T)                                                     \
  template void GruInputGates<T>(const ConstGru<T>&, ConstMatrix<T>,           \
                                 MatrixView<T>);                               \
  template void GruStep<T>(const ConstGru<T>&, ConstMatrix<T>, MatrixView<T>,  \
                           MatrixView<T>, MatrixView<T>);                      \
  template void GruUpdate<T>(const ConstGru<T>&, ConstVector<T>, std::span<T>, \
                             std::span<T>);
C2V_INSTANTIATE(float)
C2V_INSTANTIATE(double)
#undef C2V_INSTANTIATE

absl::Status CheckGru(const GruWeights<const float>& weights, size_t inputs,
                      size_t hidden, absl::string_view path) {
  const size_t gates = kGruGates * hidden;
  C2V_RETURN_IF_ERROR(
      CheckShape(absl::StrCat(path, ".input"), weights.input, gates, inputs));
  C2V_RETURN_IF_ERROR(CheckShape(absl::StrCat(path, ".recurrent"),
                                 weights.recurrent, gates, hidden));
  C2V_RETURN_IF_ERROR(
      CheckShape(absl::StrCat(path, ".input_bias"), weights.input_bias, gates));
  return CheckShape(absl::StrCat(path, ".recurrent_bias"),
                    weights.recurrent_bias, gates);
}

}  // namespace customer2vec::nn
