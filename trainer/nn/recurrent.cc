#include "trainer/nn/recurrent.h"

#include <algorithm>

#include "core/nn/eigen_maps.h"
#include "core/nn/products.h"
#include "trainer/nn/layer_gradients.h"

namespace customer2vec::nn {
namespace {

// Rows of a step, and of the step before those of sequences that go on. Before
// the first step stands `zeros`.
template <typename T>
class Steps {
 public:
  Steps(const SequenceBatch& batch, size_t hidden, Workspace<T>& workspace)
      : batch_(batch),
        zeros_(workspace.TakeZeros(batch.steps() > 0 ? batch.StepSize(0) : 0,
                                   hidden)) {}

  MatrixView<T> Of(MatrixView<T> matrix, size_t step) const {
    return matrix.Rows(batch_.StepBegin(step), batch_.StepSize(step));
  }
  MatrixView<T> Before(MatrixView<T> matrix, size_t step) const {
    if (step == 0) return zeros_;
    return matrix.Rows(batch_.StepBegin(step - 1), batch_.StepSize(step));
  }

 private:
  const SequenceBatch& batch_;
  MatrixView<T> zeros_;
};

// The states that steps after the first started from, one row for each of
// theirs.
template <typename T>
MatrixView<T> StatesBefore(const SequenceBatch& batch, const Steps<T>& steps,
                           MatrixView<T> states, Workspace<T>& workspace) {
  const size_t first = batch.steps() > 0 ? batch.StepSize(0) : 0;
  const MatrixView<T> before =
      workspace.Take(batch.rows() - first, states.cols);
  for (size_t step = 1; step < batch.steps(); ++step) {
    Copy(steps.Before(states, step),
         before.Rows(batch.StepBegin(step) - first, batch.StepSize(step)));
  }
  return before;
}

// What the gradients by W x + b and U h + c, of all rows, say about weights and
// x.
template <typename T>
void SequenceProducts(const SequenceBatch& batch, const Steps<T>& steps,
                      MatrixView<T> states, MatrixView<T> dinput,
                      MatrixView<T> drecurrent, MatrixView<const T> input,
                      MatrixView<const T> x, Workspace<T>& workspace,
                      MatrixView<T> dinput_weight,
                      MatrixView<T> drecurrent_weight, MatrixView<T> dx) {
  const MatrixView<T> before = StatesBefore(batch, steps, states, workspace);
  const size_t first = batch.rows() - before.rows;
  MultiplyAtB(drecurrent.Rows(first, before.rows), before, drecurrent_weight,
              Sum::kAddTo);
  MultiplyAtB(dinput, x, dinput_weight, Sum::kAddTo);
  if (!dx.empty()) MultiplyAB(dinput, input, dx);
}

// One row of a GRU's step: gates and recurrent become gradients, and what
// reaches the state before by way of `keep` is added to it, unless there is
// none.
template <typename T>
void GruRowBackward(std::span<const T> previous, std::span<const T> dstate,
                    std::span<T> gates, std::span<T> recurrent,
                    std::span<T> dprevious) {
  const size_t hidden = previous.size();
  const auto h = Map(previous), dh = Map(dstate);
  auto r = Map(gates.first(hidden)), z = Map(gates.subspan(hidden, hidden)),
       n = Map(gates.last(hidden));
  auto dr = Map(recurrent.first(hidden)),
       dz = Map(recurrent.subspan(hidden, hidden)),
       u = Map(recurrent.last(hidden));  // U_n h + c_n
  if (!dprevious.empty()) Map(dprevious) += dh * z;
  dz = dh * (h - n) * z * (1 - z);
  n = dh * (1 - z) * (1 - n.square());
  z = dz;
  dr = n * u * r * (1 - r);
  u = n * r;
  r = dr;
}

// The same of an LSTM. `dcell` is the gradient by the cell by way of the next
// step; `dcell_before` is added to, unless there is none.
template <typename T>
void LstmRowBackward(std::span<const T> cell_before, std::span<const T> cell,
                     std::span<const T> dstate, std::span<T> gates,
                     std::span<T> dcell, std::span<T> dcell_before) {
  const size_t hidden = cell.size();
  const auto before = Map(cell_before), c = Map(cell), dh = Map(dstate);
  auto i = Map(gates.first(hidden)), f = Map(gates.subspan(hidden, hidden)),
       g = Map(gates.subspan(2 * hidden, hidden)), o = Map(gates.last(hidden));
  auto dc = Map(dcell);
  dc += dh * o * (1 - c.tanh().square());
  o = dh * c.tanh() * o * (1 - o);
  if (!dcell_before.empty()) Map(dcell_before) += dc * f;
  f = dc * before * f * (1 - f);
  // In one pass, as each needs the other as it was.
  for (Eigen::Index j = 0; j < c.size(); ++j) {
    const T input = i[j], candidate = g[j];
    i[j] = dc[j] * candidate * input * (1 - input);
    g[j] = dc[j] * input * (1 - candidate * candidate);
  }
}

}  // namespace

template <typename T>
GruTape<T> GruForward(const ConstGru<T>& weights, const SequenceBatch& batch,
                      ConstMatrix<T> x, Workspace<T>& workspace) {
  const size_t hidden = weights.hidden();
  const GruTape<T> tape = {workspace.Take(batch.rows(), hidden),
                           workspace.Take(batch.rows(), kGruGates * hidden),
                           workspace.Take(batch.rows(), kGruGates * hidden)};
  const Steps<T> steps(batch, hidden, workspace);
  GruInputGates(weights, x, tape.gates);
  for (size_t step = 0; step < batch.steps(); ++step) {
    GruStep(weights, steps.Before(tape.states, step),
            steps.Of(tape.gates, step), steps.Of(tape.recurrent, step),
            steps.Of(tape.states, step));
  }
  return tape;
}

template <typename T>
void GruBackward(const ConstGru<T>& weights, const SequenceBatch& batch,
                 ConstMatrix<T> x, const GruTape<T>& tape,
                 MatrixView<T> dstates, Workspace<T>& workspace,
                 const std::type_identity_t<GruWeights<T>>& dweights,
                 std::type_identity_t<MatrixView<T>> dx) {
  const Steps<T> steps(batch, weights.hidden(), workspace);
  for (size_t step = batch.steps(); step-- > 0;) {
    const MatrixView<T> previous = steps.Before(tape.states, step);
    const MatrixView<T> dstate = steps.Of(dstates, step);
    const MatrixView<T> gates = steps.Of(tape.gates, step);
    const MatrixView<T> recurrent = steps.Of(tape.recurrent, step);
    const MatrixView<T> dprevious =
        step > 0 ? steps.Before(dstates, step) : MatrixView<T>();
    for (size_t i = 0; i < previous.rows; ++i) {
      GruRowBackward<T>(previous.Row(i), dstate.Row(i), gates.Row(i),
                        recurrent.Row(i),
                        step > 0 ? dprevious.Row(i) : std::span<T>());
    }
    if (step > 0) {
      MultiplyAB(recurrent, weights.recurrent, dprevious, Sum::kAddTo);
    }
  }
  AddColumnSums(tape.gates, dweights.input_bias);
  AddColumnSums(tape.recurrent, dweights.recurrent_bias);
  SequenceProducts<T>(batch, steps, tape.states, tape.gates, tape.recurrent,
                      weights.input, x, workspace, dweights.input,
                      dweights.recurrent, dx);
}

template <typename T>
LstmTape<T> LstmForward(const ConstLstm<T>& weights, const SequenceBatch& batch,
                        ConstMatrix<T> x, Workspace<T>& workspace) {
  const size_t hidden = weights.hidden();
  const LstmTape<T> tape = {workspace.Take(batch.rows(), hidden),
                            workspace.Take(batch.rows(), hidden),
                            workspace.Take(batch.rows(), kLstmGates * hidden)};
  const Steps<T> steps(batch, hidden, workspace);
  LstmInputGates(weights, x, tape.gates);
  for (size_t step = 0; step < batch.steps(); ++step) {
    LstmStep(weights, steps.Before(tape.cells, step),
             steps.Before(tape.states, step), steps.Of(tape.gates, step),
             steps.Of(tape.cells, step), steps.Of(tape.states, step));
  }
  return tape;
}

template <typename T>
void LstmBackward(const ConstLstm<T>& weights, const SequenceBatch& batch,
                  ConstMatrix<T> x, const LstmTape<T>& tape,
                  MatrixView<T> dstates, Workspace<T>& workspace,
                  const std::type_identity_t<LstmWeights<T>>& dweights,
                  std::type_identity_t<MatrixView<T>> dx) {
  const Steps<T> steps(batch, weights.hidden(), workspace);
  const MatrixView<T> dcells =
      workspace.TakeZeros(batch.rows(), weights.hidden());
  for (size_t step = batch.steps(); step-- > 0;) {
    const MatrixView<T> before = steps.Before(tape.cells, step);
    const MatrixView<T> cell = steps.Of(tape.cells, step);
    const MatrixView<T> dstate = steps.Of(dstates, step);
    const MatrixView<T> gates = steps.Of(tape.gates, step);
    const MatrixView<T> dcell = steps.Of(dcells, step);
    const MatrixView<T> dbefore =
        step > 0 ? steps.Before(dcells, step) : MatrixView<T>();
    for (size_t i = 0; i < cell.rows; ++i) {
      LstmRowBackward<T>(before.Row(i), cell.Row(i), dstate.Row(i),
                         gates.Row(i), dcell.Row(i),
                         step > 0 ? dbefore.Row(i) : std::span<T>());
    }
    if (step > 0) {
      MultiplyAB(gates, weights.recurrent, steps.Before(dstates, step),
                 Sum::kAddTo);
    }
  }
  AddColumnSums(tape.gates, dweights.bias);
  SequenceProducts<T>(batch, steps, tape.states, tape.gates, tape.gates,
                      weights.input, x, workspace, dweights.input,
                      dweights.recurrent, dx);
}

#define C2V_INSTANTIATE(T)                                                    \
  template GruTape<T> GruForward<T>(const ConstGru<T>&, const SequenceBatch&, \
                                    ConstMatrix<T>, Workspace<T>&);           \
  template void GruBackward<T>(const ConstGru<T>&, const SequenceBatch&,      \
                               ConstMatrix<T>, const GruTape<T>&,             \
                               MatrixView<T>, Workspace<T>&,                  \
                               const GruWeights<T>&, MatrixView<T>);          \
  template LstmTape<T> LstmForward<T>(const ConstLstm<T>&,                    \
                                      const SequenceBatch&, ConstMatrix<T>,   \
                                      Workspace<T>&);                         \
  template void LstmBackward<T>(const ConstLstm<T>&, const SequenceBatch&,    \
                                ConstMatrix<T>, const LstmTape<T>&,           \
                                MatrixView<T>, Workspace<T>&,                 \
                                const LstmWeights<T>&, MatrixView<T>);
C2V_INSTANTIATE(float)
C2V_INSTANTIATE(double)
#undef C2V_INSTANTIATE

}  // namespace customer2vec::nn
