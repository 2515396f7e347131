#include "server/metrics/process_metrics.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <ctime>

#include "server/metrics/metric_family.h"

namespace customer2vec {
namespace {

using ::testing::HasSubstr;

// Field n of proc(5) holds n, but for the name, which holds what it likes.
constexpr char kStat[] =
    "1 (c2v) S 4) S 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24";

TEST(ProcessMetricsTest, ParsesPastTheName) {
  const auto stat = ParseProcessStat(kStat, 100, 4096);
  ASSERT_TRUE(stat.has_value());
  EXPECT_DOUBLE_EQ(stat->cpu_seconds, 0.29);
  EXPECT_DOUBLE_EQ(stat->start_seconds, 0.22);
  EXPECT_DOUBLE_EQ(stat->virtual_bytes, 23);
  EXPECT_DOUBLE_EQ(stat->resident_bytes, 24 * 4096);
  EXPECT_DOUBLE_EQ(stat->threads, 20);
}

TEST(ProcessMetricsTest, RefusesWhatIsNoStat) {
  EXPECT_FALSE(ParseProcessStat("", 100, 4096).has_value());
  EXPECT_FALSE(ParseProcessStat("1 (c2v) S 4 5", 100, 4096).has_value());
  EXPECT_FALSE(ParseProcessStat("no brackets", 100, 4096).has_value());
}

double ValueOf(const std::string& name) {
  const ProcessMetrics metrics;
  for (const prometheus::MetricFamily& family : metrics.Collect()) {
    if (family.name != name) continue;
    const prometheus::ClientMetric& metric = family.metric[0];
    return family.type == prometheus::MetricType::Counter ? metric.counter.value
                                                          : metric.gauge.value;
  }
  ADD_FAILURE() << name << " is absent";
  return -1;
}

TEST(ProcessMetricsTest, DescribesThisProcess) {
  EXPECT_GT(ValueOf("process_resident_memory_bytes"), 1 << 20);
  EXPECT_GE(ValueOf("process_virtual_memory_bytes"),
            ValueOf("process_resident_memory_bytes"));
  EXPECT_GE(ValueOf("process_cpu_seconds_total"), 0);
  EXPECT_GE(ValueOf("process_threads"), 1);
  EXPECT_GE(ValueOf("process_open_fds"), 3);
  EXPECT_GT(ValueOf("process_max_fds"), ValueOf("process_open_fds"));
  const double now = static_cast<double>(std::time(nullptr));
  EXPECT_LE(ValueOf("process_start_time_seconds"), now + 2);
  EXPECT_GT(ValueOf("process_start_time_seconds"), now - 86400);
}

TEST(ProcessMetricsTest, NamesTheBuild) {
  const ProcessMetrics metrics;
  EXPECT_THAT(MetricsText({&metrics}), HasSubstr("c2v_build_info{version=\""));
}

}  // namespace
}  // namespace customer2vec
