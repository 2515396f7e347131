#include "server/metrics/rpc_metrics.h"

#include <algorithm>
#include <numeric>

#include "server/metrics/metric_family.h"

namespace customer2vec {
namespace {

MetricLabels LabelsOf(const RpcMetrics::Method& method) {
  return {{"grpc_type", method.type()},
          {"grpc_service", method.service()},
          {"grpc_method", method.name()}};
}

void AddHandled(const RpcMetrics::Method& method, const MetricLabels& labels,
                prometheus::MetricFamily* family) {
  for (int code = 0; code <= 16; ++code) {
    const auto status_code = static_cast<absl::StatusCode>(code);
    const uint64_t count = method.handled(status_code);
    if (count == 0 && status_code != absl::StatusCode::kOk) continue;
    MetricLabels with_code = labels;
    with_code.emplace_back("grpc_code", absl::StatusCodeToString(status_code));
    AddCounter(static_cast<double>(count), with_code, family);
  }
}

}  // namespace

// Most answers take tens of microseconds; the last ones are for waiting.
const std::array<double, RpcMetrics::Method::kBounds>
    RpcMetrics::Method::kUpperBounds = {
        0.000025, 0.00005, 0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01,
        0.025,    0.05,    0.1,    0.25,    0.5,    1,     2.5,    5};

void RpcMetrics::Method::Handled(absl::StatusCode code,
                                 std::chrono::nanoseconds duration) {
  const double seconds = std::chrono::duration<double>(duration).count();
  const size_t bucket =
      std::lower_bound(kUpperBounds.begin(), kUpperBounds.end(), seconds) -
      kUpperBounds.begin();
  counters_.Add(kBuckets + bucket);
  counters_.Add(kNanoseconds, duration.count());
  counters_.Add(kHandled + static_cast<size_t>(code));
}

uint64_t RpcMetrics::Method::handled(absl::StatusCode code) const {
  return counters_.Sum(kHandled + static_cast<size_t>(code));
}

uint64_t RpcMetrics::Method::handled() const {
  uint64_t sum = 0;
  for (size_t code = 0; code < kCodes; ++code) {
    sum += counters_.Sum(kHandled + code);
  }
  return sum;
}

prometheus::ClientMetric::Histogram RpcMetrics::Method::durations() const {
  prometheus::ClientMetric::Histogram histogram;
  for (size_t i = 0; i < kBounds; ++i) {
    histogram.sample_count += counters_.Sum(kBuckets + i);
    histogram.bucket.push_back({histogram.sample_count, kUpperBounds[i]});
  }
  histogram.sample_count += counters_.Sum(kBuckets + kBounds);
  histogram.sample_sum =
      static_cast<double>(counters_.Sum(kNanoseconds)) * 1e-9;
  return histogram;
}

RpcMetrics::Method* RpcMetrics::AddMethod(absl::string_view service,
                                          absl::string_view name,
                                          absl::string_view type) {
  return &methods_.emplace_back(service, name, type);
}

uint64_t RpcMetrics::started() const {
  return std::accumulate(
      methods_.begin(), methods_.end(), uint64_t{0},
      [](uint64_t sum, const Method& m) { return sum + m.started(); });
}

uint64_t RpcMetrics::handled() const {
  return std::accumulate(
      methods_.begin(), methods_.end(), uint64_t{0},
      [](uint64_t sum, const Method& m) { return sum + m.handled(); });
}

uint64_t RpcMetrics::handled(absl::StatusCode code) const {
  return std::accumulate(
      methods_.begin(), methods_.end(), uint64_t{0},
      [code](uint64_t sum, const Method& m) { return sum + m.handled(code); });
}

std::vector<prometheus::MetricFamily> RpcMetrics::Collect() const {
  auto started = CounterFamily("grpc_server_started_total",
                               "Calls that arrived, by method.");
  auto handled = CounterFamily("grpc_server_handled_total",
                               "Calls answered, by method and code.");
  auto in_flight = GaugeFamily("grpc_server_in_flight",
                               "Calls that arrived and wait for an answer.");
  auto handling = HistogramFamily(
      "grpc_server_handling_seconds",
      "Time from a call's arrival at its handler to its answer.");
  for (const Method& method : methods_) {
    const MetricLabels labels = LabelsOf(method);
    // Handled first: a call that ends in between would count as below zero.
    const uint64_t ended = method.handled();
    const uint64_t begun = method.started();
    AddCounter(static_cast<double>(begun), labels, &started);
    AddGauge(static_cast<double>(begun - std::min(begun, ended)), labels,
             &in_flight);
    AddHandled(method, labels, &handled);
    if (ended == 0) continue;  // some twenty series for nothing
    AddHistogram(method.durations(), labels, &handling);
  }
  return {std::move(started), std::move(handled), std::move(in_flight),
          std::move(handling)};
}

}  // namespace customer2vec
