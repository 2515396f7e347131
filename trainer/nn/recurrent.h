// GRU and LSTM over a batch of sequences, forward with a tape and backward.
//
//   const GruTape<float> tape = GruForward(gru, batch, x, workspace);
//   ...            // a loss of tape.states gives dstates
//   GruBackward(gru, batch, x, tape, dstates, workspace, dgru, dx);
//
// Rows of x, of states and of their gradients are those of SequenceBatch.
// Sequences begin with states, and cells, of zero. The steps are core's own
// (core/nn/gru.h, core/nn/lstm.h). Tapes live in the workspace: until its
// Reset(). Gradients of weights are added to; gradients of x are overwritten,
// and left out for an empty dx. Backpropagation goes through the whole
// sequence. Thread-safe with a workspace a thread.

#ifndef CUSTOMER2VEC_TRAINER_NN_RECURRENT_H_
#define CUSTOMER2VEC_TRAINER_NN_RECURRENT_H_

#include <type_traits>

#include "core/nn/gru.h"
#include "core/nn/lstm.h"
#include "core/nn/matrix.h"
#include "core/nn/workspace.h"
#include "trainer/nn/sequence_batch.h"

namespace customer2vec::nn {

template <typename T>
struct GruTape {
  MatrixView<T> states;     // rows x H
  MatrixView<T> gates;      // rows x 3H: r, z, n
  MatrixView<T> recurrent;  // rows x 3H: U h + c
};

// x is batch.rows() x I.
template <typename T>
GruTape<T> GruForward(const ConstGru<T>& weights, const SequenceBatch& batch,
                      ConstMatrix<T> x, Workspace<T>& workspace);

// `dstates`, rows x H, is the loss's gradient by each state alone; it becomes
// the gradient by way of later steps too. Uses up the tape: gates and recurrent
// become gradients.
template <typename T>
void GruBackward(const ConstGru<T>& weights, const SequenceBatch& batch,
                 ConstMatrix<T> x, const GruTape<T>& tape,
                 MatrixView<T> dstates, Workspace<T>& workspace,
                 const std::type_identity_t<GruWeights<T>>& dweights,
                 std::type_identity_t<MatrixView<T>> dx);

template <typename T>
struct LstmTape {
  MatrixView<T> states;  // rows x H
  MatrixView<T> cells;   // rows x H
  MatrixView<T> gates;   // rows x 4H: i, f, g, o
};

// As GruForward().
template <typename T>
LstmTape<T> LstmForward(const ConstLstm<T>& weights, const SequenceBatch& batch,
                        ConstMatrix<T> x, Workspace<T>& workspace);

// As GruBackward(): gates become gradients.
template <typename T>
void LstmBackward(const ConstLstm<T>& weights, const SequenceBatch& batch,
                  ConstMatrix<T> x, const LstmTape<T>& tape,
                  MatrixView<T> dstates, Workspace<T>& workspace,
                  const std::type_identity_t<LstmWeights<T>>& dweights,
                  std::type_identity_t<MatrixView<T>> dx);

}  // namespace customer2vec::nn

#endif  // CUSTOMER2VEC_TRAINER_NN_RECURRENT_H_
