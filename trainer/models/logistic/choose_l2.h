// Chooses the strength of a logistic regression's penalty by cross-validation
// within the training data, and learns with it.
//
//   C2V_ASSIGN_OR_RETURN(
//       TunedLogistic tuned,
//       FitTunedLogistic(rows, labels, {.folds = 5, .seed = 1}));
//   tuned.model; tuned.l2; tuned.held_out_auc;
//
// For each fold, models are learned on the others from the strongest penalty to
// the weakest, each from the one before. Chosen is the strength of the lowest
// mean log-loss over all held-out cases (log-loss and not AUC: it is smooth and
// also judges the probabilities). The figures at the chosen strength are
// slightly optimistic, as the choice saw them; measure a whole procedure by
// cross-validation around it (trainer/evaluation/outcome_evaluation.h).
//
// Pure; one thread; the same bytes for the same seed.

#ifndef CUSTOMER2VEC_TRAINER_MODELS_LOGISTIC_CHOOSE_L2_H_
#define CUSTOMER2VEC_TRAINER_MODELS_LOGISTIC_CHOOSE_L2_H_

#include <cstdint>
#include <span>
#include <vector>

#include "absl/status/statusor.h"
#include "trainer/models/logistic/feature_rows.h"
#include "trainer/models/logistic/logistic_regression.h"

namespace customer2vec {

// Two a decade from 1e-4 to 100.
std::vector<double> DefaultL2Strengths();

struct L2ChoiceOptions {
  std::vector<double> strengths = DefaultL2Strengths();  // > 0; at least one
  uint32_t folds = 5;                                    // >= 2
  uint64_t seed = 1;
  bool balance_classes = false;
};

struct TunedLogistic {
  LogisticModel model;  // of all rows, at `l2`
  double l2 = 0;
  // At `l2`: the mean over folds, and over the held-out cases of all of them.
  double held_out_auc = 0;
  double held_out_log_loss = 0;
};

// INVALID_ARGUMENT as FitLogistic(), or when a class has fewer cases than two:
// some fold would learn of one class only.
absl::StatusOr<TunedLogistic> FitTunedLogistic(const DenseRows& rows,
                                               std::span<const uint8_t> labels,
                                               const L2ChoiceOptions& options);

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_TRAINER_MODELS_LOGISTIC_CHOOSE_L2_H_
