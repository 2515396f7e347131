#include "trainer/models/logistic/logistic_loss.h"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "trainer/models/logistic/logistic_test_util.h"

namespace customer2vec {
namespace {

constexpr double kL2 = 0.3;

// The objective as the header writes it.
double PlainObjective(const TestCases& cases, const std::vector<double>& s,
                      const std::vector<double>& point) {
  double loss = 0, total = 0, squares = 0;
  const size_t d = cases.dimension;
  for (size_t i = 0; i < cases.labels.size(); ++i) {
    double z = point[d];
    for (size_t j = 0; j < d; ++j) z += cases.values[i * d + j] * point[j];
    const double y = cases.labels[i] ? 1 : -1;
    loss += s[i] * std::log(1 + std::exp(-y * z));
    total += s[i];
  }
  for (size_t j = 0; j < d; ++j) squares += point[j] * point[j];
  return loss / total + kL2 / 2 * squares;
}

class LogisticLossTest : public ::testing::Test {
 protected:
  LogisticLossTest() {
    for (size_t i = 0; i < cases_.labels.size(); ++i) {
      case_weights_.push_back(i % 3 == 0 ? 0 : 0.5 * (i % 4 + 1));
    }
    for (size_t j = 0; j <= cases_.dimension; ++j) {
      point_.push_back(0.7 - 0.2 * j);
    }
  }

  const TestCases cases_ = MakeTestCases(60, 6, 1);
  const DenseRows rows_ = cases_.rows();
  std::vector<double> case_weights_, point_;
};

TEST_F(LogisticLossTest, IsThePlainSum) {
  LogisticLoss loss(rows_, cases_.labels, case_weights_, kL2);
  EXPECT_NEAR(loss.MoveTo(point_),
              PlainObjective(cases_, case_weights_, point_), 1e-12);
  LogisticLoss unweighted(rows_, cases_.labels, {}, kL2);
  EXPECT_NEAR(unweighted.MoveTo(point_),
              PlainObjective(cases_, std::vector<double>(60, 1), point_),
              1e-12);
}

TEST_F(LogisticLossTest, GradientMatchesFiniteDifferences) {
  LogisticLoss loss(rows_, cases_.labels, case_weights_, kL2);
  loss.MoveTo(point_);
  std::vector<double> gradient(loss.size());
  loss.Gradient(gradient);
  const double h = 1e-5;
  for (size_t j = 0; j < loss.size(); ++j) {
    std::vector<double> up = point_, down = point_;
    up[j] += h;
    down[j] -= h;
    const double slope = (PlainObjective(cases_, case_weights_, up) -
                          PlainObjective(cases_, case_weights_, down)) /
                         (2 * h);
    EXPECT_NEAR(gradient[j], slope, 1e-9) << j;
  }
}

TEST_F(LogisticLossTest, HessianMatchesFiniteDifferencesOfTheGradient) {
  LogisticLoss loss(rows_, cases_.labels, case_weights_, kL2);
  const double h = 1e-5;
  std::vector<double> diagonal(loss.size());
  loss.MoveTo(point_);
  loss.HessianDiagonal(diagonal);
  for (size_t k = 0; k < loss.size(); ++k) {
    std::vector<double> unit(loss.size(), 0), column(loss.size());
    unit[k] = 1;
    loss.MoveTo(point_);
    loss.MultiplyHessian(unit, column);
    std::vector<double> up = point_, down = point_;
    up[k] += h;
    down[k] -= h;
    std::vector<double> gradient_up(loss.size()), gradient_down(loss.size());
    loss.MoveTo(up);
    loss.Gradient(gradient_up);
    loss.MoveTo(down);
    loss.Gradient(gradient_down);
    for (size_t j = 0; j < loss.size(); ++j) {
      EXPECT_NEAR(column[j], (gradient_up[j] - gradient_down[j]) / (2 * h),
                  1e-8)
          << j << "," << k;
    }
    EXPECT_NEAR(diagonal[k], column[k], 1e-12) << k;
  }
}

TEST_F(LogisticLossTest, HugeLogOddsDoNotOverflow) {
  LogisticLoss loss(rows_, cases_.labels, case_weights_, kL2);
  for (double& x : point_) x *= 1e6;
  EXPECT_TRUE(std::isfinite(loss.MoveTo(point_)));
  std::vector<double> gradient(loss.size());
  loss.Gradient(gradient);
  for (const double g : gradient) EXPECT_TRUE(std::isfinite(g));
}

TEST(SigmoidTest, IsTheLogisticFunctionAndSoftplusItsIntegral) {
  EXPECT_DOUBLE_EQ(Sigmoid(0), 0.5);
  EXPECT_NEAR(Sigmoid(2), 0.8807970779778823, 1e-15);
  EXPECT_NEAR(Sigmoid(-2), 1 - 0.8807970779778823, 1e-15);
  EXPECT_NEAR(Softplus(2), std::log(1 + std::exp(2.0)), 1e-15);
  EXPECT_EQ(Sigmoid(-1e9), 0);
  EXPECT_EQ(Sigmoid(1e9), 1);
  EXPECT_EQ(Softplus(1e9), 1e9);
  EXPECT_EQ(Softplus(-1e9), 0);
}

}  // namespace
}  // namespace customer2vec
