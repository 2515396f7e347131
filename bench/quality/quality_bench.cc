// Quality figures of trained snapshots, one folder a seed.
//
//   bench_quality complete_journey_recall10 --snapshot run/a/V1 run/b/V2
//
// Prints one line of JSON a name. scripts/bench trains the snapshots.

#include <CLI/CLI.hpp>
#include <functional>
#include <iostream>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "bench/figure/figure.h"
#include "bench/quality/manifest_figures.h"
#include "bench/quality/neighbours.h"
#include "core/base/status_macros.h"
#include "core/snapshot/snapshot.h"

namespace customer2vec::bench {
namespace {

using Snapshots = std::vector<std::unique_ptr<const Snapshot>>;
using Measurement = std::function<absl::StatusOr<Figure>(const Snapshots&)>;

absl::StatusOr<Figure> FromManifests(const std::string& name,
                                     const Snapshots& snapshots) {
  std::vector<v1::SnapshotManifest> manifests;
  for (const auto& snapshot : snapshots) {
    manifests.push_back(snapshot->manifest());
  }
  return ManifestFigure(name, manifests);
}

absl::StatusOr<Figure> SameNeighbours(const std::string& attribute,
                                      const Snapshots& snapshots) {
  std::vector<double> shares, chances, frequent;
  const NeighbourOptions options = {.attribute = attribute};
  for (const auto& snapshot : snapshots) {
    C2V_ASSIGN_OR_RETURN(const Neighbourhood result,
                         MeasureNeighbours(*snapshot, options));
    shares.push_back(result.same_share);
    chances.push_back(result.chance_share);
    frequent.push_back(result.frequent_with_enough);
  }
  const MeanAndSd share = Summarize(shares);
  Figure figure = {.value = share.mean, .unit = "share", .peer = "chance"};
  figure.peer_value = Summarize(chances).mean;
  figure.ratio = share.mean / *figure.peer_value;
  figure.sd = share.sd;
  figure.seeds = shares.size();
  figure.more = {{"frequent_products", options.frequent_products},
                 {"frequent_products_with_6_of_10", Summarize(frequent).mean}};
  return figure;
}

const std::map<std::string, Measurement>& Measurements() {
  static const auto& measurements = *new std::map<std::string, Measurement>{
      {"complete_journey_recall10",
       [](const Snapshots& s) {
         return FromManifests("complete_journey_recall10", s);
       }},
      {"complete_journey_basket_hr20",
       [](const Snapshots& s) {
         return FromManifests("complete_journey_basket_hr20", s);
       }},
      {"neighbours_same_department",
       [](const Snapshots& s) { return SameNeighbours("department", s); }},
      {"neighbours_same_aisle",
       [](const Snapshots& s) { return SameNeighbours("aisle", s); }},
      // The same of snapshots whose default space is content2vec's.
      {"content_neighbours_same_department",
       [](const Snapshots& s) { return SameNeighbours("department", s); }},
      {"content_neighbours_same_aisle",
       [](const Snapshots& s) { return SameNeighbours("aisle", s); }},
      {"content_basket_hr20", [](const Snapshots& s) {
         return FromManifests("complete_journey_basket_hr20", s);
       }}};
  return measurements;
}

struct Flags {
  std::vector<std::string> names, folders;
  std::string command;
};

absl::Status RunAll(const Flags& flags) {
  Snapshots snapshots;
  for (const std::string& folder : flags.folders) {
    C2V_ASSIGN_OR_RETURN(snapshots.emplace_back(), Snapshot::Load(folder));
  }
  for (const std::string& name : flags.names) {
    C2V_ASSIGN_OR_RETURN(Figure figure, Measurements().at(name)(snapshots));
    figure.name = name;
    figure.command = flags.command;
    std::cout << ToJsonLine(figure) << std::flush;
  }
  return absl::OkStatus();
}

int Main(int argc, char** argv) {
  CLI::App app("Prints quality figures of trained snapshots.");
  Flags flags;
  app.add_option("name", flags.names, "What to print")
      ->required()
      ->check(CLI::IsMember(Measurements()));
  app.add_option("--snapshot", flags.folders, "A snapshot's folder, one a seed")
      ->required();
  app.add_option("--command", flags.command, "Recorded with each figure");
  CLI11_PARSE(app, argc, argv);
  const absl::Status status = RunAll(flags);
  if (status.ok()) return 0;
  std::cerr << "bench_quality: " << status << "\n";
  return 1;
}

}  // namespace
}  // namespace customer2vec::bench

int main(int argc, char** argv) {
  return customer2vec::bench::Main(argc, argv);
}
