// What the RPC services share. All of it outlives the servers.

#ifndef CUSTOMER2VEC_SERVER_SERVICES_SERVICE_ENVIRONMENT_H_
#define CUSTOMER2VEC_SERVER_SERVICES_SERVICE_ENVIRONMENT_H_

#include "server/executor/bounded_executor.h"
#include "server/metrics/recommendation_metrics.h"
#include "server/metrics/rpc_metrics.h"
#include "server/rpc/drain_gate.h"
#include "server/snapshots/snapshot_manager.h"

namespace customer2vec {

struct ServiceEnvironment {
  SnapshotManager* snapshots = nullptr;
  BoundedExecutor* executor = nullptr;  // for what takes long
  RpcMetrics* rpc_metrics = nullptr;
  RecommendationMetrics* recommendation_metrics = nullptr;
  const DrainGate* gate = nullptr;
};

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_SERVER_SERVICES_SERVICE_ENVIRONMENT_H_
