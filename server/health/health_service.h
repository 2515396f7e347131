// grpc.health.v1 over a HealthRegistry: Check, List and Watch.
//
//   HealthRegistry health({"", "customer2vec.v1.RecommendationService"});
//   const std::unique_ptr<grpc::Service> service = MakeHealthService(&health);
//   builder.RegisterService(service.get());
//
// gRPC's own health service says SERVING as soon as the server has started and
// cannot be found by reflection; this one says what the registry says.
//
// Check answers NOT_FOUND for an unknown service, Watch streams SERVICE_UNKNOWN
// (as health.proto asks). A watch gets the state at once and then every change,
// the newest if several came while one was being written; it ends with
// UNAVAILABLE at the registry's Shutdown(), after a last NOT_SERVING.
//
// Callback API: no thread waits for anything. Thread-safe. The registry
// outlives the service, and the service its server.

#ifndef CUSTOMER2VEC_SERVER_HEALTH_HEALTH_SERVICE_H_
#define CUSTOMER2VEC_SERVER_HEALTH_HEALTH_SERVICE_H_

#include <memory>

#include "server/health/health_registry.h"

namespace grpc {
class Service;
}  // namespace grpc

namespace customer2vec {

std::unique_ptr<grpc::Service> MakeHealthService(HealthRegistry* registry);

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_SERVER_HEALTH_HEALTH_SERVICE_H_
