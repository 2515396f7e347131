// An executor as metrics: what waits, what was refused, what expired.
//
//   ExecutorMetrics metrics({{"serving", &executor}});
//
// Thread-safe; the executors outlive this.

#ifndef CUSTOMER2VEC_SERVER_METRICS_EXECUTOR_METRICS_H_
#define CUSTOMER2VEC_SERVER_METRICS_EXECUTOR_METRICS_H_

#include <prometheus/collectable.h>
#include <prometheus/metric_family.h>

#include <string>
#include <utility>
#include <vector>

#include "server/executor/bounded_executor.h"

namespace customer2vec {

class ExecutorMetrics final : public prometheus::Collectable {
 public:
  using NamedExecutor = std::pair<std::string, const BoundedExecutor*>;

  explicit ExecutorMetrics(std::vector<NamedExecutor> executors)
      : executors_(std::move(executors)) {}

  std::vector<prometheus::MetricFamily> Collect() const override;

 private:
  const std::vector<NamedExecutor> executors_;
};

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_SERVER_METRICS_EXECUTOR_METRICS_H_
