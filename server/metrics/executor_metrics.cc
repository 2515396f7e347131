#include "server/metrics/executor_metrics.h"

#include "server/metrics/metric_family.h"

namespace customer2vec {

std::vector<prometheus::MetricFamily> ExecutorMetrics::Collect() const {
  auto depth =
      GaugeFamily("c2v_executor_queue_depth", "Calls that wait for a thread.");
  auto shed = CounterFamily("c2v_executor_shed_total",
                            "Calls refused because the queue was full.");
  auto expired =
      CounterFamily("c2v_executor_expired_total",
                    "Calls whose deadline passed while they waited.");
  for (const auto& [name, executor] : executors_) {
    const MetricLabels labels = {{"executor", name}};
    AddGauge(static_cast<double>(executor->queue_depth()), labels, &depth);
    AddCounter(static_cast<double>(executor->shed_count()), labels, &shed);
    AddCounter(static_cast<double>(executor->expired_count()), labels,
               &expired);
  }
  return {std::move(depth), std::move(shed), std::move(expired)};
}

}  // namespace customer2vec
