// Chooses what serving needs, and measures what was chosen.
//
//   C2V_ASSIGN_OR_RETURN(ServingParameters chosen,
//                        ChooseParameters(validation, config, progress));
//   C2V_ASSIGN_OR_RETURN(std::vector<v1::EvaluationFigure> figures,
//                        Measure(test, config, chosen, progress));
//
// Each trains on its cut's training baskets and ranks for its held-out ones.
// Choices are made on the validation cut alone:
//
//   decay               recall@10 of personal frequency, task "customer"
//   popularity_weight   hit_rate@20 of the first space's `next`, task "session"
//   discovery_weight    recall@10 of repeat_discovery, task "customer"
//
// in this order, each from the grid in measure.cc, ties to the first of it.
// What the configuration sets is not chosen.

#ifndef CUSTOMER2VEC_TRAINER_FIT_MEASURE_H_
#define CUSTOMER2VEC_TRAINER_FIT_MEASURE_H_

#include <vector>

#include "absl/status/statusor.h"
#include "customer2vec/v1/manifest.pb.h"
#include "customer2vec/v1/training_config.pb.h"
#include "trainer/evaluation/cut.h"
#include "trainer/fit/fitted_models.h"

namespace customer2vec {

// The parameters that `config` sets, and the defaults of the others.
ServingParameters ConfiguredParameters(const v1::TrainingConfig& config);

// REQUIRES: the cut holds out at least one basket.
absl::StatusOr<ServingParameters> ChooseParameters(
    const Cut& validation, const v1::TrainingConfig& config,
    const ProgressLine& progress);

// Figures of every servable on both tasks; spaces rank sessions by `next`, and
// once more by `similar` under the task "session_similar", which shows what the
// difference is worth.
absl::StatusOr<std::vector<v1::EvaluationFigure>> Measure(
    const Cut& test, const v1::TrainingConfig& config,
    const ServingParameters& parameters, const ProgressLine& progress);

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_TRAINER_FIT_MEASURE_H_
