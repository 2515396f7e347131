#include "trainer/models/logistic/choose_l2.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "core/base/status_matchers.h"
#include "trainer/models/logistic/binary_metrics.h"
#include "trainer/models/logistic/logistic_loss.h"
#include "trainer/models/logistic/logistic_test_util.h"
#include "trainer/models/logistic/stratified_folds.h"

namespace customer2vec {
namespace {

using ::testing::HasSubstr;

// One strength, by the plain way: a cold start for each fold.
double PlainHeldOutLoss(const TestCases& cases, double l2, uint64_t seed) {
  const std::vector<uint32_t> folds = StratifiedFolds(cases.labels, 4, seed);
  std::vector<double> probabilities(cases.labels.size());
  for (uint32_t fold = 0; fold < 4; ++fold) {
    const FoldRows rows = RowsOfFold(folds, fold);
    std::vector<uint8_t> labels;
    for (const uint32_t row : rows.training) {
      labels.push_back(cases.labels[row]);
    }
    const auto model =
        FitLogistic(cases.rows().Select(rows.training), labels, {.l2 = l2});
    for (const uint32_t row : rows.held_out) {
      double z;
      model->LogOdds(cases.rows().Select(std::vector<uint32_t>{row}),
                     std::span(&z, 1));
      probabilities[row] = Sigmoid(z);
    }
  }
  return MeanLogLoss(probabilities, cases.labels);
}

TEST(ChooseL2Test, TakesTheStrengthOfTheLowestHeldOutLoss) {
  const TestCases cases = MakeTestCases(200, 30, 1);
  C2V_ASSERT_OK_AND_ASSIGN(
      const TunedLogistic tuned,
      FitTunedLogistic(
          cases.rows(), cases.labels,
          {.strengths = {1e-4, 1000, 0.3}, .folds = 4, .seed = 9}));
  EXPECT_EQ(tuned.l2, 0.3);
  const double chosen = PlainHeldOutLoss(cases, 0.3, 9);
  EXPECT_NEAR(tuned.held_out_log_loss, chosen, 1e-4);
  EXPECT_LT(chosen, PlainHeldOutLoss(cases, 1e-4, 9));
  EXPECT_LT(chosen, PlainHeldOutLoss(cases, 1000, 9));
  EXPECT_GT(tuned.held_out_auc, 0.6);
}

TEST(ChooseL2Test, TheModelIsOfAllRowsAtThatStrength) {
  const TestCases cases = MakeTestCases(100, 5, 2);
  C2V_ASSERT_OK_AND_ASSIGN(const TunedLogistic tuned,
                           FitTunedLogistic(cases.rows(), cases.labels, {}));
  C2V_ASSERT_OK_AND_ASSIGN(
      const LogisticModel model,
      FitLogistic(cases.rows(), cases.labels, {.l2 = tuned.l2}));
  EXPECT_EQ(tuned.model.weights, model.weights);
  EXPECT_EQ(tuned.model.bias, model.bias);
}

// What has no law is best predicted by the base rate.
TEST(ChooseL2Test, NoiseGetsTheStrongestPenalty) {
  TestCases cases = MakeTestCases(150, 20, 3);
  for (size_t i = 0; i < 150; ++i) cases.labels[i] = i % 3 == 0;
  C2V_ASSERT_OK_AND_ASSIGN(const TunedLogistic tuned,
                           FitTunedLogistic(cases.rows(), cases.labels,
                                            {.strengths = {0.001, 0.1, 1000}}));
  EXPECT_EQ(tuned.l2, 1000);
}

TEST(ChooseL2Test, BalancedModelsAreJudgedAtTheBaseRate) {
  TestCases cases = MakeTestCases(400, 3, 4);
  C2V_ASSERT_OK_AND_ASSIGN(const TunedLogistic plain,
                           FitTunedLogistic(cases.rows(), cases.labels, {}));
  C2V_ASSERT_OK_AND_ASSIGN(
      const TunedLogistic balanced,
      FitTunedLogistic(cases.rows(), cases.labels, {.balance_classes = true}));
  EXPECT_NEAR(balanced.held_out_log_loss, plain.held_out_log_loss, 0.01);
  EXPECT_GT(balanced.model.bias, plain.model.bias);  // positives are the fewer
}

TEST(ChooseL2Test, SameSeedSameBytes) {
  const TestCases cases = MakeTestCases(100, 5, 2);
  const auto a = FitTunedLogistic(cases.rows(), cases.labels, {.seed = 3});
  const auto b = FitTunedLogistic(cases.rows(), cases.labels, {.seed = 3});
  EXPECT_EQ(a->held_out_log_loss, b->held_out_log_loss);
  EXPECT_EQ(a->model.weights, b->model.weights);
}

TEST(ChooseL2Test, DefaultStrengthsAreTwoADecade) {
  const std::vector<double> strengths = DefaultL2Strengths();
  EXPECT_EQ(strengths.size(), 13u);
  EXPECT_NEAR(strengths.front(), 1e-4, 1e-12);
  EXPECT_NEAR(strengths.back(), 100, 1e-9);
}

TEST(ChooseL2Test, RefusesTooFewOfAClass) {
  TestCases cases = MakeTestCases(10, 2, 1);
  cases.labels.assign(10, 0);
  cases.labels[3] = 1;
  EXPECT_THAT(FitTunedLogistic(cases.rows(), cases.labels, {}),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       HasSubstr("1 positive and 9 negative cases")));
}

}  // namespace
}  // namespace customer2vec
