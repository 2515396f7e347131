// A gated recurrent unit (Cho et al. 2014), in the form whose reset gate acts
// on the recurrent product, as cuDNN and PyTorch have it.
//
//   std::vector<float> scratch(GruScratch(hidden));
//   for (event : session) GruUpdate<float>(weights, event, scratch, state);
//
//   r  = sigmoid(W_r x + b_r + U_r h + c_r)          reset
//   z  = sigmoid(W_z x + b_z + U_z h + c_z)          keep
//   n  = tanh(W_n x + b_n + r * (U_n h + c_n))       candidate
//   h' = (1 - z) * n + z * h
//
// The three gates stand one after another, in the order r, z, n, in the rows of
// weights and the columns of gates. The products W x do not depend on the
// state, so that a batch makes them for all its events at once and then steps.
// Letters: I inputs, H hidden, n rows. Pure; thread-safe; GruUpdate() allocates
// nothing.

#ifndef CUSTOMER2VEC_CORE_NN_GRU_H_
#define CUSTOMER2VEC_CORE_NN_GRU_H_

#include <cstddef>
#include <span>
#include <type_traits>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "core/nn/matrix.h"

namespace customer2vec::nn {

inline constexpr size_t kGruGates = 3;

// Gradients have the same form.
template <typename T>
struct GruWeights {
  MatrixView<T> input;          // W: 3H x I
  MatrixView<T> recurrent;      // U: 3H x H
  std::span<T> input_bias;      // b: 3H
  std::span<T> recurrent_bias;  // c: 3H

  size_t inputs() const { return input.cols; }
  size_t hidden() const { return recurrent.cols; }

  // NOLINTNEXTLINE(google-explicit-constructor)
  operator GruWeights<const T>() const requires(!std::is_const_v<T>) {
    return {input, recurrent, input_bias, recurrent_bias};
  }
};
template <typename T>
using ConstGru = std::type_identity_t<GruWeights<const T>>;

// gates = W x + b: what a step starts from. x is n x I, gates n x 3H.
template <typename T>
void GruInputGates(const ConstGru<T>& weights, ConstMatrix<T> x,
                   MatrixView<T> gates);

// One step of n sequences. `gates`, n x 3H, holds GruInputGates() before and r,
// z, n after; `recurrent`, n x 3H, is overwritten with U h + c. The backward
// pass needs both. Overwrites next, n x H, which may be `previous`.
template <typename T>
void GruStep(const ConstGru<T>& weights, ConstMatrix<T> previous,
             MatrixView<T> gates, MatrixView<T> recurrent, MatrixView<T> next);

// Numbers of scratch that GruUpdate() works in.
constexpr size_t GruScratch(size_t hidden) { return 2 * kGruGates * hidden; }

// One event x, of I numbers, into a state of H numbers.
template <typename T>
void GruUpdate(const ConstGru<T>& weights, ConstVector<T> x,
               std::type_identity_t<std::span<T>> scratch, std::span<T> state);

// INVALID_ARGUMENT, naming the array as `path`.recurrent, when shapes do not
// fit.
absl::Status CheckGru(const GruWeights<const float>& weights, size_t inputs,
                      size_t hidden, absl::string_view path);

}  // namespace customer2vec::nn

#endif  // CUSTOMER2VEC_CORE_NN_GRU_H_
