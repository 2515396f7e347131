#include "server/metrics/rpc_metrics.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>

#include "server/metrics/metric_family.h"

namespace customer2vec {
namespace {

using std::chrono::microseconds;
using std::chrono::seconds;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr char kLabels[] =
    "grpc_type=\"unary\",grpc_service=\"shop\",grpc_method=\"Get\"";

// The page's value of `series`, a metric with its labels.
std::string ValueOf(const std::string& series, const RpcMetrics& metrics) {
  const std::string page = MetricsText({&metrics});
  const size_t found = page.find(series + " ");
  if (found == std::string::npos) return "absent";
  const size_t start = found + series.size() + 1;
  return page.substr(start, page.find('\n', start) - start);
}

std::string Series(const std::string& name, const std::string& more = "") {
  return name + "{" + kLabels + more + "}";
}

TEST(RpcMetricsTest, MethodsShowBeforeTheirFirstCall) {
  RpcMetrics metrics;
  metrics.AddMethod("shop", "Get");
  EXPECT_EQ(ValueOf(Series("grpc_server_started_total"), metrics), "0");
  EXPECT_EQ(ValueOf(Series("grpc_server_handled_total", ",grpc_code=\"OK\""),
                    metrics),
            "0");
  EXPECT_THAT(MetricsText({&metrics}),
              Not(HasSubstr("grpc_server_handling_seconds_count")));
}

TEST(RpcMetricsTest, CountsByCode) {
  RpcMetrics metrics;
  RpcMetrics::Method* method = metrics.AddMethod("shop", "Get");
  for (int i = 0; i < 5; ++i) method->Started();
  method->Handled(absl::StatusCode::kOk, microseconds(10));
  method->Handled(absl::StatusCode::kOk, microseconds(10));
  method->Handled(absl::StatusCode::kUnauthenticated, microseconds(10));
  EXPECT_EQ(ValueOf(Series("grpc_server_started_total"), metrics), "5");
  EXPECT_EQ(ValueOf(Series("grpc_server_in_flight"), metrics), "2");
  EXPECT_EQ(ValueOf(Series("grpc_server_handled_total", ",grpc_code=\"OK\""),
                    metrics),
            "2");
  EXPECT_EQ(ValueOf(Series("grpc_server_handled_total",
                           ",grpc_code=\"UNAUTHENTICATED\""),
                    metrics),
            "1");
}

TEST(RpcMetricsTest, BucketsAreCumulativeAndSumInSeconds) {
  RpcMetrics metrics;
  RpcMetrics::Method* method = metrics.AddMethod("shop", "Get");
  method->Handled(absl::StatusCode::kOk, microseconds(25));  // on the bound
  method->Handled(absl::StatusCode::kOk, microseconds(30));
  method->Handled(absl::StatusCode::kOk, seconds(8));
  const auto bucket = [&](const std::string& bound) {
    return ValueOf(
        Series("grpc_server_handling_seconds_bucket", ",le=\"" + bound + "\""),
        metrics);
  };
  EXPECT_EQ(bucket("5e-05"), "2");
  EXPECT_EQ(bucket("5"), "2");
  EXPECT_EQ(bucket("+Inf"), "3");
  EXPECT_EQ(ValueOf(Series("grpc_server_handling_seconds_count"), metrics),
            "3");
  EXPECT_NEAR(method->durations().sample_sum, 8.000055, 1e-12);
  EXPECT_EQ(method->durations().bucket[0].cumulative_count, 1);
}

TEST(RpcMetricsTest, TotalsOverMethods) {
  RpcMetrics metrics;
  RpcMetrics::Method* get = metrics.AddMethod("shop", "Get");
  RpcMetrics::Method* put = metrics.AddMethod("shop", "Put");
  get->Started();
  put->Started();
  put->Started();
  get->Handled(absl::StatusCode::kOk, microseconds(1));
  put->Handled(absl::StatusCode::kInternal, microseconds(1));
  EXPECT_EQ(metrics.started(), 3);
  EXPECT_EQ(metrics.handled(), 2);
  EXPECT_EQ(metrics.handled(absl::StatusCode::kOk), 1);
}

}  // namespace
}  // namespace customer2vec
