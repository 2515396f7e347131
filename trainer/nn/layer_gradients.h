// Backward passes of layers that work row by row (core/nn): dense, layer norm,
// unit rows, embedding bags, dropout.
//
//   DenseForward(head, x, Activation::kRelu, y);
//   ...                           // dy: the gradient of the loss by y
//   DenseBackward(head, x, Activation::kRelu, y, dy, dhead, dx);
//
// Gradients of weights are added to, since shards and steps sum up. Gradients
// of inputs are overwritten. A gradient of inputs that nobody needs is an empty
// view. Forward passes are core's own, so that what is learned is what is
// served. Pure; thread-safe.

#ifndef CUSTOMER2VEC_TRAINER_NN_LAYER_GRADIENTS_H_
#define CUSTOMER2VEC_TRAINER_NN_LAYER_GRADIENTS_H_

#include <span>
#include <type_traits>

#include "core/base/random.h"
#include "core/nn/activation.h"
#include "core/nn/dense.h"
#include "core/nn/embedding_bag.h"
#include "core/nn/layer_norm.h"
#include "core/nn/matrix.h"
#include "trainer/nn/row_gradients.h"

namespace customer2vec::nn {

// gradient *= derivative where Activate() gave `y`. At 0 relu's is 0.
template <typename T>
void ActivationBackward(Activation activation, ConstMatrix<T> y,
                        MatrixView<T> gradient);

// `dy` becomes the gradient before the activation. REQUIRES: dx is not dy.
template <typename T>
void DenseBackward(const ConstDense<T>& weights, ConstMatrix<T> x,
                   Activation activation, ConstMatrix<T> y, MatrixView<T> dy,
                   const std::type_identity_t<DenseWeights<T>>& dweights,
                   std::type_identity_t<MatrixView<T>> dx);

// The sum over rows is added to `sums`, one a column: a bias's gradient.
template <typename T>
void AddColumnSums(ConstMatrix<T> matrix, std::span<T> sums);

// x, means and inverse_sds are LayerNormForward()'s. dx may be dy.
template <typename T>
void LayerNormBackward(
    const ConstLayerNorm<T>& weights, ConstMatrix<T> x, ConstVector<T> means,
    ConstVector<T> inverse_sds, ConstMatrix<T> dy,
    const std::type_identity_t<LayerNormWeights<T>>& dweights,
    MatrixView<T> dx);

// norms and unit are ToUnitRows()'s. A row of length 0 has no direction: its
// gradient is 0. dx may be dunit.
template <typename T>
void UnitRowsBackward(ConstVector<T> norms, ConstMatrix<T> unit,
                      ConstMatrix<T> dunit, MatrixView<T> dx);

// Adds to the rows of `dtable`. `dweights`, one a row of the bags or empty, is
// overwritten with the gradient by the bags' weights; it needs `table`.
template <typename T>
void EmbeddingBagBackward(ConstMatrix<T> table, const BagsOf<T>& bags,
                          Pooling pooling, ConstMatrix<T> dout,
                          RowGradients<T>& dtable,
                          std::type_identity_t<std::span<T>> dweights);

// Each number of x is 0 with probability `rate` and divided by 1 - rate
// otherwise (Srivastava et al. 2014, in the form that leaves serving alone).
// Overwrites `mask` with what each was multiplied by. REQUIRES: 0 <= rate < 1.
template <typename T>
void DropoutForward(double rate, Random& random, MatrixView<T> mask,
                    MatrixView<T> x);
template <typename T>
void DropoutBackward(ConstMatrix<T> mask, MatrixView<T> gradient);

}  // namespace customer2vec::nn

#endif  // CUSTOMER2VEC_TRAINER_NN_LAYER_GRADIENTS_H_
