// Spaces and look-alike models, by how well what they know of customers tells
// outcomes.
//
// See evaluate_models.h; this is its part for the protocol outcome_prediction.
// A space gives its customers' vectors, a look-alike model the features that it
// is configured with. Spaces learn from all baskets and from no label;
// everything that learns from labels sees the training folds only. All models
// meet the same customers and folds.

#ifndef CUSTOMER2VEC_TRAINER_COMPARE_EVALUATE_OUTCOMES_H_
#define CUSTOMER2VEC_TRAINER_COMPARE_EVALUATE_OUTCOMES_H_

#include "absl/status/statusor.h"
#include "trainer/compare/evaluate_models.h"

namespace customer2vec {

absl::StatusOr<v1::EvaluationReport> EvaluateOutcomes(
    const ShopData& data, const v1::TrainingConfig& config,
    const EvaluateOptions& options, const ProgressLine& progress);

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_TRAINER_COMPARE_EVALUATE_OUTCOMES_H_
