// node2vec on a graph whose nodes have labels: how fast it learns beside
// PecanPy, and how well its vectors tell the labels.
//
//   bench_node2vec node2vec_vs_pecanpy --edges BlogCatalog.edg.gz --labels
//       BlogCatalog_labels.tsv.gz --scratch run/bench/node2vec --threads 2 --
//       .venv/peers-pecanpy/bin/python bench/peers/pecanpy_node2vec.py
//   bench_node2vec blogcatalog_macro_f1 --edges ... --labels ...
//
// node2vec_vs_pecanpy: seconds of walks and training, reading left out for both
// and compiling left out for the peer, in turn, `--repeat` times with a seed
// each, the median. The same p, q, walks, dimension, window, negatives, epochs
// and learning rate; all vectors are judged by the same classifier on the same
// splits, and `quality` is the mean macro-F1 over splits and seeds.
//
// blogcatalog_macro_f1: 10 splits, half of the nodes labelled. Within each
// labelled half, `--inner` times a fifth of it is held out to choose among
// `--config` and the strength of the penalty; what was chosen is then learned
// on the whole half and asked once about the other one.

#include <google/protobuf/text_format.h>

#include <CLI/CLI.hpp>
#include <chrono>
#include <cmath>
#include <cstring>
#include <filesystem>
#include <iostream>
#include <map>
#include <string>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "bench/figure/figure.h"
#include "bench/graph/labelled_graph.h"
#include "bench/train/timed_command.h"
#include "core/base/file.h"
#include "core/base/status_macros.h"
#include "trainer/models/node2vec/node2vec_config.h"
#include "trainer/models/node2vec/node2vec_trainer.h"

