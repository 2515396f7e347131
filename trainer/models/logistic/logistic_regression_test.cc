#include "trainer/models/logistic/logistic_regression.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include "core/base/status_matchers.h"
#include "trainer/models/logistic/logistic_loss.h"
#include "trainer/models/logistic/logistic_test_util.h"

namespace customer2vec {
namespace {

using ::testing::HasSubstr;

// The plainest optimiser there is: many small steps down the gradient.
std::vector<double> GradientDescent(const TestCases& cases,
                                    const std::vector<double>& s, double l2) {
  const size_t d = cases.dimension;
  std::vector<double> point(d + 1, 0);
  double total = 0;
  for (const double weight : s) total += weight;
  for (int step = 0; step < 20000; ++step) {
    std::vector<double> gradient(d + 1, 0);
    for (size_t i = 0; i < cases.labels.size(); ++i) {
      double z = point[d];
      for (size_t j = 0; j < d; ++j) z += point[j] * cases.values[i * d + j];
      const double r =
          s[i] / total * (1 / (1 + std::exp(-z)) - cases.labels[i]);
      for (size_t j = 0; j < d; ++j) gradient[j] += r * cases.values[i * d + j];
      gradient[d] += r;
    }
    for (size_t j = 0; j < d; ++j) gradient[j] += l2 * point[j];
    for (size_t j = 0; j <= d; ++j) point[j] -= gradient[j];
  }
  return point;
}

TEST(LogisticRegressionTest, FindsThePlainOptimum) {
  const TestCases cases = MakeTestCases(80, 5, 2);
  for (const double l2 : {0.001, 0.1}) {
    SCOPED_TRACE(l2);
    C2V_ASSERT_OK_AND_ASSIGN(
        const LogisticModel model,
        FitLogistic(cases.rows(), cases.labels, {.l2 = l2, .tolerance = 1e-9}));
    EXPECT_TRUE(model.converged);
    const std::vector<double> plain =
        GradientDescent(cases, std::vector<double>(80, 1), l2);
    for (size_t j = 0; j < 5; ++j) {
      EXPECT_NEAR(model.weights[j], plain[j], 1e-7) << j;
    }
    EXPECT_NEAR(model.bias, plain[5], 1e-7);
  }
}

TEST(LogisticRegressionTest, BalancedClassesWeighTheSame) {
  const TestCases cases = MakeTestCases(80, 5, 2);
  const double positive =
      std::count(cases.labels.begin(), cases.labels.end(), 1);
  std::vector<double> s;
  for (const uint8_t label : cases.labels) {
    s.push_back(label ? 1 / positive : 1 / (80 - positive));
  }
  C2V_ASSERT_OK_AND_ASSIGN(
      const LogisticModel model,
      FitLogistic(cases.rows(), cases.labels,
                  {.l2 = 0.1, .balance_classes = true, .tolerance = 1e-9}));
  const std::vector<double> plain = GradientDescent(cases, s, 0.1);
  EXPECT_NEAR(model.weights[0], plain[0], 1e-7);
  EXPECT_NEAR(model.bias, plain[5], 1e-7);
}

// One feature, 0 or 1, next to no penalty: the log-odds of each group are those
// of its counts.
TEST(LogisticRegressionTest, ReproducesGroupRates) {
  std::vector<float> values;
  std::vector<uint8_t> labels;
  const auto add = [&](float x, int positive, int negative) {
    values.insert(values.end(), positive + negative, x);
    labels.insert(labels.end(), positive, 1);
    labels.insert(labels.end(), negative, 0);
  };
  add(0, 10, 30);
  add(1, 40, 20);
  C2V_ASSERT_OK_AND_ASSIGN(
      const LogisticModel model,
      FitLogistic(DenseRows(values, 1), labels, {.l2 = 1e-9}));
  EXPECT_NEAR(model.bias, std::log(10.0 / 30), 1e-5);
  EXPECT_NEAR(model.bias + model.weights[0], std::log(40.0 / 20), 1e-5);
}

TEST(LogisticRegressionTest, SparseRowsGiveTheSameModel) {
  TestCases cases = MakeTestCases(70, 8, 3);
  for (size_t i = 0; i < cases.values.size(); i += 3) cases.values[i] = 0;
  const SparseArrays arrays = ToSparse(cases.rows());
  const SparseRows sparse(arrays.offsets, arrays.columns, arrays.values, 8);
  C2V_ASSERT_OK_AND_ASSIGN(const LogisticModel a,
                           FitLogistic(cases.rows(), cases.labels, {}));
  C2V_ASSERT_OK_AND_ASSIGN(const LogisticModel b,
                           FitLogistic(sparse, cases.labels, {}));
  for (size_t j = 0; j < 8; ++j) EXPECT_NEAR(a.weights[j], b.weights[j], 1e-9);
}

TEST(LogisticRegressionTest, AStartNearByNeedsFewerStepsToTheSameEnd) {
  const TestCases cases = MakeTestCases(200, 10, 4);
  const LogisticOptions options = {.l2 = 1e-4, .tolerance = 1e-8};
  C2V_ASSERT_OK_AND_ASSIGN(const LogisticModel cold,
                           FitLogistic(cases.rows(), cases.labels, options));
  C2V_ASSERT_OK_AND_ASSIGN(
      const LogisticModel near,
      FitLogistic(cases.rows(), cases.labels, {.l2 = 2e-4}));
  C2V_ASSERT_OK_AND_ASSIGN(
      const LogisticModel warm,
      FitLogistic(cases.rows(), cases.labels, options, &near));
  EXPECT_LT(warm.steps, cold.steps);
  for (size_t j = 0; j < 10; ++j) {
    EXPECT_NEAR(warm.weights[j], cold.weights[j], 1e-4);
  }
}

// More features than cases, and classes that a plane separates: the penalty
// alone keeps the weights finite.
TEST(LogisticRegressionTest, ConvergesOnSeparableCases) {
  const TestCases cases = MakeTestCases(30, 60, 5);
  C2V_ASSERT_OK_AND_ASSIGN(
      const LogisticModel model,
      FitLogistic(cases.rows(), cases.labels, {.l2 = 1e-4}));
  EXPECT_TRUE(model.converged);
  EXPECT_LT(model.steps, 30);
  std::vector<double> log_odds(30);
  model.LogOdds(cases.rows(), log_odds);
  for (size_t i = 0; i < 30; ++i) EXPECT_EQ(log_odds[i] > 0, cases.labels[i]);
}

TEST(LogisticRegressionTest, FeaturesOfDifferentUnitsConverge) {
  TestCases cases = MakeTestCases(300, 4, 6);
  for (size_t i = 0; i < 300; ++i) {
    cases.values[i * 4] *= 1000;
    cases.values[i * 4 + 1] *= 0.001F;
  }
  C2V_ASSERT_OK_AND_ASSIGN(
      const LogisticModel model,
      FitLogistic(cases.rows(), cases.labels, {.l2 = 1e-6}));
  EXPECT_TRUE(model.converged);
}

TEST(LogisticRegressionTest, AllZeroFeaturesLeaveTheBaseRate) {
  const std::vector<float> values(8, 0);
  const std::vector<uint8_t> labels = {1, 0, 0, 0};
  C2V_ASSERT_OK_AND_ASSIGN(const LogisticModel model,
                           FitLogistic(DenseRows(values, 2), labels, {}));
  EXPECT_TRUE(model.converged);
  EXPECT_NEAR(model.bias, std::log(1.0 / 3), 1e-12);
  EXPECT_EQ(model.weights, (std::vector<double>{0, 0}));
}

TEST(LogisticRegressionTest, RefusesWhatCannotBeLearned) {
  const std::vector<float> values = {1, 2, 3};
  const DenseRows rows(values, 1);
  constexpr auto kInvalid = absl::StatusCode::kInvalidArgument;
  EXPECT_THAT(FitLogistic(rows, std::vector<uint8_t>{1, 0}, {}),
              StatusIs(kInvalid, HasSubstr("3 rows but 2 labels")));
  EXPECT_THAT(FitLogistic(rows, std::vector<uint8_t>{1, 1, 1}, {}),
              StatusIs(kInvalid, HasSubstr("one class")));
  EXPECT_THAT(FitLogistic(rows, std::vector<uint8_t>{0, 0, 0}, {}),
              StatusIs(kInvalid, HasSubstr("one class")));
  EXPECT_THAT(FitLogistic(rows, std::vector<uint8_t>{0, 1, 0}, {.l2 = 0}),
              StatusIs(kInvalid, HasSubstr("l2 is 0")));
  const std::vector<float> bad = {1, std::numeric_limits<float>::quiet_NaN(),
                                  3};
  EXPECT_THAT(FitLogistic(DenseRows(bad, 1), std::vector<uint8_t>{0, 1, 0}, {}),
              StatusIs(kInvalid, HasSubstr("not finite")));
}

}  // namespace
}  // namespace customer2vec
