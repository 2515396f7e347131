#include "trainer/nn/losses.h"

#include <gtest/gtest.h>

#include "core/nn/allocation_count.h"
#include "core/nn/nn_test_util.h"
#include "trainer/nn/gradient_check.h"

namespace customer2vec::nn {
namespace {

constexpr double kScale = 0.25;
const std::vector<uint32_t> kTargets = {2, 0, 4};

// `loss(scores, scale, gradient)` against finite differences, and in place.
template <typename Loss>
void CheckLoss(const Loss& loss) {
  Random random(1);
  Matrix<double> scores = RandomMatrix<double>(3, 5, random);
  Matrix<double> gradient(3, 5), ignored(3, 5);
  const double value = loss(scores.view(), kScale, gradient.view());
  ExpectGradient(scores.numbers(), gradient.numbers(), [&] {
    return kScale * loss(scores.view(), kScale, ignored.view());
  });
  Matrix<double> in_place = scores;
  EXPECT_EQ(loss(in_place.view(), kScale, in_place.view()), value);
  EXPECT_EQ(in_place.numbers(), gradient.numbers());
}

TEST(LossesTest, SoftmaxCrossEntropysGradient) {
  CheckLoss([](auto scores, double scale, auto gradient) {
    return SoftmaxCrossEntropy(scores, kTargets, scale, gradient);
  });
}

TEST(LossesTest, MultinomialCrossEntropysGradient) {
  Random random(2);
  Matrix<double> amounts = RandomMatrix<double>(3, 5, random);
  for (double& amount : amounts.numbers()) amount = std::abs(amount);
  CheckLoss([&](auto scores, double scale, auto gradient) {
    return MultinomialCrossEntropy(scores, amounts.view(), scale, gradient);
  });
}

TEST(LossesTest, BprMaxsGradient) {
  for (const double penalty : {0.0, 0.7}) {
    CheckLoss([&](auto scores, double scale, auto gradient) {
      return BprMax(scores, kTargets, penalty, scale, gradient);
    });
  }
}

TEST(LossesTest, SampledLogisticsGradient) {
  for (const double weight : {1.0, 0.3}) {
    CheckLoss([&](auto scores, double scale, auto gradient) {
      return SampledLogistic(scores, kTargets, weight, scale, gradient);
    });
  }
}

// Losses of outcomes, with weights and without.
template <typename Loss>
void CheckOutcomeLoss(const Loss& loss) {
  Random random(3);
  AlignedVector<double> scores = RandomNumbers<double>(4, random);
  const std::vector<double> labels = {0, 1, 0.3, 1}, weights = {1, 2, 0, 0.5};
  for (const std::vector<double>& given : {weights, std::vector<double>()}) {
    std::vector<double> gradient(4), ignored(4);
    loss(scores, labels, given, gradient);
    ExpectGradient(scores, gradient, [&] {
      return kScale * loss(scores, labels, given, ignored);
    });
  }
}

TEST(LossesTest, LogisticLosssGradient) {
  CheckOutcomeLoss([](const auto& scores, const auto& labels,
                      const auto& weights, std::span<double> gradient) {
    return LogisticLoss(scores, labels, weights, kScale, gradient);
  });
}

TEST(LossesTest, SquaredLosssGradient) {
  CheckOutcomeLoss([](const auto& scores, const auto& labels,
                      const auto& weights, std::span<double> gradient) {
    return SquaredLoss(scores, labels, weights, kScale, gradient);
  });
}

TEST(LossesTest, ValuesAreThoseOfTheFormulas) {
  Matrix<double> scores(1, 3), gradient(1, 3), amounts(1, 3);
  scores.numbers() = {2, 0, -1};
  amounts.numbers() = {3, 0, 1};
  const std::vector<uint32_t> target = {0};
  const double log_sum = std::log(std::exp(2) + 1 + std::exp(-1));
  EXPECT_NEAR(SoftmaxCrossEntropy(scores.view(), target, 1, gradient.view()),
              log_sum - 2, 1e-12);
  EXPECT_NEAR(MultinomialCrossEntropy(scores.view(), amounts.view(), 1,
                                      gradient.view()),
              4 * log_sum - 3 * 2 + 1, 1e-12);
  const double s1 = 1 / (1 + std::exp(-1.0)), s2 = 1 - s1;
  EXPECT_NEAR(BprMax(scores.view(), target, 0.5, 1, gradient.view()),
              -std::log(s1 * PlainSigmoid(2) + s2 * PlainSigmoid(3)) + 0.5 * s2,
              1e-12);
  EXPECT_NEAR(SampledLogistic(scores.view(), target, 0.4, 1, gradient.view()),
              -0.4 * std::log(PlainSigmoid(2)) - std::log(PlainSigmoid(0)) -
                  std::log(PlainSigmoid(1)),
              1e-12);
}

TEST(LossesTest, LargeScoresStayFinite) {
  Matrix<float> scores(1, 3), gradient(1, 3);
  scores.numbers() = {-2000, 0, 2000};
  const std::vector<uint32_t> target = {0};
  EXPECT_FLOAT_EQ(
      SoftmaxCrossEntropy(scores.view(), target, 1, gradient.view()), 4000);
  EXPECT_FLOAT_EQ(gradient(0, 0), -1);
  EXPECT_TRUE(
      std::isfinite(BprMax(scores.view(), target, 0.1, 1, gradient.view())));
  for (const float number : gradient.numbers()) {
    EXPECT_TRUE(std::isfinite(number));
  }
  EXPECT_FLOAT_EQ(SampledLogistic(scores.view(), target, 1, 1, gradient.view()),
                  4000 + std::log(2.0f));
  EXPECT_FLOAT_EQ(gradient(0, 0), -1);
}

TEST(LossesTest, NothingIsAllocated) {
  if (!kCountsAllocations) GTEST_SKIP() << "a sanitizer allocates";
  Matrix<float> scores(3, 500);
  EXPECT_EQ(AllocationsOf([&] {
              SoftmaxCrossEntropy(scores.view(), kTargets, 1, scores.view());
              BprMax(scores.view(), kTargets, 1, 1, scores.view());
              SampledLogistic(scores.view(), kTargets, 1, 1, scores.view());
            }),
            0);
}

}  // namespace
}  // namespace customer2vec::nn
