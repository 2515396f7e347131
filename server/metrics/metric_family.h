// Building what Prometheus scrapes, in a line a series.
//
//   prometheus::MetricFamily info =
//       GaugeFamily("c2v_build_info", "The build that runs; always 1.");
//   AddGauge(1, {{"version", "0.1.0"}}, &info);
//   std::string page = MetricsText({&rpc_metrics, &process_metrics});
//
// Labels never hold the id of an item or a customer. Pure functions but
// MetricsText(), which asks the collectables; thread-safe if they are.

#ifndef CUSTOMER2VEC_SERVER_METRICS_METRIC_FAMILY_H_
#define CUSTOMER2VEC_SERVER_METRICS_METRIC_FAMILY_H_

#include <prometheus/collectable.h>
#include <prometheus/metric_family.h>

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"

namespace customer2vec {

using MetricLabels = std::vector<std::pair<std::string, std::string>>;

prometheus::MetricFamily CounterFamily(absl::string_view name,
                                       absl::string_view help);
prometheus::MetricFamily GaugeFamily(absl::string_view name,
                                     absl::string_view help);
prometheus::MetricFamily HistogramFamily(absl::string_view name,
                                         absl::string_view help);

void AddCounter(double value, const MetricLabels& labels,
                prometheus::MetricFamily* family);
void AddGauge(double value, const MetricLabels& labels,
              prometheus::MetricFamily* family);
void AddHistogram(prometheus::ClientMetric::Histogram histogram,
                  const MetricLabels& labels, prometheus::MetricFamily* family);

// The exposition format, text version 0.0.4, of all that `sources` collect.
std::string MetricsText(
    const std::vector<const prometheus::Collectable*>& sources);

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_SERVER_METRICS_METRIC_FAMILY_H_
