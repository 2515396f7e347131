// The backward pass of core/nn/attention.h.

#ifndef CUSTOMER2VEC_TRAINER_NN_ATTENTION_GRADIENT_H_
#define CUSTOMER2VEC_TRAINER_NN_ATTENTION_GRADIENT_H_

#include <cstddef>

#include "core/nn/matrix.h"
#include "core/nn/workspace.h"

namespace customer2vec::nn {

// `weights` are CausalAttention()'s. Overwrites dq, dk and dv, which have the
// shapes of q, k and v. Pure; thread-safe with a workspace a thread.
template <typename T>
void CausalAttentionBackward(ConstMatrix<T> q, ConstMatrix<T> k,
                             ConstMatrix<T> v, size_t heads,
                             ConstMatrix<T> weights, ConstMatrix<T> dout,
                             Workspace<T>& workspace, MatrixView<T> dq,
                             MatrixView<T> dk, MatrixView<T> dv);

}  // namespace customer2vec::nn

#endif  // CUSTOMER2VEC_TRAINER_NN_ATTENTION_GRADIENT_H_
