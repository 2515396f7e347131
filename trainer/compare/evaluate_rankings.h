// Models that rank, over the runs of a protocol of lists.
//
// See evaluate_models.h; this is its part for the protocols whose answer is a
// list of items.

#ifndef CUSTOMER2VEC_TRAINER_COMPARE_EVALUATE_RANKINGS_H_
#define CUSTOMER2VEC_TRAINER_COMPARE_EVALUATE_RANKINGS_H_

#include "absl/status/statusor.h"
#include "trainer/compare/evaluate_models.h"

namespace customer2vec {

absl::StatusOr<v1::EvaluationReport> EvaluateRankings(
    const ShopData& data, const v1::TrainingConfig& config,
    const EvaluateOptions& options, const ProgressLine& progress);

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_TRAINER_COMPARE_EVALUATE_RANKINGS_H_
