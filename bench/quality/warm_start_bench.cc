// What a warm start costs in quality and saves in time.
//
//   bench_warm_start --config bench/quality/warm_start.textproto
//     --data-root data/complete_journey --servable item2vec --later 12
//     --warm "epochs: 4" --warm "epochs: 1 max_move: 0"
//
// Of the configuration's models only the one that --servable names is learned.
// Each customer's last --later baskets, and one more, are taken away; what
// remains is learned from nothing and published. Then all but the last basket
// is learned, once from nothing and once from the earlier snapshot as the
// configuration's warm_start says, and both are measured on the last basket,
// which neither has seen. Prints one line of JSON for each --warm: value is the
// session hit rate@20 of the warm one, the peer the one from nothing; customer
// recall@10, the seconds of learning and how far vectors moved stand beside.

#include <CLI/CLI.hpp>
#include <algorithm>
#include <chrono>
#include <cmath>
#include <ctime>
#include <iostream>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "bench/figure/figure.h"
#include "core/base/status_macros.h"
#include "store/folder_store.h"
#include "trainer/config/training_config.h"
#include "trainer/corpus/load_corpus.h"
#include "trainer/evaluation/evaluate.h"
#include "trainer/fit/fit.h"
#include "trainer/fit/measure.h"
#include "trainer/fit/warm_start.h"
#include "trainer/fit/write_snapshot.h"

