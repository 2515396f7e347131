#include "server/metrics/metric_family.h"

#include <prometheus/text_serializer.h>

#include <iterator>
#include <sstream>

namespace customer2vec {
namespace {

prometheus::MetricFamily MakeFamily(absl::string_view name,
                                    absl::string_view help,
                                    prometheus::MetricType type) {
  prometheus::MetricFamily family;
  family.name = std::string(name);
  family.help = std::string(help);
  family.type = type;
  return family;
}

prometheus::ClientMetric* AddMetric(const MetricLabels& labels,
                                    prometheus::MetricFamily* family) {
  prometheus::ClientMetric& metric = family->metric.emplace_back();
  for (const auto& [name, value] : labels) {
    metric.label.push_back({name, value});
  }
  return &metric;
}

}  // namespace

prometheus::MetricFamily CounterFamily(absl::string_view name,
                                       absl::string_view help) {
  return MakeFamily(name, help, prometheus::MetricType::Counter);
}

prometheus::MetricFamily GaugeFamily(absl::string_view name,
                                     absl::string_view help) {
  return MakeFamily(name, help, prometheus::MetricType::Gauge);
}

prometheus::MetricFamily HistogramFamily(absl::string_view name,
                                         absl::string_view help) {
  return MakeFamily(name, help, prometheus::MetricType::Histogram);
}

void AddCounter(double value, const MetricLabels& labels,
                prometheus::MetricFamily* family) {
  AddMetric(labels, family)->counter.value = value;
}

void AddGauge(double value, const MetricLabels& labels,
              prometheus::MetricFamily* family) {
  AddMetric(labels, family)->gauge.value = value;
}

void AddHistogram(prometheus::ClientMetric::Histogram histogram,
                  const MetricLabels& labels,
                  prometheus::MetricFamily* family) {
  AddMetric(labels, family)->histogram = std::move(histogram);
}

std::string MetricsText(
    const std::vector<const prometheus::Collectable*>& sources) {
  std::vector<prometheus::MetricFamily> families;
  for (const prometheus::Collectable* source : sources) {
    std::vector<prometheus::MetricFamily> collected = source->Collect();
    families.insert(families.end(), std::make_move_iterator(collected.begin()),
                    std::make_move_iterator(collected.end()));
  }
  std::ostringstream text;
  prometheus::TextSerializer().Serialize(text, families);
  return text.str();
}

}  // namespace customer2vec
