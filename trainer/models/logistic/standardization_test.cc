#include "trainer/models/logistic/standardization.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <vector>

namespace customer2vec {
namespace {

using ::testing::Each;
using ::testing::ElementsAre;

TEST(StandardizationTest, BringsFeaturesToMeanZeroAndDeviationOne) {
  std::vector<float> values = {1, 100, 3, 300, 5, 800};
  const Standardization standard = Standardization::Of(DenseRows(values, 2));
  EXPECT_THAT(standard.means, ElementsAre(3, 400));
  EXPECT_FLOAT_EQ(standard.scales[0], 1 / std::sqrt(8.0F / 3));
  standard.Apply(values);
  for (size_t j = 0; j < 2; ++j) {
    double sum = 0, squares = 0;
    for (size_t i = 0; i < 3; ++i) {
      sum += values[i * 2 + j];
      squares += values[i * 2 + j] * values[i * 2 + j];
    }
    EXPECT_NEAR(sum, 0, 1e-6);
    EXPECT_NEAR(squares / 3, 1, 1e-6);
  }
}

TEST(StandardizationTest, AConstantFeatureBecomesZero) {
  std::vector<float> values(1000, 0.1F);
  const Standardization standard = Standardization::Of(DenseRows(values, 1));
  EXPECT_THAT(standard.scales, ElementsAre(0));
  standard.Apply(values);
  EXPECT_THAT(values, Each(0));
}

TEST(StandardizationTest, ALargeMeanDoesNotDrownTheSpread) {
  std::vector<float> values = {1e6F - 1, 1e6F + 1};
  EXPECT_THAT(Standardization::Of(DenseRows(values, 1)).scales, ElementsAre(1));
}

TEST(StandardizationTest, IsOfTheSelectedRows) {
  const std::vector<float> values = {1, 3, 1000};
  const std::vector<uint32_t> rows = {0, 1};
  EXPECT_THAT(Standardization::Of(DenseRows(values, 1).Select(rows)).means,
              ElementsAre(2));
}

TEST(StandardizationTest, NoRowsGiveZeros) {
  const Standardization standard =
      Standardization::Of(DenseRows(std::vector<float>{}, 3));
  EXPECT_THAT(standard.means, ElementsAre(0, 0, 0));
  EXPECT_THAT(standard.scales, ElementsAre(0, 0, 0));
}

}  // namespace
}  // namespace customer2vec
