#include "trainer/app/evaluate_command.h"

#include <google/protobuf/util/json_util.h>

#include <fstream>
#include <ostream>

#include "absl/strings/str_cat.h"
#include "core/base/status_macros.h"
#include "trainer/compare/comparison.h"
#include "trainer/compare/evaluate_models.h"
#include "trainer/config/training_config.h"
#include "trainer/corpus/load_corpus.h"
#include "trainer/fit/fit.h"

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

absl::StatusOr<EvaluateOptions> OptionsOf(const EvaluateFlags& flags) {
  EvaluateOptions options{.protocol_name = flags.protocol,
                          .models = flags.models,
                          .seeds = flags.seeds,
                          .reference = flags.reference,
                          .diversity_attribute = flags.diversity_attribute};
  C2V_ASSIGN_OR_RETURN(options.protocol, ParseOwnProtocol(flags.protocol));
  if (flags.seeds < 1 || flags.seeds > 1000) {
    return absl::InvalidArgumentError(
        absl::StrCat("--seeds is ", flags.seeds, ": use 1 to 1000"));
  }
  return options;
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
  evaluate->add_option("--protocol", flags.protocol,
                       "last_basket (default), hidden_item or next_item");
  evaluate
      ->add_option("--models", flags.models,
                   "Models to measure, by name (default: all that rank)")
      ->delimiter(',');
  evaluate->add_option("--seeds", flags.seeds,
                       "Runs, each with a seed of its own (default 1)");
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
      "    --data-root data/complete_journey --protocol hidden_item --seeds 3");
}

absl::Status RunEvaluate(const EvaluateFlags& flags, std::ostream& out,
                         std::ostream& log) {
  C2V_ASSIGN_OR_RETURN(v1::TrainingConfig config,
                       ReadTrainingConfig(flags.config));
  if (flags.threads) config.set_threads(*flags.threads);
  if (flags.seed) config.set_seed(*flags.seed);
  C2V_RETURN_IF_ERROR(CompleteConfig(&config)).With(flags.config);
  C2V_ASSIGN_OR_RETURN(const EvaluateOptions options, OptionsOf(flags));
  C2V_ASSIGN_OR_RETURN(const LoadedData data,
                       LoadCorpus(config.data(), flags.data_root));
  log << data.report.ToString() << std::endl;
  C2V_ASSIGN_OR_RETURN(
      const v1::EvaluationReport report,
      EvaluateModels(
          {data.corpus, data.catalogue, data.side}, config, options,
          [&log](absl::string_view line) { log << line << std::endl; }));
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
