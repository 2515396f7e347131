#include "trainer/models/sgns/learning_rate.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>

#include "core/base/status_matchers.h"

namespace customer2vec {
namespace {

using ::testing::HasSubstr;

TEST(LearningRateTest, LinearFallsOverAllEpochs) {
  const LearningRate rate{.start = 0.5};
  EXPECT_DOUBLE_EQ(rate.At(1, 4, 0), 0.5);
  EXPECT_DOUBLE_EQ(rate.At(1, 4, 0.5), 0.5 * 7 / 8);
  EXPECT_DOUBLE_EQ(rate.At(3, 4, 0), 0.25);
  EXPECT_DOUBLE_EQ(rate.At(4, 4, 1), 0.5e-4) << "never 0";
}

TEST(LearningRateTest, ConstantStays) {
  const LearningRate rate{.schedule = RateSchedule::kConstant, .start = 0.1};
  EXPECT_EQ(rate.At(1, 3, 0), 0.1);
  EXPECT_EQ(rate.At(3, 3, 1), 0.1);
}

TEST(LearningRateTest, StepsAreByEpochAndTheLastGoesOn) {
  const LearningRate rate{.schedule = RateSchedule::kSteps,
                          .steps = {0.3, 0.2, 0.05}};
  EXPECT_EQ(rate.At(1, 5, 0.9), 0.3);
  EXPECT_EQ(rate.At(2, 5, 0), 0.2);
  EXPECT_EQ(rate.At(3, 5, 0), 0.05);
  EXPECT_EQ(rate.At(5, 5, 1), 0.05);
}

TEST(LearningRateTest, RatesOutOfRangeAreNamed) {
  EXPECT_THAT(CheckLearningRate({.start = 1}, "items"), IsOk());
  EXPECT_THAT(CheckLearningRate({.start = 0}, "items"),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       HasSubstr("items.learning_rate is 0")));
  const double nan = std::numeric_limits<double>::quiet_NaN();
  EXPECT_THAT(CheckLearningRate({.start = nan}, "items"),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("nan")));
  LearningRate steps{.schedule = RateSchedule::kSteps};
  EXPECT_THAT(CheckLearningRate(steps, "items"),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       HasSubstr("items.epoch_rates is empty")));
  steps.steps = {0.1, 2};
  EXPECT_THAT(CheckLearningRate(steps, "items"),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       HasSubstr("items.epoch_rates[1] is 2")));
}

}  // namespace
}  // namespace customer2vec