namespace customer2vec::bench {
namespace {

constexpr uint64_t kMaxBytes = uint64_t{1} << 32;  // of a file of the peer
constexpr double kLabelledShare = 0.5;
constexpr double kInnerShare = 0.8;

struct Flags {
  std::string name, command, scratch = "run/bench/node2vec";
  LabelledGraphFiles files;
  int repeat = 1, threads = 2, splits = 10, inner = 2;
  uint64_t seed = 1;
  std::vector<std::string> configs;  // text format of Node2VecConfig
  std::vector<double> strengths = {1, 4};
  std::vector<std::string> features = {"input"};
  std::vector<std::string> peer;
};

// What a program made of the graph.
struct Learned {
  double seconds = 0;
  size_t dimension = 0;
  std::vector<float> rows;  // of the labelled nodes
};

absl::StatusOr<v1::Node2VecConfig> ParseConfig(const std::string& text) {
  v1::Node2VecConfig config;
  if (!google::protobuf::TextFormat::ParseFromString(text, &config)) {
    return absl::InvalidArgumentError(
        absl::StrCat("--config is no Node2VecConfig: ", text));
  }
  FillNode2VecDefaults(&config);
  return config;
}

// Rows of length 1, times `length`: strengths of the penalty then mean about
// what they mean for vectors as they are learned.
void BringToLength(size_t dimension, double length, std::vector<float>& rows) {
  for (size_t begin = 0; begin < rows.size(); begin += dimension) {
    double squares = 0;
    for (size_t i = 0; i < dimension; ++i) {
      squares += std::pow(rows[begin + i], 2);
    }
    if (squares == 0) continue;
    for (size_t i = 0; i < dimension; ++i) {
      rows[begin + i] *= static_cast<float>(length / std::sqrt(squares));
    }
  }
}

double MeanLength(size_t dimension, const std::vector<float>& rows) {
  double sum = 0;
  for (size_t begin = 0; begin < rows.size(); begin += dimension) {
    double squares = 0;
    for (size_t i = 0; i < dimension; ++i) {
      squares += std::pow(rows[begin + i], 2);
    }
    sum += std::sqrt(squares);
  }
  return sum * static_cast<double>(dimension) /
         static_cast<double>(rows.size());
}

// The rows of a and b side by side.
std::vector<float> SideBySide(size_t dimension, const std::vector<float>& a,
                              const std::vector<float>& b) {
  std::vector<float> rows;
  for (size_t begin = 0; begin < a.size(); begin += dimension) {
    rows.insert(rows.end(), a.begin() + begin, a.begin() + begin + dimension);
    rows.insert(rows.end(), b.begin() + begin, b.begin() + begin + dimension);
  }
  return rows;
}

void MakeFeatures(const std::string& features, std::vector<float> output,
                  Learned& learned) {
  if (features == "input") return;
  const double length = MeanLength(learned.dimension, learned.rows);
  BringToLength(learned.dimension, length, learned.rows);
  if (features == "unit") return;
  BringToLength(learned.dimension, length, output);
  learned.rows = SideBySide(learned.dimension, learned.rows, output);
  learned.dimension *= 2;
}

// One for each of flags.features.
absl::StatusOr<std::vector<Learned>> LearnOurs(const Flags& flags,
                                               const LabelledGraph& data,
                                               const v1::Node2VecConfig& config,
                                               uint64_t seed) {
  const Graph graph = data.BuildGraph();
  const auto start = std::chrono::steady_clock::now();
  C2V_ASSIGN_OR_RETURN(
      const NodeVectors vectors,
      TrainNode2Vec(graph, config, {.seed = seed, .threads = flags.threads}));
  const std::chrono::duration<double> seconds =
      std::chrono::steady_clock::now() - start;
  std::vector<Learned> all;
  for (const std::string& features : flags.features) {
    all.push_back({seconds.count(), vectors.dimension,
                   data.LabelledRows(vectors.input, vectors.dimension)});
    MakeFeatures(features, data.LabelledRows(vectors.output, vectors.dimension),
                 all.back());
  }
  return all;
}

// The peer reads edges.tsv in the scratch folder and leaves ids.txt,
// vectors.f32, seconds.txt (of walks and training) and version.txt there.
absl::StatusOr<Learned> LearnPeer(const Flags& flags, const LabelledGraph& data,
                                  const v1::Node2VecConfig& config,
                                  uint64_t seed) {
  std::vector<std::string> command = flags.peer;
  const auto add = [&](absl::string_view flag, const auto& value) {
    command.push_back(std::string(flag));
    command.push_back(absl::StrCat(value));
  };
  C2V_RETURN_IF_ERROR(data.WriteEdges(flags.scratch + "/edges.tsv"));
  add("--folder", flags.scratch);
  add("--p", config.p());
  add("--q", config.q());
  add("--walks", config.walks_per_node());
  add("--length", config.walk_length());
  add("--dimension", config.dimension());
  add("--window", config.window_size());
  add("--negatives", config.negatives());
  add("--epochs", config.epochs());
  add("--rate", config.learning_rate());
  add("--threads", flags.threads);
  add("--seed", seed);
  C2V_RETURN_IF_ERROR(RunTimed(command).status());
  const auto read = [&](absl::string_view name) {
    return ReadFileToString(absl::StrCat(flags.scratch, "/", name), kMaxBytes);
  };
  C2V_ASSIGN_OR_RETURN(const std::string ids, read("ids.txt"));
  C2V_ASSIGN_OR_RETURN(const std::string bytes, read("vectors.f32"));
  C2V_ASSIGN_OR_RETURN(const std::string seconds, read("seconds.txt"));
  Learned learned{.dimension = static_cast<size_t>(config.dimension())};
  std::vector<float> by_place(bytes.size() / sizeof(float));
  std::memcpy(by_place.data(), bytes.data(), by_place.size() * sizeof(float));
  std::map<absl::string_view, size_t> places;
  for (const absl::string_view id :
       absl::StrSplit(ids, '\n', absl::SkipEmpty())) {
    places.emplace(id, places.size());
  }
  if (!absl::SimpleAtod(seconds, &learned.seconds) ||
      by_place.size() != places.size() * learned.dimension) {
    return absl::DataLossError("the peer's files do not fit together");
  }
  for (const uint32_t node : data.nodes) {
    const auto row =
        by_place.begin() + places.at(data.ids[node]) * learned.dimension;
    learned.rows.insert(learned.rows.end(), row, row + learned.dimension);
  }
  return learned;
}

absl::StatusOr<F1Scores> Score(const Flags& flags, const LabelledGraph& data,
                               const Learned& learned, const NodeSplit& split,
                               double c) {
  return ClassifyNodes(DenseRows(learned.rows, learned.dimension), data.labels,
                       split,
                       {.c = c,
                        .tolerance = 1e-3,
                        .threads = static_cast<size_t>(flags.threads)});
}

// Mean macro-F1 over held-out fifths of the labelled half.
absl::StatusOr<double> Validate(const Flags& flags, const LabelledGraph& data,
                                const Learned& learned, const NodeSplit& split,
                                double c) {
  double sum = 0;
  for (int inner = 0; inner < flags.inner; ++inner) {
    C2V_ASSIGN_OR_RETURN(const F1Scores scores,
                         Score(flags, data, learned,
                               SplitNodes(split.train, kInnerShare,
                                          static_cast<uint64_t>(100 + inner)),
                               c));
    sum += scores.macro / flags.inner;
  }
  return sum;
}

// For each split the best of all vectors and strengths on its validation.
struct Chosen {
  size_t learned = 0;
  double c = 0;
  double validation = -1;
};

struct Scores {
  std::vector<double> macro, micro, validation;
};

absl::StatusOr<Scores> ChooseAndScore(const Flags& flags,
                                      const LabelledGraph& data,
                                      const std::vector<Learned>& all) {
  std::vector<Chosen> chosen(flags.splits);
  std::vector<NodeSplit> splits;
  for (int split = 0; split < flags.splits; ++split) {
    splits.push_back(SplitNodes(data.labels.size(), kLabelledShare,
                                flags.seed * 1000 + split));
  }
  for (size_t i = 0; i < all.size(); ++i) {
    for (const double c : flags.strengths) {
      std::vector<double> scores;
      for (int split = 0; split < flags.splits; ++split) {
        C2V_ASSIGN_OR_RETURN(const double score,
                             Validate(flags, data, all[i], splits[split], c));
        scores.push_back(score);
        if (score > chosen[split].validation) chosen[split] = {i, c, score};
      }
      std::cerr << "vectors " << i << ", c " << c << ": validation macro-F1 "
                << Summarize(scores).mean << "\n";
    }
  }
  Scores scores;
  for (int split = 0; split < flags.splits; ++split) {
    const Chosen& choice = chosen[split];
    C2V_ASSIGN_OR_RETURN(
        const F1Scores f1,
        Score(flags, data, all[choice.learned], splits[split], choice.c));
    std::cerr << "split " << split << ": vectors " << choice.learned << ", c "
              << choice.c << ", macro-F1 " << f1.macro << "\n";
    scores.macro.push_back(f1.macro);
    scores.micro.push_back(f1.micro);
    scores.validation.push_back(choice.validation);
  }
  return scores;
}

absl::Status RunQuality(const Flags& flags, const LabelledGraph& data,
                        Figure& figure) {
  std::vector<Learned> all;
  for (const std::string& text : flags.configs) {
    C2V_ASSIGN_OR_RETURN(const v1::Node2VecConfig config, ParseConfig(text));
    C2V_ASSIGN_OR_RETURN(std::vector<Learned> learned,
                         LearnOurs(flags, data, config, flags.seed));
    for (size_t i = 0; i < learned.size(); ++i) {
      std::cerr << "vectors " << all.size() << ": " << text << " "
                << flags.features[i] << ", " << learned[i].seconds << " s\n";
      all.push_back(std::move(learned[i]));
    }
  }
  C2V_ASSIGN_OR_RETURN(const Scores scores, ChooseAndScore(flags, data, all));
  figure.value = Summarize(scores.macro).mean;
  figure.unit = "macro-F1";
  figure.sd = Summarize(scores.macro).sd;
  figure.more = {{"splits", flags.splits},
                 {"micro_f1", Summarize(scores.micro).mean},
                 {"validation_macro_f1", Summarize(scores.validation).mean},
                 {"configurations", static_cast<double>(all.size())}};
  if (flags.peer.empty()) return absl::OkStatus();
  C2V_ASSIGN_OR_RETURN(const v1::Node2VecConfig config,
                       ParseConfig(flags.configs.front()));
  C2V_ASSIGN_OR_RETURN(Learned learned,
                       LearnPeer(flags, data, config, flags.seed));
  C2V_ASSIGN_OR_RETURN(const Scores peer,
                       ChooseAndScore(flags, data, {std::move(learned)}));
  figure.peer = "PecanPy, the first configuration";
  figure.peer_value = Summarize(peer.macro).mean;
  figure.ratio = figure.value / *figure.peer_value;
  figure.more.push_back({"peer_sd", Summarize(peer.macro).sd.value_or(0)});
  return absl::OkStatus();
}

// What runs of one program took, and the mean macro-F1 of each.
struct Runs {
  std::vector<double> seconds, macro;
};

absl::Status AddRun(const Flags& flags, const LabelledGraph& data,
                    Learned learned, Runs& runs) {
  runs.seconds.push_back(learned.seconds);
  C2V_ASSIGN_OR_RETURN(const Scores scores,
                       ChooseAndScore(flags, data, {std::move(learned)}));
  runs.macro.push_back(Summarize(scores.macro).mean);
  std::cerr << runs.seconds.back() << " s, macro-F1 " << runs.macro.back()
            << "\n";
  return absl::OkStatus();
}

// "quality", its deviation over seeds, of runs.
void AddQuality(const std::string& prefix, const Runs& runs, Figure& figure) {
  const MeanAndSd quality = Summarize(runs.macro);
  figure.more.emplace_back(prefix + "quality", quality.mean);
  figure.more.emplace_back(prefix + "quality_sd", quality.sd.value_or(0));
}

absl::Status RunSpeed(const Flags& flags, const LabelledGraph& data,
                      Figure& figure) {
  C2V_ASSIGN_OR_RETURN(const v1::Node2VecConfig config,
                       ParseConfig(flags.configs.front()));
  Runs ours, peers;
  for (int i = 0; i < flags.repeat; ++i) {
    const uint64_t seed = flags.seed + i;
    C2V_ASSIGN_OR_RETURN(std::vector<Learned> all,
                         LearnOurs(flags, data, config, seed));
    C2V_RETURN_IF_ERROR(AddRun(flags, data, std::move(all.front()), ours));
    if (flags.peer.empty()) continue;
    C2V_ASSIGN_OR_RETURN(Learned peer, LearnPeer(flags, data, config, seed));
    C2V_RETURN_IF_ERROR(AddRun(flags, data, std::move(peer), peers));
  }
  figure.value = Median(ours.seconds);
  figure.unit = "s";
  figure.sd = Summarize(ours.seconds).sd;
  figure.seeds = flags.repeat;
  figure.more = {{"threads", flags.threads},
                 {"nodes", static_cast<double>(data.ids.size())},
                 {"edges", static_cast<double>(data.edges.size())}};
  AddQuality("", ours, figure);
  if (peers.seconds.empty()) return absl::OkStatus();
  figure.peer = "PecanPy";
  figure.peer_value = Median(peers.seconds);
  figure.ratio = *figure.peer_value / figure.value;
  AddQuality("peer_", peers, figure);
  return absl::OkStatus();
}

absl::Status Run(const Flags& flags) {
  std::filesystem::create_directories(flags.scratch);
  C2V_ASSIGN_OR_RETURN(const LabelledGraph data,
                       ReadLabelledGraph(flags.files));
  std::cerr << data.ids.size() << " nodes, " << data.edges.size() << " edges, "
            << data.labels.size() << " nodes with labels, "
            << data.labels.label_count << " labels\n";
  Figure figure = {.name = flags.name};
  figure.command = flags.command;
  figure.peer_command = absl::StrJoin(flags.peer, " ");
  C2V_RETURN_IF_ERROR(flags.name == "node2vec_vs_pecanpy"
                          ? RunSpeed(flags, data, figure)
                          : RunQuality(flags, data, figure));
  if (!flags.peer.empty()) {
    C2V_ASSIGN_OR_RETURN(
        figure.peer_version,
        ReadFileToString(flags.scratch + "/version.txt", kMaxBytes));
  }
  std::cout << ToJsonLine(figure);
  return absl::OkStatus();
}

int Main(int argc, char** argv) {
  CLI::App app("Measures node2vec on a graph whose nodes have labels.");
  Flags flags;
  app.add_option("name", flags.name, "Name of the figure")
      ->required()
      ->check(CLI::IsMember({"node2vec_vs_pecanpy", "blogcatalog_macro_f1"}));
  app.add_option("peer", flags.peer, "The peer's program, after --");
  app.add_option("--edges", flags.files.edges)->required();
  app.add_option("--labels", flags.files.labels)->required();
  app.add_option("--separator", flags.files.separator);
  app.add_option("--config", flags.configs, "Node2VecConfig in text format");
  app.add_option("--features", flags.features, "What the classifier sees")
      ->check(CLI::IsMember({"input", "unit", "both"}));
  app.add_option("--strength", flags.strengths, "C of the classifier");
  app.add_option("--scratch", flags.scratch)->capture_default_str();
  app.add_option("--repeat", flags.repeat)->capture_default_str();
  app.add_option("--threads", flags.threads)->capture_default_str();
  app.add_option("--splits", flags.splits)->capture_default_str();
  app.add_option("--inner", flags.inner)->capture_default_str();
  app.add_option("--seed", flags.seed)->capture_default_str();
  app.add_option("--command", flags.command, "Recorded with the figure");
  CLI11_PARSE(app, argc, argv);
  if (flags.configs.empty()) flags.configs = {"p: 0.25 q: 0.25"};
  const absl::Status status = Run(flags);
  if (status.ok()) return 0;
  std::cerr << "bench_node2vec: " << status << "\n";
  return 1;
}

}  // namespace
}  // namespace customer2vec::bench

int main(int argc, char** argv) {
  return customer2vec::bench::Main(argc, argv);
}
