// Models beside their peers on the same baskets: item2vec and gensim, als and
// bpr and implicit, measured by one code.
//
//   bench_peers item2vec_hr20_vs_gensim --config bench/quality/peers.textproto
//     --data-root data/complete_journey --scratch run/bench/peers --
//     .venv/peers-gensim/bin/python bench/peers/gensim_sgns.py
//
// The protocol is that of `c2v-train fit`: each customer's last basket is held
// out and measured once; parameters are chosen on the basket before it. The
// peer learns from the same training baskets; its vectors become a space of
// ours, so that what ranks and what counts is the same for both. Its settings
// are chosen from a grid on validation as well: for gensim the learning rate
// and the weight of log popularity, for implicit the confidence and the
// regularisation or the rate. `value` is ours, `peer_value` the peer's, means
// over seeds.

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iostream>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "bench/figure/figure.h"
#include "bench/train/timed_command.h"
#include "core/base/file.h"
#include "core/base/status_macros.h"
#include "core/servables/embedding_vectors.h"
#include "trainer/config/training_config.h"
#include "trainer/corpus/load_corpus.h"
#include "trainer/evaluation/evaluate.h"
#include "trainer/fit/fit.h"
#include "trainer/fit/measure.h"
#include "trainer/models/embedding_model.h"
#include "trainer/models/interactions/interaction_matrix.h"

namespace customer2vec::bench {
namespace {

constexpr uint64_t kMaxBytes = uint64_t{1} << 32;  // of a file of the peer
constexpr absl::string_view kPeer = "peer";        // its space's name

struct Flags {
  std::string name, config, data_root = ".", scratch, command;
  int seeds = 3;
  std::vector<std::string> peer;
};

// A figure: which model, which peer, what is compared.
struct Contest {
  std::string name, model, task, metric, peer;
  int cutoff;
  std::vector<std::string> grid;  // flags of the peer's program
  std::vector<double> popularity_weights;
};

const std::vector<Contest>& Contests() {
  static const std::vector<Contest> contests = {
      {.name = "item2vec_hr20_vs_gensim",
       .model = "items",
       .task = std::string(kSessionTask),
       .metric = "hit_rate",
       .peer = "gensim",
       .cutoff = 20,
       .grid = {"--rate 0.025", "--rate 0.05"},
       .popularity_weights = {0, 0.25, 0.5, 0.75, 0.85, 1}},
      {.name = "als_recall10_vs_implicit",
       .model = "als",
       .task = std::string(kCustomerTask),
       .metric = "recall",
       .peer = "implicit",
       .cutoff = 10,
       .grid = {"--alpha 1 --regularization 1", "--alpha 10 --regularization 1",
                "--alpha 40 --regularization 1",
                "--alpha 1 --regularization 10",
                "--alpha 10 --regularization 10",
                "--alpha 40 --regularization 10"},
       .popularity_weights = {0}},
      {.name = "bpr_recall10_vs_implicit",
       .model = "bpr",
       .task = std::string(kCustomerTask),
       .metric = "recall",
       .peer = "implicit",
       .cutoff = 10,
       .grid = {"--rate 0.01 --regularization 0.01",
                "--rate 0.05 --regularization 0.01",
                "--rate 0.01 --regularization 0.1",
                "--rate 0.05 --regularization 0.1"},
       .popularity_weights = {0, 0.25, 0.5, 1}}};
  return contests;
}

const ProgressLine& Progress() {
  static const ProgressLine progress = [](absl::string_view line) {
    std::cerr << line << "\n";
  };
  return progress;
}

template <typename T>
absl::Status WriteNumbers(const std::string& path, std::span<const T> numbers) {
  std::ofstream file(path, std::ios::binary);
  file.write(reinterpret_cast<const char*>(numbers.data()),
             static_cast<std::streamsize>(numbers.size_bytes()));
  file.close();
  return file ? absl::OkStatus()
              : absl::UnavailableError(absl::StrCat("cannot write ", path));
}

absl::StatusOr<std::vector<float>> ReadFloats(const std::string& path) {
  C2V_ASSIGN_OR_RETURN(const std::string bytes,
                       ReadFileToString(path, kMaxBytes));
  std::vector<float> values(bytes.size() / sizeof(float));
  std::memcpy(values.data(), bytes.data(), values.size() * sizeof(float));
  return values;
}

// A basket of known items a line, as gensim_sgns.py reads it.
absl::Status WriteSentences(const Corpus& corpus, size_t items,
                            const std::string& path) {
  std::ofstream file(path);
  for (size_t basket = 0; basket < corpus.basket_count(); ++basket) {
    std::vector<uint32_t> known;
    for (uint32_t item : corpus.Items(basket)) {
      if (item < items) known.push_back(item);
    }
    if (known.size() > 1) file << absl::StrJoin(known, " ") << "\n";
  }
  file.close();
  return file ? absl::OkStatus()
              : absl::UnavailableError(absl::StrCat("cannot write ", path));
}

absl::Status WriteMatrix(const Corpus& corpus, size_t items,
                         const std::string& folder) {
  const InteractionMatrix matrix = CountInteractions(corpus, items, 1);
  C2V_RETURN_IF_ERROR(
      WriteNumbers<uint64_t>(folder + "/offsets.u64", matrix.offsets));
  C2V_RETURN_IF_ERROR(
      WriteNumbers<uint32_t>(folder + "/columns.u32", matrix.columns));
  return WriteNumbers<float>(folder + "/values.f32", matrix.values);
}

// What one run of the benchmark looks at.
struct Run {
  const Flags& flags;
  const Contest& contest;
  v1::TrainingConfig config;
  const LoadedData& data;

