#include "trainer/app/search_command.h"

#include <google/protobuf/text_format.h>

#include <ostream>

#include "absl/strings/str_cat.h"
#include "core/base/file.h"
#include "core/base/status_macros.h"
#include "trainer/config/training_config.h"
#include "trainer/fit/fit.h"
#include "trainer/models/load_data.h"
#include "trainer/search/search.h"

namespace customer2vec {
namespace {

constexpr uint64_t kMaxSearchBytes = 1 << 20;

absl::StatusOr<v1::SearchConfig> ReadSearchConfig(const std::string& path) {
  C2V_ASSIGN_OR_RETURN(const std::string text,
                       ReadFileToString(path, kMaxSearchBytes));
  return ParseTextConfig<v1::SearchConfig>(text, path);
}

}  // namespace

void AddSearch(CLI::App& app, SearchFlags& flags) {
  CLI::App* search = app.add_subcommand(
      "search", "Try settings of a configuration and keep the best");
  search
      ->add_option("--config", flags.config,
                   "Training configuration to start from, text format")
      ->required();
  search
      ->add_option("--search", flags.search,
                   "What to try and what counts: a SearchConfig, text format")
      ->required();
  search->add_option(
      "--data-root", flags.data_root,
      "Where relative paths of the configuration start (default: here)");
  search->add_option(
      "--journal", flags.journal,
      "File that keeps the trials; a search that was cut off goes on from it");
  search->add_option("--trials", flags.trials, "Instead of the search's");
  search->add_option("--minutes", flags.minutes, "Instead of the search's");
  search->footer(
      "Example:\n"
      "  c2v-train search --config examples/complete_journey.textproto \\\n"
      "    --search examples/search.textproto --journal run/search.jsonl \\\n"
      "    --data-root data/complete_journey > run/best.textproto");
}

absl::Status RunSearch(const SearchFlags& flags, std::ostream& out,
                       std::ostream& log) {
  C2V_ASSIGN_OR_RETURN(const v1::TrainingConfig config,
                       ReadTrainingConfig(flags.config));
  C2V_RETURN_IF_ERROR(CheckConfig(config)).With(flags.config);
  C2V_ASSIGN_OR_RETURN(v1::SearchConfig search, ReadSearchConfig(flags.search));
  if (flags.trials) search.set_trials(*flags.trials);
  if (flags.minutes) search.set_minutes(*flags.minutes);
  C2V_RETURN_IF_ERROR(CompleteSearchConfig(config, &search)).With(flags.search);
  C2V_ASSIGN_OR_RETURN(const LoadedData data,
                       LoadData(config, flags.data_root));
  C2V_ASSIGN_OR_RETURN(
      const SearchResult result,
      Search(data, config, search,
             {.journal = flags.journal, .data_root = flags.data_root},
             [&log](absl::string_view line) { log << line << std::endl; }));
  std::string text;
  google::protobuf::TextFormat::PrintToString(result.config, &text);
  out << "# Best of " << result.trials.size()
      << " trials: " << search.objective().metric() << "@"
      << search.objective().cutoff() << " = " << result.best.score() << " ("
      << search.objective().protocol() << ", validation)\n"
      << text;
  return absl::OkStatus();
}

}  // namespace customer2vec
