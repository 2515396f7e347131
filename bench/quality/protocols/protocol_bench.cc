// Figures of published protocols, one line of JSON a metric.
//
//   bench_protocols diginetica --data data/diginetica_srgnn --seeds 3
//
// scripts/bench quality runs it by the names of the figures.

#include <CLI/CLI.hpp>
#include <iostream>
#include <map>
#include <string>

#include "bench/quality/protocols/protocol_figures.h"

namespace customer2vec::bench {
namespace {

using Protocol = ProtocolFigures (*)(const ProtocolRun& run);

const std::map<std::string, Protocol>& Protocols() {
  static const auto& protocols = *new std::map<std::string, Protocol>{
      {"beauty", BeautyFigures},
      {"diginetica", DigineticaFigures},
      {"online_retail", OnlineRetailFigures},
      {"tafeng", TaFengFigures}};
  return protocols;
}

int Main(int argc, char** argv) {
  CLI::App app("Searches parameters on validation data, measures on the test.");
  std::string protocol, command;
  ProtocolRun run;
  app.add_option("protocol", protocol, "Which")
      ->required()
      ->check(CLI::IsMember(Protocols()));
  app.add_option("--data", run.folder, "The folder with its files")->required();
  app.add_option("--seeds", run.seeds, "Splits or searches")
      ->check(CLI::Range(1, 1000));
  app.add_option("--budget", run.budget, "Configurations tried a seed")
      ->check(CLI::Range(1, 100000));
  app.add_option("--threads", run.threads)->check(CLI::Range(1, 1000));
  app.add_option("--command", command, "Recorded with each figure");
  CLI11_PARSE(app, argc, argv);
  ProtocolFigures figures = Protocols().at(protocol)(run);
  if (!figures.ok()) {
    std::cerr << "bench_protocols: " << figures.status() << "\n";
    return 1;
  }
  for (Figure& figure : *figures) {
    figure.command = command;
    std::cout << ToJsonLine(figure) << std::flush;
  }
  return 0;
}

}  // namespace
}  // namespace customer2vec::bench

int main(int argc, char** argv) {
  return customer2vec::bench::Main(argc, argv);
}
