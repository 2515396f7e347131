// What a payment graph adds to behavior, on generated networks whose truth is
// known: one snapshot and one network a seed.
//
//   bench_payments payments_recall_gain --snapshot S1 S2 --network N1 N2
//   bench_payments payments_segments_gain --snapshot S1 S2 --network N1 N2
//
// Each snapshot holds the spaces `behavior`, `network` and `joined` (both, one
// after another) and scorers of nearest customers over the first and the last:
// examples/payments.textproto. Gains are joined less behavior, network by
// network; `sd` is over networks, so that the standard error of the mean is
// sd / sqrt(seeds).
//
//   payments_recall_gain    recall@10 of the services of an entity's last order
//   payments_segments_gain  agreement (adjusted Rand index) of segments by
//                           k-means with industry and behavior together, as
//                           many as there are; beside it with each alone

#include <CLI/CLI.hpp>
#include <algorithm>
#include <iostream>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "bench/figure/figure.h"
#include "bench/graph/adjusted_rand_index.h"
#include "client/segments/kmeans_segments.h"
#include "core/base/status_macros.h"
#include "core/snapshot/snapshot.h"
#include "trainer/data/table_reader.h"

namespace customer2vec::bench {
namespace {

struct Flags {
  std::string name, command;
  std::vector<std::string> snapshots, networks;
};

// What was measured of each space on each network, by name.
using Measured = std::map<std::string, std::vector<double>>;

absl::StatusOr<double> RecallOf(const Snapshot& snapshot,
                                const std::string& servable) {
  for (const auto& figure : snapshot.manifest().evaluation()) {
    if (figure.servable() == servable && figure.task() == "customer" &&
        figure.metric() == "recall" && figure.cutoff() == 10) {
      return figure.value();
    }
  }
  return absl::NotFoundError(
      absl::StrCat("the snapshot has no recall@10 of \"", servable, "\""));
}

absl::Status AddRecall(const Snapshot& snapshot, Measured& measured) {
  for (const char* name : {"peers_behavior", "peers_joined", "behavior",
                           "joined", "popularity", "personal_frequency"}) {
    C2V_ASSIGN_OR_RETURN(const double recall, RecallOf(snapshot, name));
    measured[name].push_back(recall);
  }
  return absl::OkStatus();
}

// Industry and behavior of each entity.
struct Truth {
  uint32_t industry;
  uint32_t behavior;
};

absl::StatusOr<std::map<std::string, Truth>> ReadTruth(
    const std::string& network) {
  BadRowLog log({.strict = true});
  C2V_ASSIGN_OR_RETURN(
      const auto table,
      TableReader::Open(absl::StrCat(network, "/truth.csv"), ',', log));
  C2V_ASSIGN_OR_RETURN(const size_t entity, table->Column("entity_id"));
  C2V_ASSIGN_OR_RETURN(const size_t industry, table->Column("industry"));
  C2V_ASSIGN_OR_RETURN(const size_t behavior, table->Column("behavior"));
  std::map<std::string, Truth> truth;
  while (table->Next()) {
    uint64_t i, b;
    if (!table->TakeUnsigned(industry, &i)) continue;
    if (!table->TakeUnsigned(behavior, &b)) continue;
    truth[std::string(table->Value(entity))] = {static_cast<uint32_t>(i),
                                                static_cast<uint32_t>(b)};
  }
  C2V_RETURN_IF_ERROR(table->status());
  return truth;
}

// The truth of the entities by customer row.
struct Labels {
  std::vector<uint32_t> industries, behaviors, both;
};

absl::StatusOr<Labels> LabelsOf(const Snapshot& snapshot,
                                const std::map<std::string, Truth>& truth) {
  Labels labels;
  std::map<std::pair<uint32_t, uint32_t>, uint32_t> numbers;
  const Vocabulary& customers = snapshot.tables().customers;
  for (uint32_t row = 0; row < customers.size(); ++row) {
    const auto found = truth.find(std::string(customers.Id(row)));
    if (found == truth.end()) {
      return absl::NotFoundError(
          absl::StrCat("no truth about entity ", customers.Id(row),
                       ": are snapshot and network of one seed?"));
    }
    const auto [industry, behavior] = found->second;
    labels.industries.push_back(industry);
    labels.behaviors.push_back(behavior);
    labels.both.push_back(
        numbers.emplace(std::pair(industry, behavior), numbers.size())
            .first->second);
  }
  return labels;
}

absl::Status AddSegments(const Snapshot& snapshot, const std::string& network,
                         Measured& measured) {
  C2V_ASSIGN_OR_RETURN(const auto truth, ReadTruth(network));
  C2V_ASSIGN_OR_RETURN(const Labels labels, LabelsOf(snapshot, truth));
  for (const char* name : {"behavior", "network", "joined"}) {
    const Space* space = snapshot.FindSpace(name);
    if (space == nullptr || space->customer_count() == 0) {
      return absl::NotFoundError(absl::StrCat("the snapshot has no space \"",
                                              name, "\" with customers"));
    }
    std::vector<float> rows;
    for (uint32_t row = 0; row < space->customer_count(); ++row) {
      const auto vector = space->CustomerVector(row);
      rows.insert(rows.end(), vector.begin(), vector.end());
    }
    const auto agreement =
        [&](const std::vector<uint32_t>& truth) -> absl::StatusOr<double> {
      const size_t k = *std::max_element(truth.begin(), truth.end()) + 1;
      C2V_ASSIGN_OR_RETURN(
          const std::vector<uint32_t> segments,
          KMeansSegments(rows, space->dimension(), k, /*seed=*/1));
      return AdjustedRandIndex(segments, truth);
    };
    C2V_ASSIGN_OR_RETURN(const double both, agreement(labels.both));
    C2V_ASSIGN_OR_RETURN(const double industry, agreement(labels.industries));
    C2V_ASSIGN_OR_RETURN(const double behavior, agreement(labels.behaviors));
    measured[name].push_back(both);
    measured[absl::StrCat(name, "_industry")].push_back(industry);
    measured[absl::StrCat(name, "_behavior")].push_back(behavior);
  }
  return absl::OkStatus();
}

Figure GainFigure(const Measured& measured, const std::string& with,
                  const std::string& without) {
  std::vector<double> gains;
  for (size_t i = 0; i < measured.at(with).size(); ++i) {
    gains.push_back(measured.at(with)[i] - measured.at(without)[i]);
  }
  Figure figure = {.value = Summarize(gains).mean, .peer = without};
  figure.sd = Summarize(gains).sd;
  figure.seeds = static_cast<int>(gains.size());
  figure.peer_value = Summarize(measured.at(without)).mean;
  figure.ratio = Summarize(measured.at(with)).mean / *figure.peer_value;
  for (const auto& [name, values] : measured) {
    figure.more.push_back({name, Summarize(values).mean});
  }
  return figure;
}

absl::Status Run(const Flags& flags) {
  if (flags.snapshots.size() != flags.networks.size()) {
    return absl::InvalidArgumentError("name one network for each snapshot");
  }
  const bool recall = flags.name == "payments_recall_gain";
  Measured measured;
  for (size_t i = 0; i < flags.snapshots.size(); ++i) {
    C2V_ASSIGN_OR_RETURN(const std::unique_ptr<const Snapshot> snapshot,
                         Snapshot::Load(flags.snapshots[i]));
    C2V_RETURN_IF_ERROR(
        recall ? AddRecall(*snapshot, measured)
               : AddSegments(*snapshot, flags.networks[i], measured));
  }
  Figure figure = recall
                      ? GainFigure(measured, "peers_joined", "peers_behavior")
                      : GainFigure(measured, "joined", "behavior");
  figure.name = flags.name;
  figure.unit = recall ? "recall@10" : "adjusted Rand index";
  figure.command = flags.command;
  std::cout << ToJsonLine(figure);
  return absl::OkStatus();
}

int Main(int argc, char** argv) {
  CLI::App app("Measures what a payment graph adds to behavior.");
  Flags flags;
  app.add_option("name", flags.name, "Name of the figure")
      ->required()
      ->check(
          CLI::IsMember({"payments_recall_gain", "payments_segments_gain"}));
  app.add_option("--snapshot", flags.snapshots, "Folders, one a seed")
      ->required();
  app.add_option("--network", flags.networks, "Generated folders, one a seed")
      ->required();
  app.add_option("--command", flags.command, "Recorded with the figure");
  CLI11_PARSE(app, argc, argv);
  const absl::Status status = Run(flags);
  if (status.ok()) return 0;
  std::cerr << "bench_payments: " << status << "\n";
  return 1;
}

}  // namespace
}  // namespace customer2vec::bench

int main(int argc, char** argv) {
  return customer2vec::bench::Main(argc, argv);
}
