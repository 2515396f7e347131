#include "trainer/evaluation/outcome_evaluation.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "core/base/status_matchers.h"
#include "trainer/models/logistic/logistic_test_util.h"

namespace customer2vec {
namespace {

using ::testing::HasSubstr;
using ::testing::SizeIs;

class OutcomeEvaluationTest : public ::testing::Test {
 protected:
  OutcomeEvaluationTest() {
    Random random(9);
    for (size_t i = 0; i < cases_.labels.size() * 3; ++i) {
      noise_.push_back(static_cast<float>(random.Normal()));
    }
  }
  const TestCases cases_ = MakeTestCases(300, 4, 7);
  std::vector<float> noise_;
  const OutcomeEvaluationOptions options_ = {.repeats = 2,
                                             .l2_strengths = {0.001, 0.1, 10}};
};

TEST_F(OutcomeEvaluationTest, TellsInformationFromNoise) {
  const std::vector<FeatureSet> sets = {{"real", cases_.values, 4},
                                        {"noise", noise_, 3}};
  C2V_ASSERT_OK_AND_ASSIGN(const auto scores,
                           EvaluateOutcome(sets, cases_.labels, options_));
  ASSERT_THAT(scores, SizeIs(2));
  EXPECT_THAT(scores[0].fold_aucs, SizeIs(10));
  EXPECT_GT(scores[0].auc.mean, 0.72);
  EXPECT_NEAR(scores[1].auc.mean, 0.5, 0.08);
  EXPECT_LT(scores[0].log_loss, scores[1].log_loss);
  EXPECT_LT(scores[0].calibration_error, 0.08);
  const Estimate gain =
      PairedDifference(scores[0].fold_aucs, scores[1].fold_aucs, 5);
  EXPECT_NEAR(gain.mean, scores[0].auc.mean - scores[1].auc.mean, 1e-12);
  EXPECT_GT(gain.mean, gain.standard_error);
  EXPECT_GT(gain.half_width, 2 * gain.standard_error);
}

// Labels that follow the case's number alone: features of that kind must not
// help to tell a held-out case.
TEST_F(OutcomeEvaluationTest, WhatIsLearnedByHeartDoesNotCount) {
  std::vector<float> identity(60 * 60, 0);
  for (size_t i = 0; i < 60; ++i) identity[i * 60 + i] = 1;
  const std::vector<uint8_t> labels(cases_.labels.begin(),
                                    cases_.labels.begin() + 60);
  const std::vector<FeatureSet> sets = {{"identity", identity, 60}};
  C2V_ASSERT_OK_AND_ASSIGN(const auto scores,
                           EvaluateOutcome(sets, labels, options_));
  EXPECT_NEAR(scores[0].auc.mean, 0.5, 0.01);
}

TEST_F(OutcomeEvaluationTest, ThreadsChangeNothing) {
  const std::vector<FeatureSet> sets = {{"real", cases_.values, 4}};
  OutcomeEvaluationOptions threaded = options_;
  threaded.threads = 3;
  const auto one = EvaluateOutcome(sets, cases_.labels, options_);
  const auto three = EvaluateOutcome(sets, cases_.labels, threaded);
  EXPECT_EQ((*one)[0].fold_aucs, (*three)[0].fold_aucs);
}

TEST_F(OutcomeEvaluationTest, RefusesWhatCannotBeSplit) {
  const std::vector<FeatureSet> sets = {{"real", cases_.values, 4}};
  EXPECT_THAT(EvaluateOutcome(sets, std::vector<uint8_t>(300, 0), options_),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       HasSubstr("the rarer outcome has 0 cases")));
  EXPECT_THAT(EvaluateOutcome(sets, std::vector<uint8_t>(299, 0), options_),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       HasSubstr("1200 numbers for 299 cases")));
}

TEST(EstimateTest, IsTheCorrectedResampledT) {
  const std::vector<double> scores = {0.7, 0.8, 0.9, 0.8, 0.8};
  const Estimate estimate = EstimateOf(scores, 5);
  EXPECT_NEAR(estimate.mean, 0.8, 1e-12);
  // Variance .005, times 1 / 5 + 1 / 4; t of 4 degrees is 2.776.
  EXPECT_NEAR(estimate.standard_error, std::sqrt(0.005 * 0.45), 1e-12);
  EXPECT_NEAR(estimate.half_width / estimate.standard_error, 2.776, 0.01);
}

}  // namespace
}  // namespace customer2vec
