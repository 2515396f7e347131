// `c2v-train evaluate`: learns any set of models and measures them by the
// configuration's protocol, over several seeds, without publishing anything.
//
//   C2V_RETURN_IF_ERROR(CompleteEvaluation(&config));
//   C2V_ASSIGN_OR_RETURN(
//       v1::EvaluationReport report,
//       EvaluateModels({data.corpus, data.catalogue, data.side}, config,
//                      {.data_root = "data"}, progress));
//   std::cout << ToMarkdown(report);
//
// Parameters that the configuration leaves open are chosen, for each seed, on
// validation cases of the protocol's own form, cut from what may be learned
// from; the test cases are looked at once.
//
// Deterministic with one thread.

#ifndef CUSTOMER2VEC_TRAINER_COMPARE_EVALUATE_MODELS_H_
#define CUSTOMER2VEC_TRAINER_COMPARE_EVALUATE_MODELS_H_

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "customer2vec/v1/evaluation_report.pb.h"
#include "customer2vec/v1/training_config.pb.h"
#include "trainer/fit/fitted_models.h"
#include "trainer/models/model_family.h"

namespace customer2vec {

struct EvaluateOptions {
  // Where relative paths of test files start; empty: the working directory.
  std::string data_root;
};

// CompleteConfig() (see fit.h), with the defaults of the protocol.
absl::Status CompleteEvaluation(v1::TrainingConfig* config);

// REQUIRES: CompleteEvaluation(). INVALID_ARGUMENT for a model that is not
// there or that the protocol cannot ask, and for test files of another form
// (with file and line); FAILED_PRECONDITION when there is no case to measure.
absl::StatusOr<v1::EvaluationReport> EvaluateModels(
    const ShopData& data, const v1::TrainingConfig& config,
    const EvaluateOptions& options, const ProgressLine& progress);

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_TRAINER_COMPARE_EVALUATE_MODELS_H_
