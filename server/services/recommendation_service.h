// customer2vec.v1.RecommendationService over the callback API.
//
//   const std::unique_ptr<grpc::Service> service =
//       MakeRecommendationService(environment);
//   builder.RegisterService(service.get());
//
// Recommendations from the snapshot that serves, by core/recommend.
// Methods that this version does not carry out answer UNIMPLEMENTED by name.
// Thread-safe. What the environment points at outlives the service, and the
// service its server.

#ifndef CUSTOMER2VEC_SERVER_SERVICES_RECOMMENDATION_SERVICE_H_
#define CUSTOMER2VEC_SERVER_SERVICES_RECOMMENDATION_SERVICE_H_

#include <memory>

#include "server/services/service_environment.h"

namespace grpc {
class Service;
}  // namespace grpc

namespace customer2vec {

std::unique_ptr<grpc::Service> MakeRecommendationService(
    const ServiceEnvironment& environment);

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_SERVER_SERVICES_RECOMMENDATION_SERVICE_H_
