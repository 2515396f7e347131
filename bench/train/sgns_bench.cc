// Speed and quality of skip-gram training beside a peer's: gensim's, or any
// that bench/peers has a program for.
//
//   bench_sgns sgns_w5_vs_gensim --seeds 3 --data run/bench/sgns --
//     .venv/peers-gensim/bin/python bench/peers/gensim_sgns.py
//
// Without a peer after `--` it takes our figures alone. The two programs take
// turns, seed by seed, over the same corpus, vocabulary, dimension, epochs and
// learning rate; the figure is the median of the seeds' tokens a second.
// Prints one line of JSON.

#include <CLI/CLI.hpp>
#include <chrono>
#include <ctime>
#include <fstream>
#include <iostream>
#include <iterator>
#include <optional>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "bench/figure/figure.h"
#include "bench/train/sgns_corpus.h"
#include "bench/train/sgns_quality.h"
#include "bench/train/sgns_work.h"
#include "bench/train/timed_command.h"
#include "core/base/status_macros.h"
#include "trainer/models/sgns/sgns_trainer.h"

namespace customer2vec::bench {
namespace {

struct Case {
  double tokens;
  SgnsSettings settings;
  uint32_t peer_window;
  uint32_t products = 50000;
};

struct Flags {
  std::string name, command, data = ".";
  int seeds = 3, threads = 2, epochs = 0;
  double tokens = 0;
  uint32_t products = 0;
  double start_reach = 0;
  bool deterministic = false, hierarchical = false;
  uint32_t shared_negatives = 0, middle_negatives = 0, negative_blocks = 0;
  std::vector<std::string> peer;
};

// Of a training, ours or the peer's.
struct Run {
  double seconds;
  double cpu_seconds;
  SgnsQuality quality;
  std::string peer, version;
};

SgnsSettings Window5(int epochs) {
  return {.dimension = 200, .window_size = 5, .epochs = epochs};
}

SgnsSettings WholeBasket(int epochs) {
  return {.dimension = 200,
          .whole_sentence = true,
          .max_context = 60,
          .shared_negatives = DefaultSharedNegatives(true),
          .negative_blocks = DefaultNegativeBlocks(true),
          .epochs = epochs};
}

std::optional<Case> CaseOf(const std::string& name) {
  if (name == "sgns_w5_vs_gensim") return Case{1.9e6, Window5(5), 5};
  if (name == "sgns_w5_large_vs_gensim") return Case{28.5e6, Window5(1), 5};
  if (name == "sgns_w5_million_vs_gensim") {
    return Case{28.5e6, Window5(1), 5, 1000000};
  }
  if (name == "sgns_basket_vs_gensim") return Case{1.9e6, WholeBasket(5), 60};
  return std::nullopt;
}

absl::StatusOr<Case> CaseOf(const Flags& flags) {
  std::optional<Case> each = CaseOf(flags.name);
  if (!each) {
    return absl::InvalidArgumentError(
        absl::StrCat("unknown name '", flags.name,
                     "': use sgns_w5_vs_gensim, sgns_w5_large_vs_gensim, "
                     "sgns_w5_million_vs_gensim or sgns_basket_vs_gensim"));
  }
  SgnsSettings& settings = each->settings;
  settings.deterministic = flags.deterministic;
  if (flags.start_reach > 0) settings.start_reach = flags.start_reach;
  settings.hierarchical_softmax = flags.hierarchical;
  if (flags.tokens > 0) each->tokens = flags.tokens;
  if (flags.products > 0) each->products = flags.products;
  if (flags.epochs > 0) settings.epochs = flags.epochs;
  if (flags.shared_negatives > 0) {
    settings.shared_negatives = settings.middle_negatives =
        flags.shared_negatives;
  }
  if (flags.middle_negatives > 0) {
    settings.middle_negatives = flags.middle_negatives;
  }
  if (flags.negative_blocks > 0) {
    settings.negative_blocks = flags.negative_blocks;
  }
  return *each;
}

double CpuSeconds() {
  return static_cast<double>(std::clock()) / CLOCKS_PER_SEC;
}

absl::StatusOr<Run> RunOurs(const SgnsCorpus& corpus, const Case& each,
                            int threads, int seed) {
  const auto start = std::chrono::steady_clock::now();
  const double cpu_start = CpuSeconds();
  C2V_ASSIGN_OR_RETURN(
      const SgnsModel model,
      TrainSgns(corpus.View(), corpus.counts, each.settings,
                {.seed = static_cast<uint64_t>(seed), .threads = threads}));
  const double cpu_seconds = CpuSeconds() - cpu_start;
  const std::chrono::duration<double> seconds =
      std::chrono::steady_clock::now() - start;
  return Run{
      seconds.count(),
      cpu_seconds,
      MeasureQuality(corpus, {model.input, model.output, model.dimension}),
      {},
      {}};
}

absl::StatusOr<std::vector<float>> ReadFloats(const std::string& path,
                                              size_t count) {
  std::ifstream file(path, std::ios::binary);
  std::vector<float> numbers(count);
  file.read(reinterpret_cast<char*>(numbers.data()),
            static_cast<std::streamsize>(count * sizeof(float)));
  if (file.good() && file.peek() == EOF) return numbers;
  return absl::DataLossError(
      absl::StrCat(path, " does not hold ", count, " numbers"));
}

std::vector<std::string> PeerCommand(const Flags& flags, const Case& each,
                                     int seed) {
  const SgnsSettings& settings = each.settings;
  std::vector<std::string> command = flags.peer;
  const auto add = [&](const char* flag, const auto& value) {
    command.push_back(flag);
    command.push_back(absl::StrCat(value));
  };
  add("--data", flags.data);
  add("--dimension", settings.dimension);
  add("--window", each.peer_window);
  add("--negatives", settings.negatives);
  add("--epochs", settings.epochs);
  add("--rate", settings.rate.start);
  add("--threads", flags.threads);
  add("--seed", seed);
  if (settings.whole_sentence) command.push_back("--whole-window");
  return command;
}

absl::StatusOr<Run> RunPeer(const SgnsCorpus& corpus, const Flags& flags,
                            const Case& each, int seed) {
  C2V_RETURN_IF_ERROR(RunTimed(PeerCommand(flags, each, seed)).status());
  const size_t size = corpus.counts.size() * each.settings.dimension;
  C2V_ASSIGN_OR_RETURN(const std::vector<float> input,
                       ReadFloats(flags.data + "/input.f32", size));
  C2V_ASSIGN_OR_RETURN(const std::vector<float> output,
                       ReadFloats(flags.data + "/output.f32", size));
  Run run{};
  std::ifstream file(flags.data + "/peer.txt");
  if (!(file >> run.seconds >> run.cpu_seconds >> run.peer >> run.version)) {
    return absl::DataLossError(flags.data + "/peer.txt cannot be read");
  }
  run.quality =
      MeasureQuality(corpus, {input, output, each.settings.dimension});
  return run;
}

// A number of each run.
template <typename Get>
std::vector<double> Each(const std::vector<Run>& runs, const Get& get) {
  std::vector<double> numbers;
  for (const Run& run : runs) numbers.push_back(get(run));
  return numbers;
}

// "quality", its deviation over seeds, and "recall" of runs.
void AddQuality(const std::vector<Run>& runs, const std::string& prefix,
                Figure& figure) {
  const auto quality = Summarize(
      Each(runs, [](const Run& run) { return run.quality.neighbours; }));
  const auto recall =
      Summarize(Each(runs, [](const Run& run) { return run.quality.recall; }));
  figure.more.emplace_back(prefix + "quality", quality.mean);
  figure.more.emplace_back(prefix + "quality_sd", quality.sd.value_or(0));
  figure.more.emplace_back(prefix + "recall", recall.mean);
  figure.more.emplace_back(prefix + "recall_sd", recall.sd.value_or(0));
}

void AddPeer(const std::vector<Run>& ours, const std::vector<Run>& peers,
             double tokens, Figure& figure) {
  figure.peer = peers.front().peer;
  figure.peer_version = peers.front().version;
  figure.peer_value =
      Median(Each(peers, [&](const Run& run) { return tokens / run.seconds; }));
  std::vector<double> ratios, cpu_ratios;
  for (size_t i = 0; i < ours.size(); ++i) {
    ratios.push_back(peers[i].seconds / ours[i].seconds);
    cpu_ratios.push_back(peers[i].cpu_seconds / ours[i].cpu_seconds);
  }
  figure.ratio = Median(ratios);
  figure.more.emplace_back("cpu_ratio", Median(cpu_ratios));
  AddQuality(peers, "peer_", figure);
}

absl::Status Take(const Flags& flags) {
  C2V_ASSIGN_OR_RETURN(const Case each, CaseOf(flags));
  const SgnsCorpus corpus =
      MakeSgnsCorpus(ShopOfTokens(each.tokens, each.products));
  if (!flags.peer.empty()) {
    C2V_RETURN_IF_ERROR(WriteAsText(corpus, flags.data + "/corpus.txt"));
  }
  std::vector<Run> ours, peers;
  for (int seed = 1; seed <= flags.seeds; ++seed) {
    C2V_ASSIGN_OR_RETURN(Run our, RunOurs(corpus, each, flags.threads, seed));
    ours.push_back(our);
    if (flags.peer.empty()) continue;
    C2V_ASSIGN_OR_RETURN(Run peer, RunPeer(corpus, flags, each, seed));
    peers.push_back(peer);
  }
  const double tokens = static_cast<double>(corpus.tokens.size()) *
                        static_cast<double>(each.settings.epochs);
  const auto speeds =
      Each(ours, [&](const Run& run) { return tokens / run.seconds; });
  Figure figure = {
      .name = flags.name, .value = Median(speeds), .unit = "tokens/s"};
  figure.command = flags.command;
  figure.sd = Summarize(speeds).sd;
  figure.seeds = flags.seeds;
  const double seconds =
      Median(Each(ours, [](const Run& r) { return r.seconds; }));
  const double cpu_seconds =
      Median(Each(ours, [](const Run& r) { return r.cpu_seconds; }));
  const SgnsWork work = MeasureWork(corpus, each.settings);
  figure.more = {{"tokens_per_cpu_second", tokens / cpu_seconds},
                 {"gflops", work.flops / seconds * 1e-9},
                 {"gflops_per_cpu_second", work.flops / cpu_seconds * 1e-9},
                 {"bytes_per_second", work.bytes / seconds},
                 {"threads", flags.threads},
                 {"rows", static_cast<double>(corpus.counts.size())},
                 {"shared_negatives", each.settings.shared_negatives},
                 {"middle_negatives", each.settings.middle_negatives},
                 {"negative_blocks", each.settings.negative_blocks}};
  AddQuality(ours, "", figure);
  if (!peers.empty()) {
    AddPeer(ours, peers, tokens, figure);
    figure.peer_command = absl::StrJoin(PeerCommand(flags, each, 1), " ");
  }
  std::cout << ToJsonLine(figure);
  return absl::OkStatus();
}

int Main(int argc, char** argv) {
  CLI::App app("Trains skip-gram vectors beside a peer.");
  Flags flags;
  app.add_option("name", flags.name, "Name of the figure")->required();
  app.add_option("peer", flags.peer, "The peer's program, after --");
  app.add_option("--data", flags.data, "Folder for the corpus and the vectors");
  app.add_option("--seeds", flags.seeds, "Trainings of each program")
      ->check(CLI::PositiveNumber);
  app.add_option("--threads", flags.threads, "Threads of each program");
  app.add_option("--tokens", flags.tokens, "Another size of the corpus");
  app.add_option("--products", flags.products,
                 "Another number of products of its shop")
      ->check(CLI::Range(500u, 100000000u));
  app.add_option("--epochs", flags.epochs, "Another number of epochs");
  app.add_option("--shared-negatives", flags.shared_negatives,
                 "Another number of shared negatives, all along");
  app.add_option("--middle-negatives", flags.middle_negatives,
                 "Another number in the middle of the training");
  app.add_option("--negative-blocks", flags.negative_blocks,
                 "Blocks for which they stay");
  app.add_option("--start-reach", flags.start_reach,
                 "Another reach of the first vectors");
  app.add_flag("--deterministic", flags.deterministic,
               "The same bytes at any number of threads");
  app.add_flag("--hierarchical", flags.hierarchical, "Hierarchical softmax");
  app.add_option("--command", flags.command, "Recorded with the figure");
  CLI11_PARSE(app, argc, argv);
  const absl::Status status = Take(flags);
  if (status.ok()) return 0;
  std::cerr << "bench_sgns: " << status << "\n";
  return 1;
}

}  // namespace
}  // namespace customer2vec::bench

int main(int argc, char** argv) {
  return customer2vec::bench::Main(argc, argv);
}
