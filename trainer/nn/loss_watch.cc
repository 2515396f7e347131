#include "trainer/nn/loss_watch.h"

#include <algorithm>
#include <cmath>

#include "absl/strings/str_cat.h"

namespace customer2vec::nn {
namespace {

template <typename... Parts>
absl::Status Diverged(uint64_t step, const Parts&... parts) {
  return absl::FailedPreconditionError(absl::StrCat(
      "training diverged at step ", step, ": ", parts...,
      "; lower the learning rate, or clip gradients to a smaller norm"));
}

}  // namespace

absl::Status LossWatch::Check(uint64_t step, double mean_loss,
                              double gradient_norm) {
  if (!std::isfinite(mean_loss)) {
    return Diverged(step, "the loss is ", mean_loss);
  }
  if (!std::isfinite(gradient_norm)) {
    return Diverged(step, "the gradient's norm is ", gradient_norm);
  }
  if (!most_) most_ = kMostGrowth * std::max(1.0, std::abs(mean_loss));
  if (mean_loss > *most_) {
    return Diverged(step, "the loss is ", mean_loss, ", more than ",
                    kMostGrowth, " times what it was at first");
  }
  return absl::OkStatus();
}

}  // namespace customer2vec::nn
