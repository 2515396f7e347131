// Notices when a training explodes, before what it learned is lost in it.
//
//   LossWatch watch;
//   for (...) {
//     const double norm = ClipByNorm(5, gradients);
//     C2V_RETURN_IF_ERROR(watch.Check(step, loss / examples, norm));
//     ...                                 // only now the optimiser's step
//   }
//
// Not thread-safe.

#ifndef CUSTOMER2VEC_TRAINER_NN_LOSS_WATCH_H_
#define CUSTOMER2VEC_TRAINER_NN_LOSS_WATCH_H_

#include <cstdint>
#include <optional>

#include "absl/status/status.h"

namespace customer2vec::nn {

class LossWatch {
 public:
  // A loss this many times the first one, or 1 where that was less, is an
  // explosion.
  static constexpr double kMostGrowth = 20;

  // FAILED_PRECONDITION, naming the step and the number, when the mean loss of
  // an example or the gradient's length is not finite, or the loss exploded.
  absl::Status Check(uint64_t step, double mean_loss, double gradient_norm);

 private:
  std::optional<double> most_;
};

}  // namespace customer2vec::nn

#endif  // CUSTOMER2VEC_TRAINER_NN_LOSS_WATCH_H_
