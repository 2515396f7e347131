#include "trainer/nn/loss_watch.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>

#include "core/base/status_matchers.h"

namespace customer2vec::nn {
namespace {

using ::testing::HasSubstr;

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
constexpr double kInfinity = std::numeric_limits<double>::infinity();

TEST(LossWatchTest, ALossThatFallsOrRisesALittleIsFine) {
  LossWatch watch;
  EXPECT_THAT(watch.Check(0, 8, 3), IsOk());
  EXPECT_THAT(watch.Check(1, 2, 1000), IsOk());
  EXPECT_THAT(watch.Check(2, 100, 3), IsOk());
}

TEST(LossWatchTest, ALossThatIsNotANumberIsNamed) {
  LossWatch watch;
  EXPECT_THAT(watch.Check(17, kNan, 3),
              StatusIs(absl::StatusCode::kFailedPrecondition,
                       HasSubstr("diverged at step 17: the loss is nan")));
}

TEST(LossWatchTest, AGradientThatIsNotFiniteIsNamed) {
  LossWatch watch;
  EXPECT_THAT(watch.Check(5, 3, kInfinity),
              StatusIs(absl::StatusCode::kFailedPrecondition,
                       HasSubstr("step 5: the gradient's norm is inf")));
}

TEST(LossWatchTest, AnExplosionIsMeasuredByTheFirstLoss) {
  LossWatch watch;
  EXPECT_THAT(watch.Check(0, 8, 3), IsOk());
  EXPECT_THAT(watch.Check(1, 159, 3), IsOk());
  EXPECT_THAT(watch.Check(2, 161, 3),
              StatusIs(absl::StatusCode::kFailedPrecondition,
                       HasSubstr("step 2: the loss is 161, more than 20 times "
                                 "what it was at first; lower the learning "
                                 "rate")));
}

TEST(LossWatchTest, ASmallFirstLossCountsAsOne) {
  LossWatch watch;
  EXPECT_THAT(watch.Check(0, 0.01, 3), IsOk());
  EXPECT_THAT(watch.Check(1, 19, 3), IsOk());
  EXPECT_FALSE(watch.Check(2, 21, 3).ok());
}

}  // namespace
}  // namespace customer2vec::nn
