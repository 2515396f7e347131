// The loaded snapshots as metrics: c2v_snapshot_* by version.
//
//   SnapshotMetrics metrics(&manager);
//   std::string page = MetricsText({&metrics});
//
// Info, age, load time, bytes, items, customers, the evaluation figures that
// were published with the snapshot, and loads that were refused. A version that
// is released disappears. Thread-safe; `manager` outlives this.

#ifndef CUSTOMER2VEC_SERVER_SNAPSHOTS_SNAPSHOT_METRICS_H_
#define CUSTOMER2VEC_SERVER_SNAPSHOTS_SNAPSHOT_METRICS_H_

#include <prometheus/collectable.h>
#include <prometheus/metric_family.h>

#include <vector>

#include "server/snapshots/snapshot_manager.h"

namespace customer2vec {

class SnapshotMetrics final : public prometheus::Collectable {
 public:
  explicit SnapshotMetrics(const SnapshotManager* manager)
      : manager_(manager) {}

  std::vector<prometheus::MetricFamily> Collect() const override;

 private:
  const SnapshotManager* const manager_;
};

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_SERVER_SNAPSHOTS_SNAPSHOT_METRICS_H_
