// Calls by method and code, as the common gRPC dashboards expect them:
// grpc_server_started_total, grpc_server_handled_total,
// grpc_server_handling_seconds, grpc_server_in_flight.
//
//   RpcMetrics metrics;
//   RpcMetrics::Method* method =
//       metrics.AddMethod("customer2vec.v1.RecommendationService",
//       "ListItems");
//   method->Started();
//   method->Handled(absl::StatusCode::kOk, std::chrono::microseconds(80));
//
// Add all methods before the first call; then Started() and Handled() take no
// lock and Collect() may run beside them.

#ifndef CUSTOMER2VEC_SERVER_METRICS_RPC_METRICS_H_
#define CUSTOMER2VEC_SERVER_METRICS_RPC_METRICS_H_

#include <prometheus/client_metric.h>
#include <prometheus/collectable.h>
#include <prometheus/metric_family.h>

#include <array>
#include <chrono>
#include <cstdint>
#include <deque>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "server/metrics/sharded_counters.h"

namespace customer2vec {

class RpcMetrics final : public prometheus::Collectable {
 public:
  class Method {
   public:
    Method(absl::string_view service, absl::string_view name,
           absl::string_view type)
        : service_(service), name_(name), type_(type) {}

    void Started() { counters_.Add(kStarted); }
    void Handled(absl::StatusCode code, std::chrono::nanoseconds duration);

    const std::string& service() const { return service_; }
    const std::string& name() const { return name_; }
    const std::string& type() const { return type_; }
    uint64_t started() const { return counters_.Sum(kStarted); }
    uint64_t handled(absl::StatusCode code) const;
    // Of all codes.
    uint64_t handled() const;

    // In seconds.
    prometheus::ClientMetric::Histogram durations() const;

   private:
    static constexpr size_t kCodes = 17;  // OK to UNAUTHENTICATED
    static constexpr size_t kBounds = 17;
    // Cells of the counters: one, one a code, one a bucket and +Inf, the sum.
    static constexpr size_t kStarted = 0;
    static constexpr size_t kHandled = kStarted + 1;
    static constexpr size_t kBuckets = kHandled + kCodes;
    static constexpr size_t kNanoseconds = kBuckets + kBounds + 1;
    static constexpr size_t kCells = kNanoseconds + 1;
    static const std::array<double, kBounds> kUpperBounds;  // seconds

    const std::string service_;
    const std::string name_;
    const std::string type_;
    ShardedCounters<kCells> counters_;
  };

  // The method's counters, as long as this lives. `type` is "unary",
  // "server_stream" or "bidi_stream".
  Method* AddMethod(absl::string_view service, absl::string_view name,
                    absl::string_view type = "unary");

  // Calls begun and ended, of all methods.
  uint64_t started() const;
  uint64_t handled() const;
  uint64_t handled(absl::StatusCode code) const;

  std::vector<prometheus::MetricFamily> Collect() const override;

 private:
  std::deque<Method> methods_;
};

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_SERVER_METRICS_RPC_METRICS_H_
