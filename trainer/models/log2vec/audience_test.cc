#include "trainer/models/log2vec/audience.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/base/random.h"

namespace customer2vec {
namespace {

using ::testing::Each;
using ::testing::FloatNear;
using ::testing::Pointwise;

// Customers 0 and 1 point along x, 2 along y, 3 has no vector. Item 0 was taken
// by 0 and 1, item 1 by 2 and 3, item 2 by 3 alone.
class AudienceTest : public testing::Test {
 protected:
  AudienceTest() {
    histories_.offsets = {0, 1, 2, 3, 5};
    histories_.basket_counts = {1, 1, 1, 1};
    histories_.entries = {{0, 1, 0, 1, 0},
                          {0, 1, 0, 1, 0},
                          {1, 1, 0, 1, 0},
                          {1, 1, 0, 1, 0},
                          {2, 1, 0, 1, 0}};
  }

  Audience Make() const {
    return AudienceOf(vectors_, 2,
                      *CustomerHistories::Create(histories_.view(), 3), 3);
  }

  const std::vector<float> vectors_ = {2, 0, 3, 0, 0, 5, 0, 0};
  CustomerHistoriesArrays histories_;
};

TEST_F(AudienceTest, CustomersAreDirectionsLessTheirMean) {
  const std::vector<float> expected = {1 / 3.f,  -1 / 3.f, 1 / 3.f, -1 / 3.f,
                                       -2 / 3.f, 2 / 3.f,  0,       0};
  EXPECT_THAT(Make().customers, Pointwise(FloatNear(1e-6), expected));
}

TEST_F(AudienceTest, ItemsAreShrunkMeansOfThoseWhoTookThem) {
  const std::vector<float> expected = {
      2 / 3.f / 7, -2 / 3.f / 7, -2 / 3.f / 6, 2 / 3.f / 6, 0, 0};
  EXPECT_THAT(Make().input, Pointwise(FloatNear(1e-6), expected));
}

TEST_F(AudienceTest, OutputsSolveTheCovariance) {
  const Audience audience = Make();
  // By hand: S = mean of c c' + 0.1 * mean variance on the diagonal.
  double s[2][2] = {};
  for (int customer = 0; customer < 4; ++customer) {
    for (int i = 0; i < 2; ++i) {
      for (int j = 0; j < 2; ++j) {
        s[i][j] += audience.customers[2 * customer + i] *
                   audience.customers[2 * customer + j] / 4;
      }
    }
  }
  const double ridge = 0.1 * (s[0][0] + s[1][1]) / 2;
  s[0][0] += ridge;
  s[1][1] += ridge;
  for (int item = 0; item < 3; ++item) {
    for (int i = 0; i < 2; ++i) {
      EXPECT_NEAR(s[i][0] * audience.output[2 * item] +
                      s[i][1] * audience.output[2 * item + 1],
                  audience.input[2 * item + i], 1e-6);
    }
  }
}

TEST_F(AudienceTest, NoVectorsGiveZeros) {
  const std::vector<float> none(8);
  const Audience audience =
      AudienceOf(none, 2, *CustomerHistories::Create(histories_.view(), 3), 3);
  EXPECT_THAT(audience.customers, Each(0.0f));
  EXPECT_THAT(audience.input, Each(0.0f));
  EXPECT_THAT(audience.output, Each(0.0f));
}

}  // namespace
}  // namespace customer2vec
