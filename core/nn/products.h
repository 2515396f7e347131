// Products of matrices, the bulk of a layer's work.
//
//   MultiplyABt<float>(x, weight, y);                  // y = x weight^T
//   MultiplyAtB<float>(dy, x, dweight, Sum::kAddTo);   // dweight += dy^T x
//
// Small products, and those of one row, which is what a request has, are
// Eigen's and run on the calling thread without allocating. Large ones go to
// OpenBLAS, which chooses its instructions at run time; how many threads it
// takes is for its owner to say (trainer/nn/data_parallel.h says one). The same
// numbers in the same shapes give the same bits on one machine. `out` overlaps
// neither factor. Thread-safe.

#ifndef CUSTOMER2VEC_CORE_NN_PRODUCTS_H_
#define CUSTOMER2VEC_CORE_NN_PRODUCTS_H_

#include "core/nn/matrix.h"

namespace customer2vec::nn {

enum class Sum {
  kOverwrite,  // out = the product
  kAddTo,      // out += the product
};

// n x m from a: n x k and b: k x m.
template <typename T>
void MultiplyAB(ConstMatrix<T> a, ConstMatrix<T> b, MatrixView<T> out,
                Sum sum = Sum::kOverwrite);

// n x m from a: n x k and b: m x k.
template <typename T>
void MultiplyABt(ConstMatrix<T> a, ConstMatrix<T> b, MatrixView<T> out,
                 Sum sum = Sum::kOverwrite);

// n x m from a: k x n and b: k x m.
template <typename T>
void MultiplyAtB(ConstMatrix<T> a, ConstMatrix<T> b, MatrixView<T> out,
                 Sum sum = Sum::kOverwrite);

}  // namespace customer2vec::nn

#endif  // CUSTOMER2VEC_CORE_NN_PRODUCTS_H_
