// Tokens a second of doc2vec, beside gensim on the same documents, threads and
// learning rates, with the quality of both.
//
//   bench_documents dbow_vs_gensim --scratch run/bench/documents --threads 2 --
//       .venv/peers-gensim/bin/python bench/peers/gensim_doc2vec.py
//
// Both programs train in turn, once a seed, with one rate an epoch; the figures
// are the medians of the runs, the qualities their means (document_corpus.h).

#include <CLI/CLI.hpp>
#include <chrono>
#include <cstring>
#include <filesystem>
#include <iostream>
#include <string>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "bench/figure/figure.h"
#include "bench/train/document_corpus.h"
#include "bench/train/timed_command.h"
#include "core/base/file.h"
#include "core/base/status_macros.h"
#include "trainer/models/sgns/text_trainer.h"

namespace customer2vec::bench {
namespace {

constexpr uint64_t kMaxBytes = uint64_t{1} << 32;  // of a file of the peer

struct Flags {
  std::string name, command, scratch = "run/bench/documents";
  int seeds = 3, threads = 2, epochs = 10;
  double rate = 0.05;  // of the first epoch; it falls linearly to the last
  DocumentCorpusOptions corpus;
  TextSettings text;
  std::vector<std::string> peer;
};

// What a program made of the documents.
struct Outcome {
  double tokens_per_second = 0;
  DocumentQuality quality;
};

bool IsDm(const Flags& flags) { return flags.name == "dm_vs_gensim"; }

// One rate an epoch, from flags.rate towards 0.
std::vector<double> RatesOf(const Flags& flags) {
  std::vector<double> rates;
  for (int epoch = 0; epoch < flags.epochs; ++epoch) {
    rates.push_back(flags.rate * (flags.epochs - epoch) / flags.epochs);
  }
  return rates;
}

Outcome MakeOutcome(const Flags& flags, const DocumentCorpus& corpus,
                    double seconds, const std::vector<float>& documents,
                    const std::vector<float>& output) {
  return {static_cast<double>(corpus.tokens.size()) * flags.epochs / seconds,
          MeasureDocuments(corpus, {documents, output, flags.text.dimension})};
}

absl::StatusOr<Outcome> RunOurs(const Flags& flags,
                                const DocumentCorpus& corpus, int seed) {
  TextSettings settings = flags.text;
  settings.model = IsDm(flags) ? TextModel::kPvDm : TextModel::kPvDbow;
  settings.epochs = flags.epochs;
  settings.rate = {.schedule = RateSchedule::kSteps, .steps = RatesOf(flags)};
  const auto start = std::chrono::steady_clock::now();
  C2V_ASSIGN_OR_RETURN(const TextVectors vectors,
                       TrainTexts(corpus.View(), corpus.counts, settings,
                                  {.seed = static_cast<uint64_t>(seed),
                                   .threads = flags.threads}));
  const std::chrono::duration<double> seconds =
      std::chrono::steady_clock::now() - start;
  return MakeOutcome(flags, corpus, seconds.count(), vectors.documents,
                     vectors.output);
}

absl::StatusOr<std::vector<float>> ReadFloats(const std::string& path,
                                              size_t count) {
  C2V_ASSIGN_OR_RETURN(const std::string bytes,
                       ReadFileToString(path, kMaxBytes));
  std::vector<float> values(count);
  if (bytes.size() != count * sizeof(float)) {
    return absl::DataLossError(
        absl::StrCat(path, " has ", bytes.size(), " bytes"));
  }
  std::memcpy(values.data(), bytes.data(), bytes.size());
  return values;
}

absl::StatusOr<Outcome> RunPeer(const Flags& flags,
                                const DocumentCorpus& corpus, int seed) {
  std::vector<std::string> command = flags.peer;
  const auto add = [&](absl::string_view flag, const auto& value) {
    command.push_back(std::string(flag));
    command.push_back(absl::StrCat(value));
  };
  const size_t d = flags.text.dimension;
  add("--folder", flags.scratch);
  add("--model", IsDm(flags) ? "dm" : "dbow");
  add("--rows", corpus.counts.size());
  add("--dimension", d);
  add("--window", flags.text.window_size);
  add("--negatives", flags.text.negatives);
  add("--threads", flags.threads);
  add("--seed", seed);
  add("--rates", absl::StrJoin(RatesOf(flags), ","));
  C2V_RETURN_IF_ERROR(RunTimed(command).status());
  C2V_ASSIGN_OR_RETURN(
      const std::vector<float> documents,
      ReadFloats(flags.scratch + "/documents.f32", corpus.groups.size() * d));
  C2V_ASSIGN_OR_RETURN(
      const std::vector<float> output,
      ReadFloats(flags.scratch + "/output.f32", corpus.counts.size() * d));
  C2V_ASSIGN_OR_RETURN(
      const std::string text,
      ReadFileToString(flags.scratch + "/seconds.txt", kMaxBytes));
  double seconds = 0;
  if (!absl::SimpleAtod(text, &seconds)) {
    return absl::DataLossError("the peer left no seconds.txt");
  }
  return MakeOutcome(flags, corpus, seconds, documents, output);
}

// Median of the speeds, mean of the qualities.
Outcome Summary(const std::vector<Outcome>& outcomes) {
  std::vector<double> speeds, neighbours, recalls;
  for (const Outcome& outcome : outcomes) {
    speeds.push_back(outcome.tokens_per_second);
    neighbours.push_back(outcome.quality.neighbours);
    recalls.push_back(outcome.quality.recall);
  }
  return {Median(speeds),
          {Summarize(neighbours).mean, Summarize(recalls).mean}};
}

Figure MakeFigure(const Flags& flags, const DocumentCorpus& corpus,
                  const std::vector<Outcome>& ours,
                  const std::vector<Outcome>& peers) {
  const Outcome mine = Summary(ours);
  Figure figure = {.name = flags.name,
                   .value = mine.tokens_per_second / 1e6,
                   .unit = "M tokens/s"};
  figure.command = flags.command;
  figure.seeds = flags.seeds;
  figure.more = {{"documents", static_cast<double>(corpus.groups.size())},
                 {"tokens", static_cast<double>(corpus.tokens.size())},
                 {"threads", flags.threads},
                 {"quality", mine.quality.neighbours},
                 {"recall", mine.quality.recall}};
  if (peers.empty()) return figure;
  const Outcome theirs = Summary(peers);
  figure.peer = "gensim";
  figure.peer_value = theirs.tokens_per_second / 1e6;
  figure.ratio = figure.value / *figure.peer_value;
  figure.peer_command = absl::StrJoin(flags.peer, " ");
  figure.more.push_back({"peer_quality", theirs.quality.neighbours});
  figure.more.push_back({"peer_recall", theirs.quality.recall});
  return figure;
}

void Report(absl::string_view who, const Outcome& outcome) {
  std::cerr << who << ": " << outcome.tokens_per_second / 1e6
            << " M tokens/s, neighbours " << outcome.quality.neighbours
            << ", recall " << outcome.quality.recall << "\n";
}

absl::Status Run(const Flags& flags) {
  std::filesystem::create_directories(flags.scratch);
  const DocumentCorpus corpus = MakeDocumentCorpus(flags.corpus);
  std::cerr << "documents: " << corpus.tokens.size() << " tokens\n";
  C2V_RETURN_IF_ERROR(WriteAsText(corpus, flags.scratch + "/corpus.txt"));
  std::vector<Outcome> ours, peers;
  for (int seed = 1; seed <= flags.seeds; ++seed) {
    C2V_ASSIGN_OR_RETURN(const Outcome outcome, RunOurs(flags, corpus, seed));
    Report("ours", outcome);
    ours.push_back(outcome);
    if (flags.peer.empty()) continue;
    C2V_ASSIGN_OR_RETURN(const Outcome peer, RunPeer(flags, corpus, seed));
    Report("gensim", peer);
    peers.push_back(peer);
  }
  Figure figure = MakeFigure(flags, corpus, ours, peers);
  if (!flags.peer.empty()) {
    C2V_ASSIGN_OR_RETURN(
        figure.peer_version,
        ReadFileToString(flags.scratch + "/version.txt", kMaxBytes));
  }
  std::cout << ToJsonLine(figure);
  return absl::OkStatus();
}

int Main(int argc, char** argv) {
  CLI::App app("Times doc2vec.");
  Flags flags;
  app.add_option("name", flags.name, "Name of the figure")
      ->required()
      ->check(CLI::IsMember({"dbow_vs_gensim", "dm_vs_gensim"}));
  app.add_option("peer", flags.peer, "The peer's program, after --");
  const auto add = [&](const char* name, auto& value) {
    app.add_option(name, value)->capture_default_str();
  };
  add("--scratch", flags.scratch);
  add("--seeds", flags.seeds);
  add("--threads", flags.threads);
  add("--epochs", flags.epochs);
  add("--rate", flags.rate);
  add("--documents", flags.corpus.documents);
  add("--groups", flags.corpus.groups);
  add("--focus", flags.corpus.focus);
  add("--longest", flags.corpus.longest);
  add("--dimension", flags.text.dimension);
  add("--block-tokens", flags.text.block_tokens);
  add("--shared-negatives", flags.text.shared_negatives);
  add("--reuse", flags.text.reuse);
  app.add_flag("--deterministic", flags.text.deterministic,
               "The same bytes at any number of threads");
  app.add_option("--command", flags.command, "Recorded with the figure");
  CLI11_PARSE(app, argc, argv);
  const absl::Status status = Run(flags);
  if (status.ok()) return 0;
  std::cerr << "bench_documents: " << status << "\n";
  return 1;
}

}  // namespace
}  // namespace customer2vec::bench

int main(int argc, char** argv) {
  return customer2vec::bench::Main(argc, argv);
}
