#include "trainer/models/attribute_affinity/conditional_logit.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "core/base/random.h"

namespace customer2vec {
namespace {

using ::testing::Each;

// Cases whose chosen alternatives are drawn by softmax of `truth`.
ChoiceCases Drawn(const std::vector<double>& truth, int count, uint64_t seed) {
  Random random(seed);
  ChoiceCases cases(truth.size());
  for (int c = 0; c < count; ++c) {
    std::vector<std::vector<double>> rows(5);
    std::vector<double> p;
    for (std::vector<double>& x : rows) {
      double score = 0;
      for (const double weight : truth) {
        // Features of different sizes: the first is ten times the others.
        x.push_back(random.Normal() * (x.empty() ? 10 : 1) + 3);
        score += weight * x.back();
      }
      p.push_back(std::exp(score) + (p.empty() ? 0 : p.back()));
    }
    const double at = random.Uniform() * p.back();
    const size_t chosen = std::upper_bound(p.begin(), p.end(), at) - p.begin();
    for (size_t i = 0; i < rows.size(); ++i) {
      cases.AddAlternative(rows[i], i == chosen || (c % 5 == 0 && i == 0));
    }
    cases.EndCase();
  }
  return cases;
}

TEST(ConditionalLogitTest, GradientIsThatOfTheLoss) {
  const ChoiceCases cases = Drawn({0.1, -1, 0.5}, 40, 3);
  const std::vector<double> scale = {8, 1.2, 0.7};
  std::vector<double> weights = {0.3, -0.2, 0.9};
  std::vector<double> gradient(3), unused(3);
  ConditionalLogitLoss(cases, scale, weights, 0.7, gradient);
  for (size_t j = 0; j < 3; ++j) {
    constexpr double kStep = 1e-5;
    const double at = weights[j];
    weights[j] = at + kStep;
    const double above =
        ConditionalLogitLoss(cases, scale, weights, 0.7, unused);
    weights[j] = at - kStep;
    const double below =
        ConditionalLogitLoss(cases, scale, weights, 0.7, unused);
    weights[j] = at;
    EXPECT_NEAR(gradient[j], (above - below) / (2 * kStep), 1e-5);
  }
}

TEST(ConditionalLogitTest, EndsWhereTheGradientIsZero) {
  const ChoiceCases cases = Drawn({0.1, -1, 0.5}, 200, 4);
  const std::vector<double> weights = FitConditionalLogit(cases, {.l2 = 0.1});
  // At l2 near 0 the scale does not matter.
  std::vector<double> gradient(3);
  const std::vector<double> plain = FitConditionalLogit(cases, {.l2 = 1e-9});
  ConditionalLogitLoss(cases, std::vector<double>{1, 1, 1}, plain, 0, gradient);
  for (const double g : gradient) EXPECT_NEAR(g, 0, 0.05);
  EXPECT_NEAR(weights[1], plain[1], 0.05);
}

TEST(ConditionalLogitTest, FindsTheWeightsThatDrewTheChoices) {
  const std::vector<double> truth = {0.1, -1, 0.5};
  Random random(9);
  ChoiceCases cases(3);
  for (int c = 0; c < 4000; ++c) {
    std::vector<std::vector<double>> rows(4);
    std::vector<double> noisy;
    for (std::vector<double>& x : rows) {
      for (int j = 0; j < 3; ++j) x.push_back(random.Normal());
      // Gumbel noise makes the greatest a draw by softmax.
      noisy.push_back(truth[0] * x[0] + truth[1] * x[1] + truth[2] * x[2] -
                      std::log(-std::log(random.Uniform())));
    }
    const auto best = std::max_element(noisy.begin(), noisy.end());
    for (size_t i = 0; i < rows.size(); ++i) {
      cases.AddAlternative(rows[i], noisy.begin() + i == best);
    }
    cases.EndCase();
  }
  const std::vector<double> weights = FitConditionalLogit(cases, {.l2 = 1});
  for (size_t j = 0; j < 3; ++j) EXPECT_NEAR(weights[j], truth[j], 0.08);
}

TEST(ConditionalLogitTest, AFeatureThatNeverDiffersWeighsNothing) {
  ChoiceCases cases(2);
  for (int c = 0; c < 20; ++c) {
    cases.AddAlternative(std::vector<double>{5, 1}, c % 3 != 0);
    cases.AddAlternative(std::vector<double>{5, 0}, c % 3 == 0);
    cases.EndCase();
  }
  const std::vector<double> weights = FitConditionalLogit(cases, {});
  EXPECT_NEAR(weights[0], 0, 1e-9);
  EXPECT_GT(weights[1], 0.3);
}

TEST(ChoiceCasesTest, DropsWhatTeachesNothing) {
  ChoiceCases cases(1);
  cases.AddAlternative(std::vector<double>{1}, false);
  cases.AddAlternative(std::vector<double>{2}, false);
  cases.EndCase();
  cases.AddAlternative(std::vector<double>{3}, true);
  cases.EndCase();
  EXPECT_EQ(cases.size(), 0u);
  EXPECT_EQ(cases.row_count(), 0u);
  EXPECT_THAT(FitConditionalLogit(cases, {}), Each(0));
  cases.AddAlternative(std::vector<double>{4}, true);
  cases.AddAlternative(std::vector<double>{5}, false);
  cases.EndCase();
  ASSERT_EQ(cases.size(), 1u);
  EXPECT_EQ(cases.Row(0)[0], 4);
  EXPECT_TRUE(cases.IsChosen(0));
  EXPECT_FALSE(cases.IsChosen(1));
}

}  // namespace
}  // namespace customer2vec
