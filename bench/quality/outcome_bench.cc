// How well look-alike models predict outcomes, by repeated cross-validation.
//
//   bench_outcomes outcome_auc_gain --config examples/lookalike.textproto
//     --data-root data/complete_journey --seeds 3
//
// Learns every other model of the configuration, once a seed, on all baskets
// (without labels), then cross-validates each look-alike model's features on
// each outcome. The first look-alike model of the configuration is what the
// last is compared with: value is the mean over outcomes and seeds of the gain
// in AUC. Models and outcomes one by one are in the line's further numbers.

#include <CLI/CLI.hpp>
#include <iostream>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "bench/figure/figure.h"
#include "core/base/status_macros.h"
#include "trainer/config/training_config.h"
#include "trainer/corpus/load_corpus.h"
#include "trainer/evaluation/outcome_evaluation.h"
#include "trainer/fit/fitted_models.h"
#include "trainer/models/lookalike/labelled_customers.h"
#include "trainer/models/lookalike/lookalike_inputs.h"
#include "trainer/models/model_registry.h"

namespace customer2vec::bench {
namespace {

struct Flags {
  std::string name, config, data_root, command;
  int seeds = 3, repeats = 5, folds = 5, threads = 1;
};

void Say(absl::string_view line) { std::cerr << line << "\n"; }

// One number a name, each seed's.
using Numbers = std::vector<std::pair<std::string, std::vector<double>>>;

void Note(const std::string& name, double value, Numbers* numbers) {
  for (auto& [known, values] : *numbers) {
    if (known != name) continue;
    values.push_back(value);
    return;
  }
  numbers->push_back({name, {value}});
}

absl::StatusOr<v1::TrainingConfig> ReadConfig(const Flags& flags) {
  C2V_ASSIGN_OR_RETURN(v1::TrainingConfig config,
                       ReadTrainingConfig(flags.config));
  config.set_threads(flags.threads);
  FillDefaults(&config);
  FillModelDefaults(&config);
  C2V_RETURN_IF_ERROR(CheckModels(config));
  return config;
}

std::vector<v1::ModelConfig> Lookalikes(const v1::TrainingConfig& config) {
  std::vector<v1::ModelConfig> lookalikes;
  for (const v1::ModelConfig& model : config.models()) {
    if (model.has_lookalike()) lookalikes.push_back(model);
  }
  return lookalikes;
}

// What the look-alike models stand on, learned without a label.
absl::StatusOr<std::unique_ptr<FittedModels>> LearnSpaces(
    const ShopData& data, const v1::TrainingConfig& config,
    const ProgressLine& progress) {
  const double decay = DecayOf(config) > 0 ? DecayOf(config) : 1;
  C2V_ASSIGN_OR_RETURN(auto fitted,
                       FittedModels::Create(data, config, decay, progress));
  for (const v1::ModelConfig& lookalike : Lookalikes(config)) {
    for (const std::string& space : lookalike.lookalike().spaces()) {
      if (fitted->servables().Contains(space)) continue;
      for (const int i : LearningOrder(config)) {
        if (config.models(i).name() != space) continue;
        C2V_RETURN_IF_ERROR(fitted->Learn(config.models(i)));
      }
    }
  }
  return fitted;
}

// The gain of the last set over the first on one outcome.
absl::StatusOr<double> EvaluateOne(const LabelledCustomers& task,
                                   const std::vector<LookalikeInputs>& inputs,
                                   const std::vector<v1::ModelConfig>& models,
                                   uint64_t seed, const Flags& flags,
                                   Numbers* numbers) {
  std::vector<std::vector<float>> values;
  std::vector<FeatureSet> sets;
  for (size_t i = 0; i < models.size(); ++i) {
    values.push_back(FillInputs(inputs[i].inputs, task.customers));
    sets.push_back(
        {models[i].name(), values.back(), inputs[i].inputs.dimension()});
  }
  C2V_ASSIGN_OR_RETURN(
      const std::vector<OutcomeScores> scores,
      EvaluateOutcome(sets, task.labels,
                      {.repeats = static_cast<uint32_t>(flags.repeats),
                       .folds = static_cast<uint32_t>(flags.folds),
                       .seed = seed,
                       .threads = static_cast<size_t>(flags.threads)}));
  for (const OutcomeScores& score : scores) {
    Say(absl::StrFormat(
        "seed %d %-16s %-14s AUC %.4f +- %.4f  log-loss %.4f  calibration "
        "error %.4f  (%d of %d)",
        seed, task.metric, score.name, score.auc.mean, score.auc.half_width,
        score.log_loss, score.calibration_error, task.positive_count(),
        task.labels.size()));
    Note(absl::StrCat(task.metric, ".", score.name), score.auc.mean, numbers);
  }
  const Estimate gain =
      PairedDifference(scores.back().fold_aucs, scores.front().fold_aucs,
                       static_cast<uint32_t>(flags.folds));
  Say(absl::StrFormat("seed %d %-16s gain %.4f +- %.4f", seed, task.metric,
                      gain.mean, gain.half_width));
  return gain.mean;
}

absl::StatusOr<double> RunSeed(const LoadedData& data, uint64_t seed,
                               v1::TrainingConfig config, const Flags& flags,
                               Numbers* numbers) {
  config.set_seed(seed);
  const std::vector<v1::ModelConfig> models = Lookalikes(config);
  const ProgressLine progress = Say;
  C2V_ASSIGN_OR_RETURN(
      const auto fitted,
      LearnSpaces({data.corpus, data.catalogue, data.side}, config, progress));
  C2V_ASSIGN_OR_RETURN(
      const std::vector<LabelledCustomers> tasks,
      LabelCustomers(data.side.outcomes, data.corpus, {},
                     models.front().lookalike().positive_above()));
  std::vector<LookalikeInputs> inputs;
  for (const v1::ModelConfig& model : models) {
    C2V_ASSIGN_OR_RETURN(
        LookalikeInputs made,
        MakeLookalikeInputs(model.lookalike(), data.corpus, fitted->tables(),
                            data.side.customers, fitted->servables()));
    inputs.push_back(std::move(made));
  }
  double gain = 0;
  for (const LabelledCustomers& task : tasks) {
    C2V_ASSIGN_OR_RETURN(const double one, EvaluateOne(task, inputs, models,
                                                       seed, flags, numbers));
    gain += one / static_cast<double>(tasks.size());
  }
  return gain;
}

absl::StatusOr<Figure> Run(const Flags& flags) {
  C2V_ASSIGN_OR_RETURN(const v1::TrainingConfig config, ReadConfig(flags));
  if (Lookalikes(config).size() < 2) {
    return absl::InvalidArgumentError(absl::StrCat(
        flags.config, " has fewer than two look-alike models to compare"));
  }
  C2V_ASSIGN_OR_RETURN(const LoadedData data,
                       LoadCorpus(config.data(), flags.data_root));
  std::vector<double> gains;
  Numbers numbers;
  for (int seed = 1; seed <= flags.seeds; ++seed) {
    C2V_ASSIGN_OR_RETURN(gains.emplace_back(),
                         RunSeed(data, seed, config, flags, &numbers));
  }
  const MeanAndSd gain = Summarize(gains);
  Figure figure = {.name = flags.name, .value = gain.mean, .unit = "AUC"};
  figure.peer = Lookalikes(config).front().name();
  figure.command = flags.command;
  figure.sd = gain.sd;
  figure.seeds = flags.seeds;
  for (const auto& [name, values] : numbers) {
    figure.more.emplace_back(name, Summarize(values).mean);
  }
  return figure;
}

int Main(int argc, char** argv) {
  CLI::App app("Cross-validates look-alike models.");
  Flags flags;
  app.add_option("name", flags.name, "What to print")
      ->required()
      ->check(CLI::IsMember({"outcome_auc_gain"}));
  app.add_option("--config", flags.config, "Training configuration")
      ->required();
  app.add_option("--data-root", flags.data_root, "Where its paths start");
  app.add_option("--seeds", flags.seeds, "Learnings and splits, seeds 1 to N");
  app.add_option("--repeats", flags.repeats, "Cross-validations a seed");
  app.add_option("--folds", flags.folds, "Folds of each");
  app.add_option("--threads", flags.threads, "Threads");
  app.add_option("--command", flags.command, "Recorded with the figure");
  CLI11_PARSE(app, argc, argv);
  const absl::StatusOr<Figure> figure = Run(flags);
  if (!figure.ok()) {
    std::cerr << "bench_outcomes: " << figure.status() << "\n";
    return 1;
  }
  std::cout << ToJsonLine(*figure);
  return 0;
}

}  // namespace
}  // namespace customer2vec::bench

int main(int argc, char** argv) {
  return customer2vec::bench::Main(argc, argv);
}
