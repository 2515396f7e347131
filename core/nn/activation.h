// Functions that layers apply to each number.
//
//   Activate(Activation::kRelu, hidden);   // in place
//
// All have derivatives that follow from their results, so that training keeps
// only those. Pure; thread-safe; allocates nothing.

#ifndef CUSTOMER2VEC_CORE_NN_ACTIVATION_H_
#define CUSTOMER2VEC_CORE_NN_ACTIVATION_H_

#include "core/nn/matrix.h"

namespace customer2vec::nn {

enum class Activation {
  kIdentity,
  kRelu,     // max(x, 0)
  kTanh,     // in (-1, 1)
  kSigmoid,  // 1 / (1 + e^-x), in (0, 1)
};

template <typename T>
void Activate(Activation activation, MatrixView<T> numbers);

}  // namespace customer2vec::nn

#endif  // CUSTOMER2VEC_CORE_NN_ACTIVATION_H_
