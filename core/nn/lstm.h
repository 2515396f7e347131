// A long short-term memory (Hochreiter and Schmidhuber 1997, with the forget
// gate of Gers et al. 2000).
//
//   std::vector<float> scratch(LstmScratch(hidden));
//   for (event : session) {
//     LstmUpdate<float>(weights, event, scratch, cell, state);
//   }
//
//   i  = sigmoid(W_i x + U_i h + b_i)      input
//   f  = sigmoid(W_f x + U_f h + b_f)      forget
//   g  = tanh(W_g x + U_g h + b_g)         candidate
//   o  = sigmoid(W_o x + U_o h + b_o)      output
//   c' = f * c + i * g
//   h' = o * tanh(c')
//
// The four gates stand one after another, in the order i, f, g, o. Letters and
// the rest are those of gru.h. Pure; thread-safe; LstmUpdate() allocates
// nothing.

#ifndef CUSTOMER2VEC_CORE_NN_LSTM_H_
#define CUSTOMER2VEC_CORE_NN_LSTM_H_

#include <cstddef>
#include <span>
#include <type_traits>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "core/nn/matrix.h"

namespace customer2vec::nn {

inline constexpr size_t kLstmGates = 4;

// Gradients have the same form.
template <typename T>
struct LstmWeights {
  MatrixView<T> input;      // W: 4H x I
  MatrixView<T> recurrent;  // U: 4H x H
  std::span<T> bias;        // b: 4H

  size_t inputs() const { return input.cols; }
  size_t hidden() const { return recurrent.cols; }

  // NOLINTNEXTLINE(google-explicit-constructor)
  operator LstmWeights<const T>() const requires(!std::is_const_v<T>) {
    return {input, recurrent, bias};
  }
};
template <typename T>
using ConstLstm = std::type_identity_t<LstmWeights<const T>>;

// gates = W x + b: what a step starts from. x is n x I, gates n x 4H.
template <typename T>
void LstmInputGates(const ConstLstm<T>& weights, ConstMatrix<T> x,
                    MatrixView<T> gates);

// One step of n sequences. `gates`, n x 4H, holds LstmInputGates() before and
// i, f, g, o after. Overwrites next_cell and next, n x H, which may be `cell`
// and `previous`.
template <typename T>
void LstmStep(const ConstLstm<T>& weights, ConstMatrix<T> cell,
              ConstMatrix<T> previous, MatrixView<T> gates,
              MatrixView<T> next_cell, MatrixView<T> next);

// Numbers of scratch that LstmUpdate() works in.
constexpr size_t LstmScratch(size_t hidden) { return kLstmGates * hidden; }

// One event x, of I numbers, into a cell and a state of H numbers each.
template <typename T>
void LstmUpdate(const ConstLstm<T>& weights, ConstVector<T> x,
                std::type_identity_t<std::span<T>> scratch, std::span<T> cell,
                std::span<T> state);

// INVALID_ARGUMENT, naming the array as `path`.recurrent, when shapes do not
// fit.
absl::Status CheckLstm(const LstmWeights<const float>& weights, size_t inputs,
                       size_t hidden, absl::string_view path);

}  // namespace customer2vec::nn

#endif  // CUSTOMER2VEC_CORE_NN_LSTM_H_
