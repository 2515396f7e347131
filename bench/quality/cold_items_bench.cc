// How well items that nobody has bought yet are ranked; see
// trainer/evaluation/cold_items.h for the protocol.
//
//   bench_cold_items --config examples/content2vec.textproto
//     --data-root data/complete_journey --servable new_items
//
// In each of --sets rounds another 5 % of the items is hidden, every model of
// the configuration learns from what is left, and its servables rank the hidden
// items beside anchors. Learners of weights hide items of their own within the
// training data, so that nothing is chosen on the items it is measured on.
// Prints one line of JSON: value is HR@20 of --servable, the peer popularity of
// the item's category, and each ranking stands beside with its mean.

#include <CLI/CLI.hpp>
#include <iostream>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "bench/figure/figure.h"
#include "bench/quality/cold_rankings.h"
#include "core/base/status_macros.h"
#include "trainer/config/training_config.h"
#include "trainer/corpus/load_corpus.h"
#include "trainer/evaluation/cold_items.h"
#include "trainer/fit/fitted_models.h"
#include "trainer/models/model_registry.h"

namespace customer2vec::bench {
namespace {

constexpr double kHiddenShare = 0.05;
constexpr double kDecay = 0.95;  // of histories, which no cold ranking uses
constexpr size_t kCutoff = 20;
constexpr char kPeer[] = "category_popularity";

struct Flags {
  std::string config, data_root = ".", servable, command;
  int sets = 5;
  uint64_t first_seed = 1;
  uint32_t min_baskets = 20;
  ColdAnchors anchors;
};

// Items in so many baskets that have a value of the category.
absl::StatusOr<std::vector<uint32_t>> EligibleItems(const LoadedData& data,
                                                    const Flags& flags) {
  for (const AttributeColumn& column : data.catalogue.attributes) {
    if (column.name != flags.anchors.category) continue;
    std::vector<uint32_t> eligible;
    for (uint32_t item = 0; item < data.corpus.item_count(); ++item) {
      if (data.corpus.basket_counts()[item] >= flags.min_baskets &&
          !column.values[item].empty()) {
        eligible.push_back(item);
      }
    }
    return eligible;
  }
  return absl::InvalidArgumentError(absl::StrCat(
      "the catalogue has no attribute \"", flags.anchors.category, "\""));
}

// Hit rate of each ranking on one hidden set.
absl::StatusOr<std::map<std::string, double>> MeasureSet(
    const LoadedData& data, const v1::TrainingConfig& config,
    const Flags& flags, std::span<const uint32_t> eligible, uint64_t seed) {
  const ColdSplit split = HideItems(data.corpus, eligible, kHiddenShare, seed);
  const CatalogueTable catalogue = data.catalogue.Reordered(
      data.corpus.arrays().item_ids, split.training.arrays().item_ids);
  const ProgressLine progress = [](absl::string_view line) {
    std::cerr << line << "\n";
  };
  C2V_ASSIGN_OR_RETURN(
      const auto fitted,
      FittedModels::Create({split.training, catalogue, data.side}, config,
                           kDecay, progress));
  for (const v1::ModelConfig& model : config.models()) {
    if (!model.has_content2vec() && !model.has_attribute_affinity() &&
        !model.has_content()) {
      continue;  // knows nothing of an item without baskets
    }
    C2V_RETURN_IF_ERROR(fitted->Learn(model));
  }
  C2V_ASSIGN_OR_RETURN(const std::vector<NamedRanking> rankings,
                       ColdRankings(split, fitted->tables(),
                                    fitted->servables(), flags.anchors));
  std::map<std::string, double> rates;
  for (const NamedRanking& ranking : rankings) {
    rates[ranking.name] =
        ColdHitRate(split, kCutoff, seed, ranking.rank).mean();
    std::cerr << "set " << seed << ", " << split.cases.size() << " cases of "
              << split.hidden.size() << " hidden items: " << ranking.name << " "
              << rates[ranking.name] << "\n";
  }
  return rates;
}

absl::Status Run(const Flags& flags) {
  C2V_ASSIGN_OR_RETURN(v1::TrainingConfig config,
                       ReadTrainingConfig(flags.config));
  FillModelDefaults(&config);
  C2V_RETURN_IF_ERROR(CheckModels(config));
  C2V_ASSIGN_OR_RETURN(const LoadedData data,
                       LoadCorpus(config.data(), flags.data_root));
  C2V_ASSIGN_OR_RETURN(const std::vector<uint32_t> eligible,
                       EligibleItems(data, flags));
  std::map<std::string, std::vector<double>> rates;
  for (int set = 0; set < flags.sets; ++set) {
    C2V_ASSIGN_OR_RETURN(
        const auto of_set,
        MeasureSet(data, config, flags, eligible, flags.first_seed + set));
    for (const auto& [name, rate] : of_set) rates[name].push_back(rate);
  }
  if (!rates.contains(flags.servable)) {
    return absl::InvalidArgumentError(
        absl::StrCat("no ranking is called \"", flags.servable, "\""));
  }
  const MeanAndSd value = Summarize(rates.at(flags.servable));
  Figure figure = {.name = "cold_item_lift",
                   .value = value.mean,
                   .unit = absl::StrCat("hit_rate@", kCutoff),
                   .peer = kPeer};
  figure.peer_value = Summarize(rates.at(kPeer)).mean;
  figure.ratio = figure.value / *figure.peer_value;
  figure.sd = value.sd;
  figure.seeds = flags.sets;
  figure.command = flags.command;
  for (const auto& [name, of_sets] : rates) {
    figure.more.emplace_back(name, Summarize(of_sets).mean);
  }
  std::cout << ToJsonLine(figure);
  return absl::OkStatus();
}

int Main(int argc, char** argv) {
  CLI::App app("Ranks items that were hidden from training.");
  Flags flags;
  app.add_option("--config", flags.config, "Training configuration")
      ->required();
  app.add_option("--data-root", flags.data_root, "Where its paths start")
      ->capture_default_str();
  app.add_option("--servable", flags.servable,
                 "Whose figure it is: a scorer, or <space>_similar or _next")
      ->required();
  app.add_option("--sets", flags.sets, "Hidden sets")
      ->check(CLI::PositiveNumber)
      ->capture_default_str();
  app.add_option("--first-seed", flags.first_seed, "Seed of the first set")
      ->capture_default_str();
  app.add_option("--min-baskets", flags.min_baskets,
                 "Items in fewer baskets are not hidden")
      ->capture_default_str();
  app.add_option("--category", flags.anchors.category,
                 "Attribute of the popularity peer")
      ->capture_default_str();
  app.add_option("--type", flags.anchors.type, "Attribute of an anchor")
      ->capture_default_str();
  app.add_option("--maker", flags.anchors.maker, "Attribute of an anchor")
      ->capture_default_str();
  app.add_option("--command", flags.command, "Recorded with the figure");
  CLI11_PARSE(app, argc, argv);
  const absl::Status status = Run(flags);
  if (status.ok()) return 0;
  std::cerr << "bench_cold_items: " << status << "\n";
  return 1;
}

}  // namespace
}  // namespace customer2vec::bench

int main(int argc, char** argv) {
  return customer2vec::bench::Main(argc, argv);
}
