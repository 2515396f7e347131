#include "trainer/app/evaluate_command.h"

#include <google/protobuf/util/json_util.h>

#include <fstream>
#include <ostream>

#include "absl/strings/str_cat.h"
#include "core/base/status_macros.h"
#include "trainer/compare/evaluate_models.h"
#include "trainer/compare/figure_table.h"
#include "trainer/config/protocol_config.h"
#include "trainer/config/training_config.h"
#include "trainer/models/load_data.h"

namespace customer2vec {
namespace {

absl::Status WriteText(const std::string& path, const std::string& text) {
  std::ofstream file(path, std::ios::binary);
  file << text;
  file.flush();
  if (file.good()) return absl::OkStatus();
  return absl::UnavailableError(
      absl::StrCat(path, ": cannot be written; is the folder there?"));
}

absl::StatusOr<std::string> ToJson(const v1::EvaluationReport& report) {
  google::protobuf::util::JsonPrintOptions options;
  options.add_whitespace = true;
  options.preserve_proto_field_names = true;
  options.always_print_primitive_fields = true;
  std::string json;
  const auto status =
      google::protobuf::util::MessageToJsonString(report, &json, options);
  if (status.ok()) return json;
  return absl::InternalError(std::string(status.message()));
}

// Writes what the flags say into the configuration.
absl::Status ApplyFlags(const EvaluateFlags& flags,
                        v1::TrainingConfig* config) {
  v1::EvaluationConfig* evaluation = config->mutable_evaluation();
  if (!flags.protocol.empty()) {
    C2V_RETURN_IF_ERROR(SelectProtocol(flags.protocol, evaluation))
        .With("--protocol");
  }
  if (!flags.models.empty()) {
    *evaluation->mutable_models() = {flags.models.begin(), flags.models.end()};
  }
  if (!flags.reference.empty()) evaluation->set_reference(flags.reference);
  if (!flags.diversity_attribute.empty()) {
    evaluation->set_diversity_attribute(flags.diversity_attribute);
  }
  if (flags.threads) config->set_threads(*flags.threads);
  if (flags.seed) config->set_seed(*flags.seed);
  if (!flags.seeds) return absl::OkStatus();
  if (*flags.seeds < 1 || *flags.seeds > 1000) {
    return absl::InvalidArgumentError(
        absl::StrCat("--seeds is ", *flags.seeds, ": use 1 to 1000"));
  }
  evaluation->set_runs(*flags.seeds);
  return absl::OkStatus();
}

}  // namespace

void AddEvaluate(CLI::App& app, EvaluateFlags& flags) {
  CLI::App* evaluate = app.add_subcommand(
      "evaluate", "Learn models and measure them on the same held-out cases");
  evaluate
      ->add_option("--config", flags.config,
                   "Training configuration, protobuf text format (examples/)")
      ->required();
  evaluate->add_option(
      "--data-root", flags.data_root,
      "Where relative paths of the configuration start (default: here)");
  evaluate->add_option(
      "--protocol", flags.protocol,
      "last_basket, hidden_item, next_item, next_basket, session, "
      "leave_one_out, node_classification or outcome_prediction (default: the "
      "configuration's evaluation.protocol, or last_basket)");
  evaluate
      ->add_option("--models", flags.models,
                   "Models to measure, by name (default: all that the protocol "
                   "can ask)")
      ->delimiter(',');
  evaluate->add_option("--seeds", flags.seeds,
                       "Runs, each with a seed of its own (default: the "
                       "configuration's evaluation.runs, or 1)");
  evaluate->add_option("--seed", flags.seed,
                       "First seed, instead of the configuration's");
  evaluate->add_option("--threads", flags.threads,
                       "Threads, instead of the configuration's; 0: all cores");
  evaluate->add_option(
      "--reference", flags.reference,
      "Model that p-values are taken against (default: the best)");
  evaluate->add_option("--diversity-attribute", flags.diversity_attribute,
                       "Attribute by which a list is mixed or not");
  evaluate->add_option("--json", flags.json, "File for the report as JSON");
  evaluate->add_option("--markdown", flags.markdown,
                       "File for the tables (default: standard output)");
  evaluate->footer(
      "Example:\n"
      "  c2v-train evaluate --config examples/complete_journey.textproto \\\n"
      "    --data-root data/complete_journey --protocol hidden_item --seeds 3\n"
      "  c2v-train evaluate --config examples/diginetica.textproto \\\n"
      "    --data-root data/diginetica_srgnn --json diginetica.json");
}

absl::Status RunEvaluate(const EvaluateFlags& flags, std::ostream& out,
                         std::ostream& log) {
  C2V_ASSIGN_OR_RETURN(v1::TrainingConfig config,
                       ReadTrainingConfig(flags.config));
  C2V_RETURN_IF_ERROR(ApplyFlags(flags, &config));
  C2V_RETURN_IF_ERROR(CompleteEvaluation(&config)).With(flags.config);
  C2V_ASSIGN_OR_RETURN(const LoadedData data,
                       LoadData(config, flags.data_root));
  log << data.report.ToString() << std::endl;
  C2V_ASSIGN_OR_RETURN(const v1::EvaluationReport report,
                       EvaluateModels({data.corpus, data.catalogue, data.side},
                                      config, {.data_root = flags.data_root},
                                      [&log](absl::string_view line) {
                                        log << line << std::endl;
                                      }));
  if (!flags.json.empty()) {
    C2V_ASSIGN_OR_RETURN(const std::string json, ToJson(report));
    C2V_RETURN_IF_ERROR(WriteText(flags.json, json));
  }
  if (!flags.markdown.empty()) {
    return WriteText(flags.markdown, ToMarkdown(report));
  }
  out << ToMarkdown(report);
  return absl::OkStatus();
}

}  // namespace customer2vec
