// The gradient of a network: dense parameters (parameters.h) and tables of
// rows.
//
//   const TableShape tables[] = {{item_count, 100}};
//   Gradients<float> gradients(layout.size(), tables);
//   ...                                       // backward passes add
//   const double norm = ClipByNorm(5.0, gradients);
//
// Not thread-safe: one a shard.

#ifndef CUSTOMER2VEC_TRAINER_NN_GRADIENTS_H_
#define CUSTOMER2VEC_TRAINER_NN_GRADIENTS_H_

#include <cstddef>
#include <span>
#include <vector>

#include "core/nn/aligned_vector.h"
#include "trainer/nn/row_gradients.h"

namespace customer2vec::nn {

struct TableShape {
  size_t rows = 0;
  size_t cols = 0;
};

template <typename T>
struct Gradients {
  Gradients(size_t dense_size, std::span<const TableShape> shapes);

  // All zero.
  void Clear();

  AlignedVector<T> dense;
  std::vector<RowGradients<T>> tables;
};

// The length of all numbers as one vector.
template <typename T>
double Norm(const Gradients<T>& gradients);

// Scales the gradient to `most` where it is longer (Pascanu, Mikolov and Bengio
// 2013). Returns its length before; a length that is not finite leaves it as it
// is, for LossWatch to name. REQUIRES: most > 0.
template <typename T>
double ClipByNorm(double most, Gradients<T>& gradients);

}  // namespace customer2vec::nn

#endif  // CUSTOMER2VEC_TRAINER_NN_GRADIENTS_H_
