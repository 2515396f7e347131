#include "trainer/nn/schedule.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "absl/strings/str_cat.h"

namespace customer2vec::nn {
namespace {

// 1 at the start and 0 at the end of what follows the warm-up.
double Fall(Schedule::Shape shape, double share) {
  switch (shape) {
    case Schedule::Shape::kConstant:
      return 1;
    case Schedule::Shape::kLinear:
      return 1 - share;
    case Schedule::Shape::kCosine:
      return (1 + std::cos(std::numbers::pi * share)) / 2;
  }
  return 1;
}

}  // namespace

double Schedule::At(uint64_t step, uint64_t steps) const {
  if (step < warmup_steps) {
    return rate * static_cast<double>(step + 1) /
           static_cast<double>(warmup_steps);
  }
  const auto length = static_cast<double>(
      std::max<uint64_t>(1, steps > warmup_steps ? steps - warmup_steps : 1));
  const double share =
      std::min(1.0, static_cast<double>(step - warmup_steps) / length);
  return rate * (last_share + (1 - last_share) * Fall(shape, share));
}

absl::Status CheckSchedule(const Schedule& schedule, absl::string_view path) {
  if (!(schedule.rate > 0) || !std::isfinite(schedule.rate)) {
    return absl::InvalidArgumentError(
        absl::StrCat(path, ".rate is ", schedule.rate, ", wanted is above 0"));
  }
  if (!(schedule.last_share >= 0 && schedule.last_share <= 1)) {
    return absl::InvalidArgumentError(absl::StrCat(
        path, ".last_share is ", schedule.last_share, ", wanted is 0 to 1"));
  }
  return absl::OkStatus();
}

}  // namespace customer2vec::nn
