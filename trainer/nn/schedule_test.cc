#include "trainer/nn/schedule.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "core/base/status_matchers.h"

namespace customer2vec::nn {
namespace {

TEST(ScheduleTest, AConstantRateStays) {
  const Schedule schedule{.rate = 0.5};
  EXPECT_EQ(schedule.At(0, 100), 0.5);
  EXPECT_EQ(schedule.At(99, 100), 0.5);
}

TEST(ScheduleTest, TheWarmUpRisesToTheRate) {
  const Schedule schedule{.rate = 0.5, .warmup_steps = 10};
  EXPECT_DOUBLE_EQ(schedule.At(0, 100), 0.05);
  EXPECT_DOUBLE_EQ(schedule.At(4, 100), 0.25);
  EXPECT_DOUBLE_EQ(schedule.At(9, 100), 0.5);
  EXPECT_DOUBLE_EQ(schedule.At(10, 100), 0.5);
}

TEST(ScheduleTest, ALinearRateFallsEvenly) {
  const Schedule schedule{.rate = 1,
                          .warmup_steps = 20,
                          .shape = Schedule::Shape::kLinear,
                          .last_share = 0.2};
  EXPECT_DOUBLE_EQ(schedule.At(20, 120), 1);
  EXPECT_DOUBLE_EQ(schedule.At(70, 120), 0.6);
  EXPECT_DOUBLE_EQ(schedule.At(120, 120), 0.2);
}

TEST(ScheduleTest, ACosineIsHalfWayInTheMiddle) {
  const Schedule schedule{.rate = 1, .shape = Schedule::Shape::kCosine};
  EXPECT_DOUBLE_EQ(schedule.At(0, 100), 1);
  EXPECT_DOUBLE_EQ(schedule.At(50, 100), 0.5);
  EXPECT_NEAR(schedule.At(25, 100), (1 + std::sqrt(0.5)) / 2, 1e-12);
  EXPECT_NEAR(schedule.At(100, 100), 0, 1e-12);
}

TEST(ScheduleTest, AWarmUpLongerThanTheRunOnlyRises) {
  const Schedule schedule{.rate = 1, .warmup_steps = 100};
  EXPECT_DOUBLE_EQ(schedule.At(9, 10), 0.1);
}

TEST(ScheduleTest, ValuesOutOfRangeAreNamed) {
  EXPECT_THAT(CheckSchedule({}, "gru"), IsOk());
  EXPECT_THAT(CheckSchedule({.rate = 0}, "gru"),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       "gru.rate is 0, wanted is above 0"));
  EXPECT_THAT(
      CheckSchedule({.rate = std::numeric_limits<double>::quiet_NaN()}, "gru"),
      StatusIs(absl::StatusCode::kInvalidArgument,
               "gru.rate is nan, wanted is above 0"));
  EXPECT_THAT(CheckSchedule({.last_share = 1.5}, "gru"),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       "gru.last_share is 1.5, wanted is 0 to 1"));
}

}  // namespace
}  // namespace customer2vec::nn
