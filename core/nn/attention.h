// Causal scaled dot-product attention of one sequence, with heads (Vaswani et
// al. 2017): each event looks at itself and at what came before it.
//
//   CausalAttention<float>(q, k, v, /*heads=*/2, weights, out);
//
// Row i of q stands at position k.rows - q.rows + i: the whole sequence while
// learning, only its last event where nothing else is asked for. Head h owns
// columns [h d / heads, (h + 1) d / heads). Its weights are rows [h q.rows, (h
// + 1) q.rows) of `weights`: softmax(q k^T / sqrt(d / heads)), zero after the
// event's own position. Pure; thread-safe; allocates nothing when q has one
// row.

#ifndef CUSTOMER2VEC_CORE_NN_ATTENTION_H_
#define CUSTOMER2VEC_CORE_NN_ATTENTION_H_

#include <cstddef>

#include "core/nn/matrix.h"

namespace customer2vec::nn {

// Overwrites `weights`, heads * q.rows x k.rows, which the backward pass needs,
// and out, q.rows x d. REQUIRES: q.rows <= k.rows, k and v have as many rows,
// all three d columns, heads divides d.
template <typename T>
void CausalAttention(ConstMatrix<T> q, ConstMatrix<T> k, ConstMatrix<T> v,
                     size_t heads, MatrixView<T> weights, MatrixView<T> out);

}  // namespace customer2vec::nn

#endif  // CUSTOMER2VEC_CORE_NN_ATTENTION_H_
