// Rows of length 1, so that products of them are cosines.
//
//   ToUnitRows(x, norms, unit);   // unit[i] = x[i] / |x[i]|
//
// Sessions and items on the unit sphere, their cosine divided by a temperature
// before the softmax, rank better than plain products, which long vectors of
// popular items win (Gupta et al. 2019, "NISER: Normalized Item and Session
// Representations to Handle Popularity Bias"). Pure; thread-safe; allocates
// nothing.

#ifndef CUSTOMER2VEC_CORE_NN_UNIT_ROWS_H_
#define CUSTOMER2VEC_CORE_NN_UNIT_ROWS_H_

#include <span>

#include "core/nn/matrix.h"

namespace customer2vec::nn {

// Overwrites norms, of x.rows numbers, and unit, which may be x itself. A row
// of length 0 stays zero and its norm is 0.
template <typename T>
void ToUnitRows(ConstMatrix<T> x, std::type_identity_t<std::span<T>> norms,
                MatrixView<T> unit);

}  // namespace customer2vec::nn

#endif  // CUSTOMER2VEC_CORE_NN_UNIT_ROWS_H_
