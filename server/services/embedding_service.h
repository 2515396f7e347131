// customer2vec.v1.EmbeddingService over the callback API.
//
//   const std::unique_ptr<grpc::Service> service =
//       MakeEmbeddingService(environment);
//   builder.RegisterService(service.get());
//
// Vectors of items and customers from the snapshot that serves.
// Methods that this version does not carry out answer UNIMPLEMENTED by name.
// Thread-safe. What the environment points at outlives the service, and the
// service its server.

#ifndef CUSTOMER2VEC_SERVER_SERVICES_EMBEDDING_SERVICE_H_
#define CUSTOMER2VEC_SERVER_SERVICES_EMBEDDING_SERVICE_H_

#include <memory>

#include "server/services/service_environment.h"

namespace grpc {
class Service;
}  // namespace grpc

namespace customer2vec {

std::unique_ptr<grpc::Service> MakeEmbeddingService(
    const ServiceEnvironment& environment);

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_SERVER_SERVICES_EMBEDDING_SERVICE_H_
