// customer2vec.v1.SnapshotService over the callback API.
//
//   const std::unique_ptr<grpc::Service> service =
//       MakeSnapshotService(environment);
//   builder.RegisterService(service.get());
//
// Administration, for the admin port: list, get and reload; see
// snapshot_admin.h. Methods that this version does not carry out answer
// UNIMPLEMENTED by name. Thread-safe. What the environment points at outlives
// the service, and the service its server.

#ifndef CUSTOMER2VEC_SERVER_SERVICES_SNAPSHOT_SERVICE_H_
#define CUSTOMER2VEC_SERVER_SERVICES_SNAPSHOT_SERVICE_H_

#include <memory>

#include "server/services/service_environment.h"

namespace grpc {
class Service;
}  // namespace grpc

namespace customer2vec {

std::unique_ptr<grpc::Service> MakeSnapshotService(
    const ServiceEnvironment& environment);

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_SERVER_SERVICES_SNAPSHOT_SERVICE_H_