  bool IsGensim() const { return contest.peer == "gensim"; }
};

std::vector<std::string> PeerCommand(const Run& run, absl::string_view settings,
                                     size_t items) {
  std::vector<std::string> command = run.flags.peer;
  const auto add = [&](absl::string_view flag, const auto& value) {
    command.push_back(std::string(flag));
    command.push_back(absl::StrCat(value));
  };
  add("--data", run.flags.scratch);
  add("--seed", run.config.seed());
  add("--threads", 2);
  for (absl::string_view word : absl::StrSplit(settings, ' ')) {
    command.emplace_back(word);
  }
  const v1::ModelConfig* model = nullptr;
  for (const auto& each : run.config.models()) {
    if (each.name() == run.contest.model) model = &each;
  }
  if (run.IsGensim()) {
    const v1::Item2VecConfig& words = model->item2vec();
    add("--dimension", words.dimension());
    add("--window", words.max_context());
    command.emplace_back("--whole-window");
    add("--negatives", words.negatives());
    add("--exponent", words.negative_exponent());
    add("--subsample", words.subsample());
    add("--epochs", words.epochs());
    return command;
  }
  const bool als = model->has_als();
  add("--model", als ? "als" : "bpr");
  add("--columns", items);
  add("--factors", als ? model->als().factors() : model->bpr().factors());
  add("--iterations", als ? model->als().iterations() : model->bpr().epochs());
  return command;
}

absl::StatusOr<Embeddings> ReadVectors(const Run& run,
                                       const FittedModels& fitted,
                                       size_t items) {
  const std::string& folder = run.flags.scratch;
  Embeddings vectors;
  C2V_ASSIGN_OR_RETURN(
      vectors.input,
      ReadFloats(folder + (run.IsGensim() ? "/input.f32" : "/items.f32")));
  vectors.dimension = vectors.input.size() / items;
  if (run.IsGensim()) {
    C2V_ASSIGN_OR_RETURN(vectors.output, ReadFloats(folder + "/output.f32"));
    vectors.customers = RollUpCustomers(vectors.dimension, vectors.input,
                                        fitted.tables().histories);
    return vectors;
  }
  vectors.output = vectors.input;
  C2V_ASSIGN_OR_RETURN(vectors.customers,
                       ReadFloats(folder + "/customers.f32"));
  vectors.customers.resize(fitted.tables().customers.size() *
                           vectors.dimension);
  return vectors;
}

double ValueOf(const Run& run, const Cut& cut, const FittedModels& fitted,
               absl::string_view name) {
  const auto figures = MeasureModels(cut, run.config, fitted);
  const auto* figure = FindFigure(figures, std::string(name), run.contest.task,
                                  run.contest.metric, run.contest.cutoff);
  return figure == nullptr ? 0 : figure->value();
}

struct Choice {
  std::string settings;
  double popularity_weight = 0;
  double value = -1;
};

// The peer with given settings on a cut: the best of the weights.
absl::StatusOr<Choice> TryPeer(const Run& run, const ShopCut& cut,
                               const std::string& settings,
                               const std::vector<double>& weights) {
  C2V_ASSIGN_OR_RETURN(
      const auto fitted,
      FittedModels::Create({cut.cut.training, cut.catalogue, run.data.side},
                           run.config, 0.95, Progress()));
  const size_t items = fitted->vocabulary_size();
  const std::string& folder = run.flags.scratch;
  if (run.IsGensim()) {
    C2V_RETURN_IF_ERROR(
        WriteSentences(cut.cut.training, items, folder + "/corpus.txt"));
  } else {
    C2V_RETURN_IF_ERROR(WriteMatrix(cut.cut.training, items, folder));
  }
  C2V_RETURN_IF_ERROR(RunTimed(PeerCommand(run, settings, items)).status());
  C2V_ASSIGN_OR_RETURN(Embeddings vectors, ReadVectors(run, *fitted, items));
  C2V_ASSIGN_OR_RETURN(
      LearnedModel learned,
      PublishEmbeddings(kPeer, std::move(vectors), weights.front()));
  v1::ServableEntry entry = learned.entry;
  C2V_RETURN_IF_ERROR(fitted->Take(std::move(learned)));
  Choice best;
  for (double weight : weights) {
    entry.mutable_embedding_space()->set_popularity_weight(
        static_cast<float>(weight));
    C2V_RETURN_IF_ERROR(fitted->Replace(entry));
    const double value = ValueOf(run, cut.cut, *fitted, kPeer);
    std::cerr << run.contest.peer << " " << settings << ", popularity weight "
              << weight << ": " << value << "\n";
    if (value > best.value) best = {settings, weight, value};
  }
  return best;
}

absl::StatusOr<double> MeasurePeer(const Run& run, const ShopCut& test,
                                   const ShopCut& validation) {
  Choice best;
  for (const std::string& settings : run.contest.grid) {
    C2V_ASSIGN_OR_RETURN(
        const Choice choice,
        TryPeer(run, validation, settings, run.contest.popularity_weights));
    if (choice.value > best.value) best = choice;
  }
  C2V_ASSIGN_OR_RETURN(const Choice tested, TryPeer(run, test, best.settings,
                                                    {best.popularity_weight}));
  return tested.value;
}

absl::StatusOr<double> MeasureOurs(const Run& run, const ShopCut& test,
                                   const ShopCut& validation) {
  v1::TrainingConfig config = run.config;
  C2V_RETURN_IF_ERROR(
      ChooseParameters(validation, run.data.side, &config, Progress()));
  C2V_ASSIGN_OR_RETURN(
      const auto fitted,
      LearnAll({test.cut.training, test.catalogue, run.data.side}, config,
               Progress()));
  return ValueOf(run, test.cut, *fitted, run.contest.model);
}

// As the peer's program left it: alone, or as the last word of a line.
absl::StatusOr<std::string> PeerVersion(const Flags& flags,
                                        const Contest& contest) {
  const bool gensim = contest.peer == "gensim";
  C2V_ASSIGN_OR_RETURN(
      const std::string text,
      ReadFileToString(flags.scratch + (gensim ? "/peer.txt" : "/version.txt"),
                       kMaxBytes));
  const std::vector<std::string> words =
      absl::StrSplit(absl::StripTrailingAsciiWhitespace(text), ' ');
  return words.back();
}

// Only the contest's model, with the seed.
v1::TrainingConfig ConfigOf(const v1::TrainingConfig& all,
                            const Contest& contest, int seed) {
  v1::TrainingConfig config = all;
  config.clear_models();
  for (const v1::ModelConfig& model : all.models()) {
    if (model.name() == contest.model) *config.add_models() = model;
  }
  config.set_seed(seed);
  return config;
}

absl::Status RunContest(const Flags& flags, const Contest& contest) {
  std::filesystem::create_directories(flags.scratch);
  C2V_ASSIGN_OR_RETURN(const v1::TrainingConfig all,
                       ReadTrainingConfig(flags.config));
  C2V_ASSIGN_OR_RETURN(const LoadedData data,
                       LoadCorpus(all.data(), flags.data_root));
  const ShopCut test = HoldOut(data.corpus, data.catalogue);
  const ShopCut validation = HoldOut(test.cut.training, test.catalogue);
  std::vector<double> ours, peers;
  for (int seed = 1; seed <= flags.seeds; ++seed) {
    Run run = {flags, contest, ConfigOf(all, contest, seed), data};
    C2V_RETURN_IF_ERROR(CompleteConfig(&run.config));
    C2V_ASSIGN_OR_RETURN(ours.emplace_back(),
                         MeasureOurs(run, test, validation));
    C2V_ASSIGN_OR_RETURN(peers.emplace_back(),
                         MeasurePeer(run, test, validation));
    std::cerr << "seed " << seed << ": ours " << ours.back() << ", "
              << contest.peer << " " << peers.back() << "\n";
  }
  const MeanAndSd mine = Summarize(ours), theirs = Summarize(peers);
  Figure figure = {.name = contest.name,
                   .value = mine.mean,
                   .unit = absl::StrCat(contest.metric, "@", contest.cutoff),
                   .peer = contest.peer};
  figure.peer_value = theirs.mean;
  figure.ratio = mine.mean / theirs.mean;
  figure.sd = mine.sd;
  figure.seeds = flags.seeds;
  figure.command = flags.command;
  figure.peer_command = absl::StrJoin(flags.peer, " ");
  C2V_ASSIGN_OR_RETURN(figure.peer_version, PeerVersion(flags, contest));
  if (theirs.sd.has_value()) figure.more.push_back({"peer_sd", *theirs.sd});
  std::cout << ToJsonLine(figure);
  return absl::OkStatus();
}

int Main(int argc, char** argv) {
  CLI::App app("Measures models beside those of other packages.");
  Flags flags;
  std::vector<std::string> names;
  for (const Contest& contest : Contests()) names.push_back(contest.name);
  app.add_option("name", flags.name, "Name of the figure")
      ->required()
      ->check(CLI::IsMember(names));
  app.add_option("peer", flags.peer, "The peer's program, after --")
      ->required();
  app.add_option("--config", flags.config, "Training configuration")
      ->required();
  app.add_option("--data-root", flags.data_root, "Where its paths start")
      ->capture_default_str();
  app.add_option("--scratch", flags.scratch, "Where programs meet")->required();
  app.add_option("--seeds", flags.seeds, "Seeds 1 to this")
      ->capture_default_str();
  app.add_option("--command", flags.command, "Recorded with the figure");
  CLI11_PARSE(app, argc, argv);
  absl::Status status;
  for (const Contest& contest : Contests()) {
    if (contest.name == flags.name) status = RunContest(flags, contest);
  }
  if (status.ok()) return 0;
  std::cerr << "bench_peers: " << status << "\n";
  return 1;
}

}  // namespace
}  // namespace customer2vec::bench

int main(int argc, char** argv) {
  return customer2vec::bench::Main(argc, argv);
}
