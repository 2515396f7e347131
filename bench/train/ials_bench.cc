// Seconds of an iteration of implicit alternating least squares, beside those
// of the Python package `implicit` on the same matrix, objective and threads.
//
//   bench_ials ials_vs_implicit --scratch run/bench/ials --threads 2 --
//       .venv/peers-implicit/bin/python bench/peers/implicit_als.py
//
// Both programs solve the same problem from a random start, in turn, `--repeat`
// times; an iteration is the mean of a run, the figure the median of the runs.
// The objective and the recall of both factorisations are taken by the same
// plain code.

#include <CLI/CLI.hpp>
#include <cstring>
#include <filesystem>
#include <iostream>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "bench/figure/figure.h"
#include "bench/train/ials_problem.h"
#include "bench/train/timed_command.h"
#include "core/base/file.h"
#include "core/base/status_macros.h"
#include "trainer/models/als/als_trainer.h"

namespace customer2vec::bench {
namespace {

constexpr uint64_t kMaxBytes = uint64_t{1} << 32;  // of a file of the peer

struct Flags {
  std::string name, command, scratch = "run/bench/ials";
  int repeat = 2, iterations = 5, factors = 128, threads = 2, cg_steps = 2;
  IalsSize size;
  IalsObjective objective;
  uint64_t seed = 1;
  std::vector<std::string> peer;
};

// What a program made of the problem.
struct Outcome {
  double iteration_seconds = 0;
  double whole_seconds = 0;  // ours, of all iterations and the last solution
  IalsQuality quality;
};

absl::StatusOr<Outcome> RunOurs(const Flags& flags,
                                const IalsProblem& problem) {
  v1::AlsConfig config;
  config.set_factors(flags.factors);
  config.set_iterations(flags.iterations);
  config.set_cg_steps(flags.cg_steps);
  config.set_alpha(flags.objective.alpha);
  config.set_regularization(flags.objective.regularization);
  double seconds = 0;
  AlsOptions options{.seed = flags.seed,
                     .threads = static_cast<size_t>(flags.threads)};
  options.progress = [&](const AlsProgress& progress) {
    std::cerr << "als: iteration " << progress.iteration << ": "
              << progress.seconds << " s, objective "
              << progress.objective / static_cast<double>(problem.taken.size())
              << "\n";
    seconds += progress.seconds;
  };
  const absl::Time start = absl::Now();
  C2V_ASSIGN_OR_RETURN(const AlsModel model,
                       TrainAls(problem.taken, config, options));
  return Outcome{seconds / flags.iterations,
                 absl::ToDoubleSeconds(absl::Now() - start),
                 MeasureIals(problem, model.factors, model.customers,
                             model.items, flags.objective)};
}

absl::StatusOr<std::vector<float>> ReadFloats(const std::string& path) {
  C2V_ASSIGN_OR_RETURN(const std::string bytes,
                       ReadFileToString(path, kMaxBytes));
  std::vector<float> values(bytes.size() / sizeof(float));
  std::memcpy(values.data(), bytes.data(), values.size() * sizeof(float));
  return values;
}

// The peer reads the problem from the scratch folder and leaves customers.f32,
// items.f32, seconds.txt (of an iteration) and version.txt there.
absl::StatusOr<Outcome> RunPeer(const Flags& flags,
                                const IalsProblem& problem) {
  std::vector<std::string> command = flags.peer;
  const auto add = [&](absl::string_view flag, const auto& value) {
    command.push_back(std::string(flag));
    command.push_back(absl::StrCat(value));
  };
  add("--data", flags.scratch);
  add("--factors", flags.factors);
  add("--iterations", flags.iterations);
  add("--threads", flags.threads);
  add("--alpha", flags.objective.alpha);
  add("--regularization", flags.objective.regularization);
  add("--columns", flags.size.products);
  add("--seed", flags.seed);
  C2V_RETURN_IF_ERROR(RunTimed(command).status());
  C2V_ASSIGN_OR_RETURN(const std::vector<float> customers,
                       ReadFloats(flags.scratch + "/customers.f32"));
  C2V_ASSIGN_OR_RETURN(const std::vector<float> items,
                       ReadFloats(flags.scratch + "/items.f32"));
  C2V_ASSIGN_OR_RETURN(
      const std::string seconds,
      ReadFileToString(flags.scratch + "/seconds.txt", kMaxBytes));
  Outcome outcome;
  if (!absl::SimpleAtod(seconds, &outcome.iteration_seconds)) {
    return absl::DataLossError("the peer left no seconds.txt");
  }
  outcome.quality = MeasureIals(problem, static_cast<size_t>(flags.factors),
                                customers, items, flags.objective);
  return outcome;
}

// Multiply-adds of an iteration, as two operations each: a dot product and a
// weighted sum for each purchase, side and pass over a row.
double GigaOperations(const Flags& flags, const IalsProblem& problem) {
  return 2.0 * 2 * 2 * flags.factors *
         static_cast<double>(problem.taken.size()) * (flags.cg_steps + 1) / 1e9;
}

Figure MakeFigure(const Flags& flags, const IalsProblem& problem,
                  const std::vector<Outcome>& ours,
                  const std::vector<Outcome>& peers) {
  const auto median = [](const std::vector<Outcome>& outcomes) {
    std::vector<double> seconds;
    for (const Outcome& each : outcomes) {
      seconds.push_back(each.iteration_seconds);
    }
    return Median(seconds);
  };
  Figure figure = {.name = flags.name, .value = median(ours), .unit = "s"};
  figure.command = flags.command;
  const IalsQuality& quality = ours.back().quality;
  figure.more = {{"purchases", static_cast<double>(problem.taken.size())},
                 {"threads", flags.threads},
                 {"iterations", flags.iterations},
                 {"whole_seconds", ours.back().whole_seconds},
                 {"gflops", GigaOperations(flags, problem) / figure.value},
                 {"quality", quality.objective},
                 {"recall", quality.recall20},
                 {"recall_standard_error", quality.standard_error}};
  if (peers.empty()) return figure;
  figure.peer = "implicit";
  figure.peer_value = median(peers);
  figure.ratio = *figure.peer_value / figure.value;
  figure.more.push_back({"peer_quality", peers.back().quality.objective});
  figure.more.push_back({"peer_recall", peers.back().quality.recall20});
  return figure;
}

absl::Status Run(const Flags& flags) {
  std::filesystem::create_directories(flags.scratch);
  std::cerr << "als: generating\n";
  const IalsProblem problem = MakeIalsProblem(flags.size, flags.seed);
  std::cerr << "als: " << problem.taken.size() << " purchases\n";
  C2V_RETURN_IF_ERROR(WriteIalsProblem(problem, flags.scratch));
  std::vector<Outcome> ours, peers;
  for (int i = 0; i < flags.repeat; ++i) {
    C2V_ASSIGN_OR_RETURN(const Outcome outcome, RunOurs(flags, problem));
    ours.push_back(outcome);
    if (flags.peer.empty()) continue;
    C2V_ASSIGN_OR_RETURN(const Outcome peer, RunPeer(flags, problem));
    peers.push_back(peer);
  }
  Figure figure = MakeFigure(flags, problem, ours, peers);
  if (!flags.peer.empty()) {
    C2V_ASSIGN_OR_RETURN(
        figure.peer_version,
        ReadFileToString(flags.scratch + "/version.txt", kMaxBytes));
    for (const std::string& part : flags.peer) {
      absl::StrAppend(&figure.peer_command,
                      figure.peer_command.empty() ? "" : " ", part);
    }
  }
  std::cout << ToJsonLine(figure);
  return absl::OkStatus();
}

int Main(int argc, char** argv) {
  CLI::App app("Times implicit alternating least squares.");
  Flags flags;
  app.add_option("name", flags.name, "Name of the figure")->required();
  app.add_option("peer", flags.peer, "The peer's program, after --");
  app.add_option("--scratch", flags.scratch)->capture_default_str();
  app.add_option("--repeat", flags.repeat)->capture_default_str();
  app.add_option("--iterations", flags.iterations)->capture_default_str();
  app.add_option("--factors", flags.factors)->capture_default_str();
  app.add_option("--threads", flags.threads)->capture_default_str();
  app.add_option("--cg-steps", flags.cg_steps)->capture_default_str();
  app.add_option("--customers", flags.size.customers)->capture_default_str();
  app.add_option("--products", flags.size.products)->capture_default_str();
  app.add_option("--mean-items", flags.size.mean_items)->capture_default_str();
  app.add_option("--alpha", flags.objective.alpha)->capture_default_str();
  app.add_option("--regularization", flags.objective.regularization)
      ->capture_default_str();
  app.add_option("--seed", flags.seed)->capture_default_str();
  app.add_option("--command", flags.command, "Recorded with the figure");
  CLI11_PARSE(app, argc, argv);
  const absl::Status status = Run(flags);
  if (status.ok()) return 0;
  std::cerr << "bench_ials: " << status << "\n";
  return 1;
}

}  // namespace
}  // namespace customer2vec::bench

int main(int argc, char** argv) {
  return customer2vec::bench::Main(argc, argv);
}
