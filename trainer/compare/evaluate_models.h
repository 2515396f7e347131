// `c2v-train evaluate`: learns any set of models and measures them on the same
// held-out cases, over several seeds, without publishing anything.
//
//   C2V_ASSIGN_OR_RETURN(
//       v1::EvaluationReport report,
//       EvaluateModels({data.corpus, data.catalogue, data.side},
//                      config, {.protocol = OwnProtocol::kLastBasket,
//                                     .seeds = 3}, progress));
//   std::cout << ToMarkdown(report);
//
// Parameters that the configuration leaves open are chosen, for each seed, on a
// validation cut of what may be learned from; the cases are looked at once.
//
// Deterministic with one thread.

#ifndef CUSTOMER2VEC_TRAINER_COMPARE_EVALUATE_MODELS_H_
#define CUSTOMER2VEC_TRAINER_COMPARE_EVALUATE_MODELS_H_

#include <cstddef>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "customer2vec/v1/evaluation_report.pb.h"
#include "customer2vec/v1/training_config.pb.h"
#include "trainer/compare/own_cases.h"
#include "trainer/fit/fitted_models.h"
#include "trainer/models/model_family.h"

namespace customer2vec {

struct EvaluateOptions {
  OwnProtocol protocol = OwnProtocol::kLastBasket;
  std::string protocol_name = "last_basket";
  // Models to measure; none means all that rank. Those they are made of are
  // learned too.
  std::vector<std::string> models;
  size_t seeds = 1;  // the configuration's seed, the next one, ...
  std::string reference;
  std::string diversity_attribute;
};

// `config` is complete and checked (see fit.h). INVALID_ARGUMENT for a model
// that is not there or does not rank; FAILED_PRECONDITION when there is no case
// to measure.
absl::StatusOr<v1::EvaluationReport> EvaluateModels(
    const ShopData& data, const v1::TrainingConfig& config,
    const EvaluateOptions& options, const ProgressLine& progress);

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_TRAINER_COMPARE_EVALUATE_MODELS_H_
