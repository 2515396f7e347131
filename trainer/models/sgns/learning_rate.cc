#include "trainer/models/sgns/learning_rate.h"

#include <algorithm>
#include <cstddef>

#include "absl/strings/str_cat.h"

namespace customer2vec {
namespace {

bool InRange(double rate) { return rate > 0 && rate <= 1; }

absl::Status Invalid(absl::string_view path, absl::string_view field,
                     double rate) {
  return absl::InvalidArgumentError(
      absl::StrCat(path, ".", field, " is ", rate, ": use a number in (0, 1]"));
}

}  // namespace

double LearningRate::At(int epoch, int epochs, double share) const {
  switch (schedule) {
    case RateSchedule::kConstant:
      return start;
    case RateSchedule::kSteps:
      return steps[std::min(static_cast<size_t>(epoch), steps.size()) - 1];
    case RateSchedule::kLinear:
      break;
  }
  const double done = (epoch - 1 + share) / epochs;
  return start * std::max(last_share, 1 - done);
}

LearningRate LearningRate::Scaled(double factor) const {
  LearningRate scaled = *this;
  scaled.start *= factor;
  for (double& step : scaled.steps) step *= factor;
  return scaled;
}

absl::Status CheckLearningRate(const LearningRate& rate,
                               absl::string_view path) {
  if (rate.schedule != RateSchedule::kSteps) {
    return InRange(rate.start) ? absl::OkStatus()
                               : Invalid(path, "learning_rate", rate.start);
  }
  if (rate.steps.empty()) {
    return absl::InvalidArgumentError(absl::StrCat(
        path, ".epoch_rates is empty: a schedule of steps needs a rate"));
  }
  for (size_t i = 0; i < rate.steps.size(); ++i) {
    if (InRange(rate.steps[i])) continue;
    return Invalid(path, absl::StrCat("epoch_rates[", i, "]"), rate.steps[i]);
  }
  return absl::OkStatus();
}

}  // namespace customer2vec
