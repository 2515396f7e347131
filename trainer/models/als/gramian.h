// The Gramian of factors, and the rotation that makes it diagonal.
//
//   const Eigenbasis basis = Diagonalize(Gramian(items, threads), d, stride);
//   Rotate(basis.rotation, threads, items);
//   Rotate(basis.rotation, threads, customers);   // scores stay as they were
//
// Rows are summed in pieces of fixed size and the pieces in their order, so the
// results do not depend on the number of threads. Vectorised for the machine it
// runs on. Matrices are row-major, stride * stride.

#ifndef CUSTOMER2VEC_TRAINER_MODELS_ALS_GRAMIAN_H_
#define CUSTOMER2VEC_TRAINER_MODELS_ALS_GRAMIAN_H_

#include <cstddef>
#include <vector>

#include "core/factors/factor_matrix.h"

namespace customer2vec {

// F^T F: sums of up to kGramianRows products in float32, the rest in double.
inline constexpr size_t kGramianRows = 1024;
std::vector<double> Gramian(const FactorMatrix& factors, size_t threads);

struct Eigenbasis {
  std::vector<float> values;    // ascending, none below 0; `stride` of them
  std::vector<float> rotation;  // eigenvectors as columns
};

// Of a symmetric matrix whose rows and columns from `dimension` on are zero;
// the rotation leaves those alone, so that padding stays padding. Eigenvalues
// that are rounding noise (below 1e-7 of the largest) become 0. Not finite
// where the matrix is not.
Eigenbasis Diagonalize(const std::vector<double>& gramian, size_t dimension,
                       size_t stride);

// factors = factors * rotation.
void Rotate(const std::vector<float>& rotation, size_t threads,
            FactorMatrix& factors);

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_TRAINER_MODELS_ALS_GRAMIAN_H_
