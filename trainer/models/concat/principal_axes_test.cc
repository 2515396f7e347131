#include "trainer/models/concat/principal_axes.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "core/base/random.h"
#include "core/base/status_macros.h"
#include "core/base/status_matchers.h"

namespace customer2vec {
namespace {

using ::testing::HasSubstr;

// Rows along three orthogonal directions, with deviations 3, 1 and 0.2, around
// a point that is not the origin.
std::vector<float> Spread(size_t count) {
  const double a[] = {1 / std::sqrt(2.0), 1 / std::sqrt(2.0), 0};
  const double b[] = {1 / std::sqrt(2.0), -1 / std::sqrt(2.0), 0};
  const double c[] = {0, 0, 1};
  Random random(1);
  std::vector<float> rows;
  for (size_t i = 0; i < count; ++i) {
    const double x = 3 * random.Normal();
    const double y = random.Normal() + 5;
    const double z = 0.2 * random.Normal();
    for (int j = 0; j < 3; ++j) {
      rows.push_back(static_cast<float>(x * a[j] + y * b[j] + z * c[j]));
    }
  }
  return rows;
}

TEST(PrincipalAxesTest, AxesAreAroundTheOrigin) {
  C2V_ASSERT_OK_AND_ASSIGN(const PrincipalAxes axes,
                           FindPrincipalAxes(Spread(20000), 3));
  // Mean squares: 1 + 5^2 along b, 9 along a, .04 along c. 1,500 rows are
  // looked at, so that squares are off by .3 and axes by .02 rad; three times
  // that.
  EXPECT_NEAR(axes.variances[0], 26, 1);
  EXPECT_NEAR(axes.variances[1], 9, 1);
  EXPECT_NEAR(axes.variances[2], .04, 0.01);
  EXPECT_NEAR(std::abs(axes.Axis(0)[0]), 1 / std::sqrt(2.0), 0.06);
  EXPECT_NEAR(axes.Axis(0)[0], -axes.Axis(0)[1], 0.12);
  EXPECT_NEAR(axes.Axis(1)[0], 1 / std::sqrt(2.0), 0.06);
  EXPECT_NEAR(axes.Axis(1)[1], 1 / std::sqrt(2.0), 0.06);
  EXPECT_NEAR(axes.Axis(2)[2], 1, 0.02);
}

TEST(PrincipalAxesTest, AxesAreOrthonormal) {
  Random random(2);
  std::vector<float> rows;
  for (int i = 0; i < 50 * 8; ++i) {
    rows.push_back(static_cast<float>(random.Normal() * (1 + i % 8)));
  }
  C2V_ASSERT_OK_AND_ASSIGN(const PrincipalAxes axes,
                           FindPrincipalAxes(rows, 8));
  for (size_t i = 0; i < 8; ++i) {
    if (i > 0) {
      EXPECT_LE(axes.variances[i], axes.variances[i - 1] + 1e-4);
    }
    for (size_t j = 0; j < 8; ++j) {
      double dot = 0;
      for (size_t k = 0; k < 8; ++k) dot += axes.Axis(i)[k] * axes.Axis(j)[k];
      EXPECT_NEAR(dot, i == j ? 1 : 0, 1e-5);
    }
  }
}

TEST(PrincipalAxesTest, TooFewRowsAreRefused) {
  EXPECT_THAT(
      FindPrincipalAxes(std::vector<float>(6), 3),
      StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("there are 2")));
  EXPECT_THAT(FindPrincipalAxes(std::vector<float>(10), 3),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       HasSubstr("principal axes of 3 dimensions")));
}

}  // namespace
}  // namespace customer2vec