namespace customer2vec::bench {
namespace {

struct Flags {
  std::string config, data_root = ".", servable = "items", command;
  std::string store = "warm_start_store";
  std::vector<std::string> warm;
  int later = 12;
};

void Say(absl::string_view line) { std::cerr << line << "\n"; }

struct Learned {
  std::unique_ptr<FittedModels> models;
  double seconds = 0;
};

absl::StatusOr<Learned> Learn(const ShopCut& cut, const SideTables& side,
                              const v1::TrainingConfig& config,
                              const WarmStart* warm) {
  static const ProgressLine progress = Say;
  const auto begin = std::chrono::steady_clock::now();
  C2V_ASSIGN_OR_RETURN(auto models,
                       LearnAll({cut.cut.training, cut.catalogue, side}, config,
                                progress, {.warm_start = warm}));
  const std::chrono::duration<double> took =
      std::chrono::steady_clock::now() - begin;
  return Learned{std::move(models), took.count()};
}

// The shop as it was `later` baskets of each customer before the cut.
ShopCut Earlier(const ShopCut& cut, int later) {
  ShopCut earlier = HoldOut(cut.cut.training, cut.catalogue);
  for (int i = 1; i < later; ++i) {
    earlier = HoldOut(earlier.cut.training, earlier.catalogue);
  }
  return earlier;
}

absl::Status Publish(const ShopCut& cut, const FittedModels& models,
                     const v1::TrainingConfig& config, SnapshotStore& store) {
  v1::SnapshotManifest manifest;
  manifest.set_version(NewSnapshotVersion(
      std::time(nullptr), static_cast<uint64_t>(config.seed())));
  *manifest.mutable_provenance()->mutable_config() = config;
  C2V_ASSIGN_OR_RETURN(const auto pending, store.Begin(manifest.version()));
  C2V_RETURN_IF_ERROR(WriteSnapshot(pending->folder(), models, cut.cut.training,
                                    config, manifest, nullptr));
  return pending->Publish();
}

double ValueOf(const std::vector<v1::EvaluationFigure>& figures,
               const std::string& name, absl::string_view task,
               absl::string_view metric, int cutoff) {
  const auto* figure = FindFigure(figures, name, task, metric, cutoff);
  return figure == nullptr ? 0 : figure->value();
}

// Mean share of its length that an item's input vector moved.
double MeanMove(const WarmStart& warm, const v1::ModelConfig& model,
                const FittedModels& now) {
  const Space* space = now.servables().FindSpace(model.name());
  const auto earlier = warm.Find(model, now.tables());
  if (space == nullptr || !earlier.has_value()) return 0;
  const EarlierRows rows =
      earlier->Items(VectorRole::kInput, space->item_count());
  double sum = 0, count = 0;
  for (uint32_t row = 0; row < space->item_count(); ++row) {
    if (rows.known[row] == 0) continue;
    double moved = 0, length = 0;
    const auto vector = space->ItemVector(VectorRole::kInput, row);
    for (size_t i = 0; i < vector.size(); ++i) {
      const double then = rows.values[row * vector.size() + i];
      moved += (vector[i] - then) * (vector[i] - then);
      length += then * then;
    }
    sum += std::sqrt(moved / length);
    ++count;
  }
  return count == 0 ? 0 : sum / count;
}

// What both runs are measured by.
struct Quality {
  double session = 0, customer = 0;
};

Quality QualityOf(const ShopCut& test, const v1::TrainingConfig& config,
                  const Flags& flags, const FittedModels& models) {
  const auto figures = MeasureModels(test.cut, config, models);
  return {ValueOf(figures, flags.servable, kSessionTask, "hit_rate", 20),
          ValueOf(figures, flags.servable, kCustomerTask, "recall", 10)};
}

const v1::ModelConfig& ModelOf(const v1::TrainingConfig& config,
                               const std::string& name) {
  for (const v1::ModelConfig& model : config.models()) {
    if (model.name() == name) return model;
  }
  return v1::ModelConfig::default_instance();
}

// The settings to try: those of --warm, or the configuration's own.
absl::StatusOr<std::vector<v1::WarmStartConfig>> SettingsOf(
    const Flags& flags, const v1::TrainingConfig& config) {
  std::vector<v1::WarmStartConfig> settings;
  for (const std::string& text : flags.warm) {
    C2V_ASSIGN_OR_RETURN(settings.emplace_back(),
                         ParseTextConfig<v1::WarmStartConfig>(text, "--warm"));
  }
  if (settings.empty()) settings.push_back(config.warm_start());
  return settings;
}

// Goes on with some settings and prints how that compares.
absl::Status Compare(const Flags& flags, const ShopCut& test,
                     const LoadedData& data, const SnapshotStore& store,
                     const Learned& cold, const Quality& of_cold,
                     v1::TrainingConfig config) {
  config.mutable_warm_start()->set_version(kLatestVersion);
  C2V_ASSIGN_OR_RETURN(const auto warm_start, WarmStart::Load(store, &config));
  C2V_ASSIGN_OR_RETURN(const Learned warm,
                       Learn(test, data.side, config, warm_start.get()));
  const Quality of_warm = QualityOf(test, config, flags, *warm.models);
  const v1::WarmStartConfig& settings = config.warm_start();
  const v1::ModelConfig& model = ModelOf(config, flags.servable);
  Figure figure = {.name = "warm_start_" + flags.servable,
                   .value = of_warm.session,
                   .unit = "session hit_rate@20",
                   .peer = "from_nothing"};
  figure.peer_value = of_cold.session;
  figure.ratio = of_warm.session / of_cold.session;
  figure.command = flags.command;
  figure.more = {
      {"customer_recall@10", of_warm.customer},
      {"from_nothing_customer_recall@10", of_cold.customer},
      {"seconds", warm.seconds},
      {"from_nothing_seconds", cold.seconds},
      {"mean_move", MeanMove(*warm_start, model, *warm.models)},
      {"from_nothing_mean_move", MeanMove(*warm_start, model, *cold.models)},
      {"epochs", settings.epochs()},
      {"learning_rate_scale", settings.learning_rate_scale()},
      {"max_move", settings.has_max_move() ? settings.max_move() : -1}};
  std::cout << ToJsonLine(figure) << std::flush;
  return absl::OkStatus();
}

// Leaves out all models but the one, so that seconds are its own.
absl::Status KeepOnly(const std::string& name, v1::TrainingConfig* config) {
  auto* models = config->mutable_models();
  models->erase(std::remove_if(models->begin(), models->end(),
                               [&](const v1::ModelConfig& model) {
                                 return model.name() != name;
                               }),
                models->end());
  if (!models->empty()) return absl::OkStatus();
  return absl::InvalidArgumentError(
      absl::StrCat("--servable: the configuration has no model ", name));
}

absl::Status Run(const Flags& flags) {
  C2V_ASSIGN_OR_RETURN(v1::TrainingConfig config,
                       ReadTrainingConfig(flags.config));
  C2V_RETURN_IF_ERROR(KeepOnly(flags.servable, &config));
  C2V_RETURN_IF_ERROR(CompleteConfig(&config));
  SetUnchosenParameters(&config);
  C2V_ASSIGN_OR_RETURN(const std::vector<v1::WarmStartConfig> settings,
                       SettingsOf(flags, config));
  C2V_ASSIGN_OR_RETURN(const LoadedData data,
                       LoadCorpus(config.data(), flags.data_root));
  C2V_ASSIGN_OR_RETURN(const auto store, FolderStore::Open(flags.store));
  const ShopCut test = HoldOut(data.corpus, data.catalogue);
  {
    const ShopCut before = Earlier(test, flags.later);
    Say(absl::StrFormat("%d of %d baskets before",
                        before.cut.training.basket_count(),
                        test.cut.training.basket_count()));
    C2V_ASSIGN_OR_RETURN(const Learned models,
                         Learn(before, data.side, config, nullptr));
    C2V_RETURN_IF_ERROR(Publish(before, *models.models, config, *store));
  }
  C2V_ASSIGN_OR_RETURN(const Learned cold,
                       Learn(test, data.side, config, nullptr));
  const Quality of_cold = QualityOf(test, config, flags, *cold.models);
  for (const v1::WarmStartConfig& each : settings) {
    *config.mutable_warm_start() = each;
    C2V_RETURN_IF_ERROR(
        Compare(flags, test, data, *store, cold, of_cold, config));
  }
  return absl::OkStatus();
}

int Main(int argc, char** argv) {
  CLI::App app("Goes on from an earlier snapshot, and learns from nothing.");
  Flags flags;
  app.add_option("--config", flags.config, "Training configuration")
      ->required();
  app.add_option("--data-root", flags.data_root, "Where its paths start")
      ->capture_default_str();
  app.add_option("--servable", flags.servable, "The model to learn")
      ->capture_default_str();
  app.add_option("--later", flags.later,
                 "Baskets of each customer that the earlier snapshot lacks")
      ->check(CLI::PositiveNumber)
      ->capture_default_str();
  app.add_option("--warm", flags.warm,
                 "WarmStartConfig in text format, one line of output each; "
                 "default: the configuration's");
  app.add_option("--store", flags.store, "Folder to publish that snapshot into")
      ->capture_default_str();
  app.add_option("--command", flags.command, "Recorded with the figure");
  CLI11_PARSE(app, argc, argv);
  const absl::Status status = Run(flags);
  if (status.ok()) return 0;
  std::cerr << "bench_warm_start: " << status << "\n";
  return 1;
}

}  // namespace
}  // namespace customer2vec::bench

int main(int argc, char** argv) {
  return customer2vec::bench::Main(argc, argv);
}
