// What recommendations came to: c2v_fallbacks_total by reason, and items asked
// for beside items returned, whose ratio is the fill rate.
//
//   RecommendationMetrics metrics;
//   metrics.Record(/*asked=*/10, response.items_size(),
//                  response.served_by().fallback());
//
// Thread-safe; Record() takes no lock.

#ifndef CUSTOMER2VEC_SERVER_METRICS_RECOMMENDATION_METRICS_H_
#define CUSTOMER2VEC_SERVER_METRICS_RECOMMENDATION_METRICS_H_

#include <prometheus/collectable.h>
#include <prometheus/metric_family.h>

#include <vector>

#include "customer2vec/v1/common.pb.h"
#include "server/metrics/sharded_counters.h"

namespace customer2vec {

class RecommendationMetrics final : public prometheus::Collectable {
 public:
  // An answered call. `asked` is its k, `returned` how many items came back.
  void Record(int asked, int returned, v1::Fallback fallback);

  std::vector<prometheus::MetricFamily> Collect() const override;

 private:
  static constexpr size_t kAsked = v1::Fallback_ARRAYSIZE;
  static constexpr size_t kReturned = kAsked + 1;

  // One a fallback, by its number, then the two sums.
  ShardedCounters<kReturned + 1> counters_;
};

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_SERVER_METRICS_RECOMMENDATION_METRICS_H_
