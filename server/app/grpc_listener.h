// One gRPC port with its limits: how c2v-server listens.
//
//   C2V_ASSIGN_OR_RETURN(
//       std::unique_ptr<GrpcListener> listener,
//       GrpcListener::Start("127.0.0.1:0", {service.get(), health.get()}));
//   listener->port();
//   listener->Shutdown(deadline);
//
// The port is not shared with another process, requests are bounded, dead peers
// are noticed, and connections end after some minutes so that clients spread
// over new replicas. Clear text. The services outlive it. Not thread-safe.

#ifndef CUSTOMER2VEC_SERVER_APP_GRPC_LISTENER_H_
#define CUSTOMER2VEC_SERVER_APP_GRPC_LISTENER_H_

#include <chrono>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"

namespace grpc {
class Server;
class Service;
}  // namespace grpc

namespace customer2vec {

class GrpcListener {
 public:
  // UNAVAILABLE, naming the address, when it cannot be listened on.
  static absl::StatusOr<std::unique_ptr<GrpcListener>> Start(
      const std::string& address, const std::vector<grpc::Service*>& services);

  // As Shutdown(now).
  ~GrpcListener();

  int port() const { return port_; }

  // Takes no new calls, waits for those that run until `deadline`, then cancels
  // them. May be called again.
  void Shutdown(std::chrono::system_clock::time_point deadline);

 private:
  GrpcListener(std::unique_ptr<grpc::Server> server, int port);

  std::unique_ptr<grpc::Server> server_;
  const int port_;
};

// Lets reflection describe the services of every listener that is started
// afterwards. Once, before the first.
void EnableReflection();

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_SERVER_APP_GRPC_LISTENER_H_
