#include "trainer/compare/evaluate_models.h"

#include <vector>

#include "core/base/status_macros.h"
#include "trainer/compare/evaluate_nodes.h"
#include "trainer/compare/evaluate_outcomes.h"
#include "trainer/compare/evaluate_rankings.h"
#include "trainer/compare/needed_models.h"
#include "trainer/config/protocol_config.h"
#include "trainer/fit/fit.h"

namespace customer2vec {

absl::Status CompleteEvaluation(v1::TrainingConfig* config) {
  C2V_RETURN_IF_ERROR(CompleteConfig(config));
  FillProtocolDefaults(config->mutable_evaluation());
  return CheckProtocol(config->evaluation());
}

absl::StatusOr<v1::EvaluationReport> EvaluateModels(
    const ShopData& data, const v1::TrainingConfig& config,
    const EvaluateOptions& options, const ProgressLine& progress) {
  const v1::EvaluationConfig& evaluation = config.evaluation();
  C2V_RETURN_IF_ERROR(CheckModelNames(
      config, std::vector<std::string>(evaluation.models().begin(),
                                       evaluation.models().end())));
  const auto evaluate =
      evaluation.protocol().has_node_classification()  ? EvaluateNodes
      : evaluation.protocol().has_outcome_prediction() ? EvaluateOutcomes
                                                       : EvaluateRankings;
  C2V_ASSIGN_OR_RETURN(v1::EvaluationReport report,
                       evaluate(data, config, options, progress));
  report.set_protocol(ProtocolName(evaluation.protocol()));
  for (int run = 0; run < evaluation.runs(); ++run) {
    report.add_seeds(config.seed() + run);
  }
  return report;
}

}  // namespace customer2vec
