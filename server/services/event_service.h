// customer2vec.v1.EventService over the callback API.
//
//   const std::unique_ptr<grpc::Service> service =
//       MakeEventService(environment);
//   builder.RegisterService(service.get());
//
// Events after the snapshot: part of the API, not carried out by this version.
// Methods that this version does not carry out answer UNIMPLEMENTED by name.
// Thread-safe. What the environment points at outlives the service, and the
// service its server.

#ifndef CUSTOMER2VEC_SERVER_SERVICES_EVENT_SERVICE_H_
#define CUSTOMER2VEC_SERVER_SERVICES_EVENT_SERVICE_H_

#include <memory>

#include "server/services/service_environment.h"

namespace grpc {
class Service;
}  // namespace grpc

namespace customer2vec {

std::unique_ptr<grpc::Service> MakeEventService(
    const ServiceEnvironment& environment);

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_SERVER_SERVICES_EVENT_SERVICE_H_
