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

#include <atomic>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "server/app/close_ports.h"

namespace grpc {
class Server;
class Service;
}  // namespace grpc

namespace customer2vec {

class GrpcListener final : public ListeningPort {
 public:
  // UNAVAILABLE, naming the address, when it cannot be listened on.
  static absl::StatusOr<std::unique_ptr<GrpcListener>> Start(
      const std::string& address, const std::vector<grpc::Service*>& services);

  // As Shutdown(now).
  ~GrpcListener() override;

  int port() const { return port_; }

  // Of all services, streams among them, but reflection.
  int64_t running_calls() const override;

  // May be called again.
  void Shutdown(TimePoint deadline) override;

 private:
  GrpcListener() = default;

  std::atomic<int64_t> running_calls_ = 0;  // outlives the server, which counts
  std::unique_ptr<grpc::Server> server_;
  int port_ = 0;
};

// Lets reflection describe the services of every listener that is started
// afterwards. Once, before the first.
void EnableReflection();

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_SERVER_APP_GRPC_LISTENER_H_
