// Seconds from a shop's logs to a published snapshot.
//
//   fit="c2v-train fit --config shop.textproto --store run/store"
//   bench_fit logs_to_snapshot_seconds --repeat 3 -- $fit
//
// Everything between counts: reading, every fit, evaluation, indexing,
// verifying, publishing. Prints one line of JSON with the median of the runs.

#include <CLI/CLI.hpp>
#include <iostream>
#include <string>
#include <vector>

#include "bench/figure/figure.h"
#include "bench/train/timed_command.h"
#include "core/base/status_macros.h"

namespace customer2vec::bench {
namespace {

struct Flags {
  std::string name, command;
  int repeat = 1;
  std::vector<std::string> program;
};

absl::Status Run(const Flags& flags) {
  std::vector<double> seconds, cpu_seconds, bytes;
  for (int i = 0; i < flags.repeat; ++i) {
    C2V_ASSIGN_OR_RETURN(const Usage usage, RunTimed(flags.program));
    seconds.push_back(absl::ToDoubleSeconds(usage.wall));
    cpu_seconds.push_back(absl::ToDoubleSeconds(usage.cpu));
    bytes.push_back(usage.max_resident_bytes);
  }
  Figure figure = {.name = flags.name, .value = Median(seconds), .unit = "s"};
  figure.command = flags.command;
  figure.sd = Summarize(seconds).sd;
  figure.more = {{"runs", flags.repeat},
                 {"cpu_seconds", Median(cpu_seconds)},
                 {"max_resident_bytes", Median(bytes)}};
  std::cout << ToJsonLine(figure);
  return absl::OkStatus();
}

int Main(int argc, char** argv) {
  CLI::App app("Times a program from its start to its end.");
  Flags flags;
  app.add_option("name", flags.name, "Name of the figure")->required();
  app.add_option("program", flags.program, "Program and arguments, after --")
      ->required();
  app.add_option("--repeat", flags.repeat, "Runs; the figure is their median")
      ->check(CLI::PositiveNumber)
      ->capture_default_str();
  app.add_option("--command", flags.command, "Recorded with the figure");
  CLI11_PARSE(app, argc, argv);
  const absl::Status status = Run(flags);
  if (status.ok()) return 0;
  std::cerr << "bench_fit: " << status << "\n";
  return 1;
}

}  // namespace
}  // namespace customer2vec::bench

int main(int argc, char** argv) {
  return customer2vec::bench::Main(argc, argv);
}
