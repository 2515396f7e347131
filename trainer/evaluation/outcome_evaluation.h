// How well features predict a yes-or-no outcome: repeated stratified
// cross-validation of a tuned logistic regression.
//
//   const std::vector<FeatureSet> sets = {{"hand-crafted", a, 339},
//                                         {"joined", b, 539}};
//   C2V_ASSIGN_OR_RETURN(const std::vector<OutcomeScores> scores,
//                        EvaluateOutcome(sets, labels, {.repeats = 5}));
//   scores[0].auc.mean;                       // with .half_width for 95 %
//   Estimate gain = PairedDifference(scores[1].fold_aucs, scores[0].fold_aucs,
//                                    /*folds=*/5);
//
// Everything that learns sees the training folds only: standardisation, the
// choice of the penalty (a cross-validation within them), and the weights. All
// feature sets meet the same folds, so differences are paired.
//
// Folds share most of their training data, so their scores are not independent:
// intervals are those of the corrected resampled t-test (Nadeau and Bengio
// 2003), variance * (1 / scores + 1 / (folds - 1)).
//
// Deterministic for a seed; threads take folds, and change nothing.

#ifndef CUSTOMER2VEC_TRAINER_EVALUATION_OUTCOME_EVALUATION_H_
#define CUSTOMER2VEC_TRAINER_EVALUATION_OUTCOME_EVALUATION_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "trainer/models/logistic/choose_l2.h"

namespace customer2vec {

// Row-major features of all cases.
struct FeatureSet {
  std::string name;
  std::span<const float> values;
  size_t dimension = 0;
};

struct OutcomeEvaluationOptions {
  uint32_t repeats = 5;  // >= 1
  uint32_t folds = 5;    // >= 2
  uint64_t seed = 1;     // of the assignment to folds
  size_t threads = 1;
  // Of the choice within each training fold.
  uint32_t inner_folds = 5;
  std::vector<double> l2_strengths = DefaultL2Strengths();
};

// A mean of fold scores; 95 % of such intervals hold what is estimated.
struct Estimate {
  double mean = 0;
  double standard_error = 0;
  double half_width = 0;  // of the 95 % interval
};

struct OutcomeScores {
  std::string name;
  std::vector<double> fold_aucs;  // repeats * folds
  std::vector<double> fold_log_losses;
  Estimate auc;
  double log_loss = 0;           // over all held-out cases
  double calibration_error = 0;  // of ten bins, the same
};

// One for each set. INVALID_ARGUMENT when sets and labels differ in number, or
// a class has too few cases for the folds.
absl::StatusOr<std::vector<OutcomeScores>> EvaluateOutcome(
    std::span<const FeatureSet> sets, std::span<const uint8_t> labels,
    const OutcomeEvaluationOptions& options);

// Mean and interval of scores of repeated cross-validation. REQUIRES: at least
// two scores.
Estimate EstimateOf(std::span<const double> scores, uint32_t folds);

// Of a - b, fold by fold. REQUIRES: equal lengths.
Estimate PairedDifference(std::span<const double> a, std::span<const double> b,
                          uint32_t folds);

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_TRAINER_EVALUATION_OUTCOME_EVALUATION_H_
