// Steps along gradients: momentum, Adagrad, Adam, for dense parameters and for
// the rows of a table that a batch touched.
//
//   const OptimizerSettings settings{.method = OptimizerMethod::kAdam};
//   DenseOptimizer<float> dense(settings, layout.size());
//   RowOptimizer<float> items(settings, item_count, 100);
//   dense.Step(rate, gradients.dense, values);
//   items.Step(rate, gradients.tables[0], table);
//
//   momentum   v = m v + g               x -= rate v
//   Adagrad    v += g^2                  x -= rate g / (sqrt(v) + epsilon)
//   Adam       m = b1 m + (1 - b1) g     m' = m / (1 - b1^t)
//              v = b2 v + (1 - b2) g^2   v' = v / (1 - b2^t)
//                                        x -= rate m' / (sqrt(v') + epsilon)
//
// (Polyak 1964; Duchi, Hazan and Singer 2011; Kingma and Ba 2015.) Weight decay
// is apart from the gradient: x -= rate decay x (Loshchilov and Hutter 2019). A
// row that a batch did not touch costs nothing and stays as it is, its averages
// too; t counts the row's own steps, so that its first step is as long as any
// parameter's. One number's step depends on nothing else, so results are the
// same in each run. Not thread-safe.

#ifndef CUSTOMER2VEC_TRAINER_NN_OPTIMIZER_H_
#define CUSTOMER2VEC_TRAINER_NN_OPTIMIZER_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "core/nn/aligned_vector.h"
#include "core/nn/matrix.h"
#include "trainer/nn/row_gradients.h"

namespace customer2vec::nn {

enum class OptimizerMethod { kMomentum, kAdagrad, kAdam };

struct OptimizerSettings {
  OptimizerMethod method = OptimizerMethod::kAdam;
  double momentum = 0.9;    // m, in [0, 1); 0 is plain gradient descent
  double beta1 = 0.9;       // b1, in [0, 1)
  double beta2 = 0.999;     // b2, in [0, 1)
  double epsilon = 1e-8;    // above 0
  double weight_decay = 0;  // at least 0
};

// INVALID_ARGUMENT, naming the field as `path`.beta1.
absl::Status CheckOptimizer(const OptimizerSettings& settings,
                            absl::string_view path);

template <typename T>
class DenseOptimizer {
 public:
  DenseOptimizer(const OptimizerSettings& settings, size_t size);

  // REQUIRES: `size` gradients and values.
  void Step(double rate, ConstVector<T> gradients, std::span<T> values);

  // What a checkpoint keeps: the steps so far and the averages.
  uint64_t steps() const { return steps_; }
  std::span<const AlignedVector<T>> averages() const { return averages_; }
  // FAILED_PRECONDITION when the averages are those of another method or size.
  absl::Status Restore(uint64_t steps,
                       std::span<const AlignedVector<T>> averages);

 private:
  OptimizerSettings settings_;
  uint64_t steps_ = 0;
  std::vector<AlignedVector<T>> averages_;
};

template <typename T>
class RowOptimizer {
 public:
  RowOptimizer(const OptimizerSettings& settings, size_t rows, size_t cols);

  // REQUIRES: gradients and table have the shape of the constructor.
  void Step(double rate, const RowGradients<T>& gradients, MatrixView<T> table);

  // As DenseOptimizer's; steps are counted by row.
  std::span<const uint32_t> steps() const { return steps_; }
  std::span<const AlignedVector<T>> averages() const { return averages_; }
  absl::Status Restore(std::span<const uint32_t> steps,
                       std::span<const AlignedVector<T>> averages);

 private:
  OptimizerSettings settings_;
  size_t cols_;
  std::vector<uint32_t> steps_;
  std::vector<AlignedVector<T>> averages_;
};

}  // namespace customer2vec::nn

#endif  // CUSTOMER2VEC_TRAINER_NN_OPTIMIZER_H_
