#include "core/nn/lstm.h"

#include "absl/strings/str_cat.h"
#include "core/base/status_macros.h"
#include "core/nn/activation.h"
#include "core/nn/dense.h"
#include "core/nn/eigen_maps.h"
#include "core/nn/products.h"
#include "core/nn/shapes.h"

namespace customer2vec::nn {

template <typename T>
void LstmInputGates(const ConstLstm<T>& weights, ConstMatrix<T> x,
                    MatrixView<T> gates) {
  DenseForward({weights.input, weights.bias}, x, Activation::kIdentity, gates);
}

template <typename T>
void LstmStep(const ConstLstm<T>& weights, ConstMatrix<T> cell,
              ConstMatrix<T> previous, MatrixView<T> gates,
              MatrixView<T> next_cell, MatrixView<T> next) {
  const size_t hidden = weights.hidden();
  MultiplyABt(previous, weights.recurrent, gates, Sum::kAddTo);
  for (size_t i = 0; i < previous.rows; ++i) {
    const std::span<T> gate = gates.Row(i);
    auto open = Map(gate.first(2 * hidden));  // i and f
    auto candidate = Map(gate.subspan(2 * hidden, hidden));
    auto output = Map(gate.last(hidden));
    open = open.logistic();
    candidate = candidate.tanh();
    output = output.logistic();
    auto memory = Map(next_cell.Row(i));
    memory = Map(gate.subspan(hidden, hidden)) * Map(cell.Row(i)) +
             Map(gate.first(hidden)) * candidate;
    Map(next.Row(i)) = output * memory.tanh();
  }
}

template <typename T>
void LstmUpdate(const ConstLstm<T>& weights, ConstVector<T> x,
                std::type_identity_t<std::span<T>> scratch, std::span<T> cell,
                std::span<T> state) {
  const MatrixView<T> gates =
      AsRow(scratch.first(LstmScratch(weights.hidden())));
  LstmInputGates(weights, AsRow(x), gates);
  LstmStep(weights, AsRow(cell), AsRow(state), gates, AsRow(cell),
           AsRow(state));
}

#define C2V_INSTANTIATE(T)                                                \
  template void LstmInputGates<T>(const ConstLstm<T>&, ConstMatrix<T>,    \
                                  MatrixView<T>);                         \
  template void LstmStep<T>(const ConstLstm<T>&, ConstMatrix<T>,          \
                            ConstMatrix<T>, MatrixView<T>, MatrixView<T>, \
                            MatrixView<T>);                               \
  template void LstmUpdate<T>(const ConstLstm<T>&, ConstVector<T>,        \
                              std::span<T>, std::span<T>, std::span<T>);
C2V_INSTANTIATE(float)
C2V_INSTANTIATE(double)
#undef C2V_INSTANTIATE

absl::Status CheckLstm(const LstmWeights<const float>& weights, size_t inputs,
                       size_t hidden, absl::string_view path) {
  const size_t gates = kLstmGates * hidden;
  C2V_RETURN_IF_ERROR(
      CheckShape(absl::StrCat(path, ".input"), weights.input, gates, inputs));
  C2V_RETURN_IF_ERROR(CheckShape(absl::StrCat(path, ".recurrent"),
                                 weights.recurrent, gates, hidden));
  return CheckShape(absl::StrCat(path, ".bias"), weights.bias, gates);
}

}  // namespace customer2vec::nn
