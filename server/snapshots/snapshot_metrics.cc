#include "server/snapshots/snapshot_metrics.h"

#include <functional>
#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "server/metrics/metric_family.h"

namespace customer2vec {
namespace {

using Loaded = std::vector<LoadedSnapshot>;

// One gauge a loaded version.
prometheus::MetricFamily PerVersion(
    absl::string_view name, absl::string_view help, const Loaded& loaded,
    const std::function<double(const LoadedSnapshot&)>& value) {
  prometheus::MetricFamily family = GaugeFamily(name, help);
  for (const LoadedSnapshot& entry : loaded) {
    AddGauge(value(entry), {{"version", entry.snapshot->version()}}, &family);
  }
  return family;
}

prometheus::MetricFamily Info(const Loaded& loaded) {
  prometheus::MetricFamily family = GaugeFamily(
      "c2v_snapshot_info",
      "Snapshots that are loaded and the label that points at them; always 1.");
  for (const LoadedSnapshot& entry : loaded) {
    AddGauge(1,
             {{"version", entry.snapshot->version()},
              {"label", entry.is_stable ? kStableLabel : ""},
              {"code_version",
               entry.snapshot->manifest().provenance().code_version()}},
             &family);
  }
  return family;
}

prometheus::MetricFamily Evaluation(const Loaded& loaded) {
  prometheus::MetricFamily family = GaugeFamily(
      "c2v_snapshot_evaluation",
      "What was measured offline before the snapshot was published.");
  for (const LoadedSnapshot& entry : loaded) {
    for (const v1::EvaluationFigure& figure :
         entry.snapshot->manifest().evaluation()) {
      AddGauge(figure.value(),
               {{"version", entry.snapshot->version()},
                {"servable", figure.servable()},
                {"task", figure.task()},
                {"metric", figure.metric()},
                {"cutoff", absl::StrCat(figure.cutoff())}},
               &family);
    }
  }
  return family;
}

prometheus::MetricFamily LoadFailures(const SnapshotManager& manager) {
  prometheus::MetricFamily family =
      CounterFamily("c2v_snapshot_load_failures_total",
                    "Snapshots that were refused, by the reason for it.");
  // There from the start, so that an alert on its increase sees the first.
  std::map<std::string, uint64_t> failures = manager.load_failures();
  failures.try_emplace("DATA_LOSS", 0);
  for (const auto& [code, count] : failures) {
    AddCounter(static_cast<double>(count),
               {{"reason", absl::AsciiStrToLower(code)}}, &family);
  }
  return family;
}

double AgeSeconds(const LoadedSnapshot& entry) {
  const google::protobuf::Timestamp& made =
      entry.snapshot->manifest().create_time();
  return static_cast<double>(absl::ToUnixSeconds(absl::Now()) - made.seconds());
}

double FileBytes(const LoadedSnapshot& entry) {
  double bytes = 0;
  for (const v1::SnapshotFile& file : entry.snapshot->manifest().files()) {
    bytes += static_cast<double>(file.size_bytes());
  }
  return bytes;
}

}  // namespace

std::vector<prometheus::MetricFamily> SnapshotMetrics::Collect() const {
  const Loaded loaded = manager_->Loaded();
  return {
      Info(loaded),
      PerVersion("c2v_snapshot_age_seconds", "Time since it was made.", loaded,
                 &AgeSeconds),
      PerVersion(
          "c2v_snapshot_load_seconds",
          "What verifying, mapping and warming it up took.", loaded,
          [](const LoadedSnapshot& entry) { return entry.load_seconds; }),
      PerVersion("c2v_snapshot_size_bytes", "Bytes of its files.", loaded,
                 &FileBytes),
      PerVersion("c2v_snapshot_items", "Items in its vocabulary.", loaded,
                 [](const LoadedSnapshot& entry) {
                   return static_cast<double>(
                       entry.snapshot->manifest().item_count());
                 }),
      PerVersion("c2v_snapshot_customers", "Customers in its vocabulary.",
                 loaded,
                 [](const LoadedSnapshot& entry) {
                   return static_cast<double>(
                       entry.snapshot->manifest().customer_count());
                 }),
      Evaluation(loaded),
      LoadFailures(*manager_),
  };
}

}  // namespace customer2vec
