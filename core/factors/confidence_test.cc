#include "core/factors/confidence.h"

#include <gtest/gtest.h>

namespace customer2vec {
namespace {

TEST(Confidence, ScalesCounts) {
  const Confidence linear{.alpha = 10};
  EXPECT_FLOAT_EQ(linear.Extra(3), 30);
  const Confidence log{.alpha = 10, .scale = v1::CONFIDENCE_SCALE_LOG};
  EXPECT_FLOAT_EQ(log.Extra(1), 10);
  EXPECT_FLOAT_EQ(log.Extra(3), 20);
  const Confidence binary{.alpha = 10, .scale = v1::CONFIDENCE_SCALE_BINARY};
  EXPECT_FLOAT_EQ(binary.Extra(0.5), 10);
  for (const Confidence& each : {linear, log, binary}) {
    EXPECT_EQ(each.Extra(0), 0);
  }
}

TEST(Regularization, GrowsWithConfidence) {
  const Regularization plain{.weight = 2, .mean_confidence = 50};
  EXPECT_FLOAT_EQ(plain.Of(500), 2);
  const Regularization scaled{
      .weight = 2, .exponent = 0.5, .mean_confidence = 50};
  EXPECT_FLOAT_EQ(scaled.Of(50), 2);
  EXPECT_FLOAT_EQ(scaled.Of(200), 4);
}

}  // namespace
}  // namespace customer2vec
