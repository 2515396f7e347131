// The directions in which vectors spread most, and how much.
//
//   C2V_ASSIGN_OR_RETURN(PrincipalAxes axes, FindPrincipalAxes(rows, 300));
//   axes.Axis(0);       // unit direction of the most variance
//   axes.variances[0];  // mean of (row . axis 0)^2
//
// Principal component analysis through FAISS, around the origin and not around
// the mean, so that inner products of projections approximate those of the
// vectors: the eigenvectors of the mean of x x^T, largest eigenvalue first.
// Deterministic for one BLAS; signs of axes are made so that the largest
// number of each is positive.

#ifndef CUSTOMER2VEC_TRAINER_MODELS_CONCAT_PRINCIPAL_AXES_H_
#define CUSTOMER2VEC_TRAINER_MODELS_CONCAT_PRINCIPAL_AXES_H_

#include <cstddef>
#include <span>
#include <vector>

#include "absl/status/statusor.h"

namespace customer2vec {

struct PrincipalAxes {
  size_t dimension = 0;
  std::vector<float> axes;        // dimension * dimension, an axis a row
  std::vector<double> variances;  // dimension, descending, >= 0

  std::span<const float> Axis(size_t i) const {
    return std::span(axes).subspan(i * dimension, dimension);
  }
};

// Of more than 1000 * dimension rows, every n-th is looked at. INVALID_ARGUMENT
// for rows that are not whole or fewer than the dimension; INTERNAL when FAISS
// fails.
absl::StatusOr<PrincipalAxes> FindPrincipalAxes(std::span<const float> rows,
                                                size_t dimension);

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_TRAINER_MODELS_CONCAT_PRINCIPAL_AXES_H_
