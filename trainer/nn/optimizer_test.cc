#include "trainer/nn/optimizer.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "core/base/status_matchers.h"
#include "core/nn/nn_test_util.h"

namespace customer2vec::nn {
namespace {

using ::testing::HasSubstr;

constexpr double kRate = 0.1;

// One number's steps by the formulas of the header.
struct PlainNumber {
  void Step(const OptimizerSettings& s, double g) {
    ++t;
    x -= kRate * s.weight_decay * x;
    switch (s.method) {
      case OptimizerMethod::kMomentum:
        m = s.momentum * m + g;
        x -= kRate * m;
        break;
      case OptimizerMethod::kAdagrad:
        v += g * g;
        x -= kRate * g / (std::sqrt(v) + s.epsilon);
        break;
      case OptimizerMethod::kAdam:
        m = s.beta1 * m + (1 - s.beta1) * g;
        v = s.beta2 * v + (1 - s.beta2) * g * g;
        x -= kRate * (m / (1 - std::pow(s.beta1, t))) /
             (std::sqrt(v / (1 - std::pow(s.beta2, t))) + s.epsilon);
        break;
    }
  }

  double x = 0, m = 0, v = 0;
  int t = 0;
};

class OptimizerTest : public ::testing::TestWithParam<OptimizerMethod> {
 protected:
  OptimizerSettings settings_{.method = GetParam(), .weight_decay = 0.01};
};

TEST_P(OptimizerTest, DenseStepsAreThoseOfTheFormulas) {
  constexpr size_t kSize = 5;
  Random random(1);
  AlignedVector<double> values = RandomNumbers<double>(kSize, random);
  std::vector<PlainNumber> plain(kSize);
  for (size_t j = 0; j < kSize; ++j) plain[j].x = values[j];
  DenseOptimizer<double> optimizer(settings_, kSize);
  for (int step = 0; step < 4; ++step) {
    const AlignedVector<double> gradient = RandomNumbers<double>(kSize, random);
    optimizer.Step(kRate, gradient, values);
    for (size_t j = 0; j < kSize; ++j) {
      plain[j].Step(settings_, gradient[j]);
      EXPECT_NEAR(values[j], plain[j].x, 1e-12);
    }
  }
}

// Row r is touched in each step that r + 1 divides.
TEST_P(OptimizerTest, RowsStepWhenTheyAreTouched) {
  constexpr size_t kRows = 4, kCols = 3;
  Random random(2);
  Matrix<double> table = RandomMatrix<double>(kRows, kCols, random);
  std::vector<PlainNumber> plain(kRows * kCols);
  for (size_t i = 0; i < plain.size(); ++i) plain[i].x = table.numbers()[i];
  RowOptimizer<double> optimizer(settings_, kRows, kCols);
  RowGradients<double> gradients(kRows, kCols);
  for (int step = 1; step < 8; ++step) {
    gradients.Clear();
    for (uint32_t row = 0; row < kRows; ++row) {
      if (step % (row + 1) != 0) continue;
      for (size_t j = 0; j < kCols; ++j) {
        const double g = gradients.Row(row)[j] = random.Normal();
        plain[row * kCols + j].Step(settings_, g);
      }
    }
    optimizer.Step(kRate, gradients, table.view());
  }
  for (size_t i = 0; i < plain.size(); ++i) {
    EXPECT_NEAR(table.numbers()[i], plain[i].x, 1e-12);
  }
}

TEST_P(OptimizerTest, ARestoredOneGoesOnAlike) {
  const std::vector<double> gradient = {1, -2};
  std::vector<double> values = {3, 4};
  DenseOptimizer<double> optimizer(settings_, 2);
  optimizer.Step(kRate, gradient, values);
  std::vector<double> restored_values = values;
  DenseOptimizer<double> restored(settings_, 2);
  ASSERT_THAT(restored.Restore(optimizer.steps(), optimizer.averages()),
              IsOk());
  optimizer.Step(kRate, gradient, values);
  restored.Step(kRate, gradient, restored_values);
  EXPECT_EQ(restored_values, values);
}

TEST_P(OptimizerTest, ARestoredRowOptimizerGoesOnAlike) {
  Matrix<double> table(2, 1), restored_table(2, 1);
  RowGradients<double> gradients(2, 1);
  gradients.Row(1)[0] = 3;
  RowOptimizer<double> optimizer(settings_, 2, 1), restored(settings_, 2, 1);
  optimizer.Step(kRate, gradients, table.view());
  restored_table = table;
  ASSERT_THAT(restored.Restore(optimizer.steps(), optimizer.averages()),
              IsOk());
  optimizer.Step(kRate, gradients, table.view());
  restored.Step(kRate, gradients, restored_table.view());
  EXPECT_EQ(restored_table.numbers(), table.numbers());
}

INSTANTIATE_TEST_SUITE_P(Methods, OptimizerTest,
                         ::testing::Values(OptimizerMethod::kMomentum,
                                           OptimizerMethod::kAdagrad,
                                           OptimizerMethod::kAdam));

TEST(OptimizerStateTest, AveragesOfAnotherNetworkAreRefused) {
  DenseOptimizer<float> adam({}, 3);
  using Averages = std::vector<AlignedVector<float>>;
  EXPECT_THAT(adam.Restore(1, Averages{{1, 2, 3}}),
              StatusIs(absl::StatusCode::kFailedPrecondition,
                       HasSubstr("1 arrays of 3 numbers, wanted are 2 of 3")));
  EXPECT_THAT(adam.Restore(1, Averages{{1, 2}, {3, 4}}),
              StatusIs(absl::StatusCode::kFailedPrecondition,
                       HasSubstr("2 arrays of 2 numbers, wanted are 2 of 3")));
  RowOptimizer<float> rows({}, 2, 1);
  EXPECT_THAT(rows.Restore(std::vector<uint32_t>{1}, Averages{{1, 2}, {3, 4}}),
              StatusIs(absl::StatusCode::kFailedPrecondition,
                       HasSubstr("of 1 rows, wanted are 2")));
}

TEST(CheckOptimizerTest, ValuesOutOfRangeAreNamed) {
  EXPECT_THAT(CheckOptimizer({}, "gru"), IsOk());
  EXPECT_THAT(CheckOptimizer({.beta1 = 1}, "gru"),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       "gru.beta1 is 1, wanted is 0 to below 1"));
  EXPECT_THAT(CheckOptimizer({.epsilon = 0}, "gru"),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       "gru.epsilon is 0, wanted is above 0"));
  EXPECT_THAT(CheckOptimizer({.weight_decay = -1}, "gru"),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       "gru.weight_decay is -1, wanted is at least 0"));
}

}  // namespace
}  // namespace customer2vec::nn
