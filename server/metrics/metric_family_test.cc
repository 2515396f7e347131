#include "server/metrics/metric_family.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace customer2vec {
namespace {

struct OneFamily : prometheus::Collectable {
  explicit OneFamily(prometheus::MetricFamily family) : family(family) {}
  std::vector<prometheus::MetricFamily> Collect() const override {
    return {family};
  }
  prometheus::MetricFamily family;
};

TEST(MetricFamilyTest, CountersAndGauges) {
  prometheus::MetricFamily calls = CounterFamily("calls_total", "Calls.");
  AddCounter(3, {{"method", "Get"}, {"code", "OK"}}, &calls);
  prometheus::MetricFamily load = GaugeFamily("load_ratio", "Load.");
  AddGauge(0.5, {}, &load);
  const OneFamily first(calls), second(load);
  EXPECT_EQ(MetricsText({&first, &second}),
            "# HELP calls_total Calls.\n"
            "# TYPE calls_total counter\n"
            "calls_total{method=\"Get\",code=\"OK\"} 3\n"
            "# HELP load_ratio Load.\n"
            "# TYPE load_ratio gauge\n"
            "load_ratio 0.5\n");
}

TEST(MetricFamilyTest, Histograms) {
  prometheus::MetricFamily family = HistogramFamily("call_seconds", "Time.");
  prometheus::ClientMetric::Histogram histogram;
  histogram.sample_count = 3;
  histogram.sample_sum = 1.5;
  histogram.bucket.push_back({.cumulative_count = 2, .upper_bound = 0.25});
  AddHistogram(histogram, {{"method", "Get"}}, &family);
  const OneFamily source(family);
  EXPECT_EQ(MetricsText({&source}),
            "# HELP call_seconds Time.\n"
            "# TYPE call_seconds histogram\n"
            "call_seconds_count{method=\"Get\"} 3\n"
            "call_seconds_sum{method=\"Get\"} 1.5\n"
            "call_seconds_bucket{method=\"Get\",le=\"0.25\"} 2\n"
            "call_seconds_bucket{method=\"Get\",le=\"+Inf\"} 3\n");
}

TEST(MetricFamilyTest, NothingIsAnEmptyPage) { EXPECT_EQ(MetricsText({}), ""); }

}  // namespace
}  // namespace customer2vec
