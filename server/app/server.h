// The whole of c2v-server but its flags and signals.
//
//   C2V_ASSIGN_OR_RETURN(std::unique_ptr<Server> server,
//   Server::Start(options));
//   ... until SIGTERM ...
//   server->BeginDrain();      // NOT_SERVING, and serving on
//   server->FinishDrain();     // no new calls; those that run end
//
// Three ports: gRPC for shops (recommendations, embeddings, events), gRPC for
// operators (snapshots), HTTP for monitoring; health and, if wanted, reflection
// on both gRPC ports. Starts without a snapshot and is NOT_SERVING until one
// has passed its warm-up. A thread watches the store.
//
// BeginDrain() and FinishDrain() come from one thread; the rest is thread-safe.

#ifndef CUSTOMER2VEC_SERVER_APP_SERVER_H_
#define CUSTOMER2VEC_SERVER_APP_SERVER_H_

#include <memory>

#include "absl/status/statusor.h"
#include "server/app/server_options.h"
#include "server/executor/bounded_executor.h"

namespace customer2vec {

struct ServerPorts {
  int grpc = 0;
  int admin = 0;
  int http = 0;
};

class Server {
 public:
  // An error that names the store or the address that cannot be used.
  static absl::StatusOr<std::unique_ptr<Server>> Start(
      const ServerOptions& options);

  // Drains without delay if that has not been done.
  ~Server();

  ServerPorts ports() const;

  // Health and /readyz say no from now on; calls are answered as before.
  void BeginDrain();

  // Waits for calls that run, up to the drain timeout, and closes the ports;
  // connections on which nothing happens are not waited for.
  void FinishDrain();

  // Where long calls run; tests keep it busy.
  BoundedExecutor& executor();

 private:
  class Parts;

  explicit Server(std::unique_ptr<Parts> parts);

  std::unique_ptr<Parts> parts_;
};

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_SERVER_APP_SERVER_H_
