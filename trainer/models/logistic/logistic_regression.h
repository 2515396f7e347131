// Binary logistic regression with an L2 penalty, on dense or sparse rows.
//
//   C2V_ASSIGN_OR_RETURN(LogisticModel model,
//                        FitLogistic(DenseRows(vectors, 128), labels,
//                                    {.l2 = 0.01}));
//   std::vector<double> log_odds(rows.size());
//   model.LogOdds(rows, log_odds);
//   double probability = Sigmoid(log_odds[0]);
//
// The objective is that of logistic_loss.h: a mean loss, so that `l2` means the
// same for any number of cases. Minimised by Newton's method: each step solved
// by conjugate gradients with the Hessian's diagonal as preconditioner, as far
// as the step deserves, then halved until the objective falls enough (Nocedal
// and Wright 2006, algorithm 7.1). Several classes are the caller's
// one-versus-rest.
//
// Pure functions, one thread, the same bytes on each run; safe to call
// concurrently.

#ifndef CUSTOMER2VEC_TRAINER_MODELS_LOGISTIC_LOGISTIC_REGRESSION_H_
#define CUSTOMER2VEC_TRAINER_MODELS_LOGISTIC_LOGISTIC_REGRESSION_H_

#include <cstdint>
#include <span>
#include <vector>

#include "absl/status/statusor.h"
#include "trainer/models/logistic/feature_rows.h"

namespace customer2vec {

struct LogisticOptions {
  double l2 = 0.01;  // strength of the penalty, > 0
  // Counts positive and negative cases as equally many.
  bool balance_classes = false;
  // Ends when the gradient's norm is at most this share of its norm at zero
  // weights and the bias of the base rate. In (0, 1).
  double tolerance = 1e-6;
  int max_steps = 100;  // Newton steps
};

struct LogisticModel {
  std::vector<double> weights;  // d
  double bias = 0;
  double objective = 0;    // at the end
  int steps = 0;           // Newton steps taken
  bool converged = false;  // to the tolerance, within max_steps

  // log(p / (1 - p)) of each row. REQUIRES: log_odds.size() == rows.size(),
  // rows.dimension() == weights.size().
  void LogOdds(const FeatureRows& rows, std::span<double> log_odds) const;
};

// `labels`: 0 or 1 a row. `start`, where not null, is a model of the same
// dimension to start from, as of a near-by `l2`. INVALID_ARGUMENT when rows
// and labels differ in number, l2 is not a positive number, all labels are of
// one class, or a feature is not finite.
absl::StatusOr<LogisticModel> FitLogistic(const FeatureRows& rows,
                                          std::span<const uint8_t> labels,
                                          const LogisticOptions& options,
                                          const LogisticModel* start = nullptr);

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_TRAINER_MODELS_LOGISTIC_LOGISTIC_REGRESSION_H_
