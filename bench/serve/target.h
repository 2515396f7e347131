// The two servers of a comparison, started and connected to.
//
//   C2V_ASSIGN_OR_RETURN(Target server, StartServer(options));
//   C2V_ASSIGN_OR_RETURN(Target echo, StartEcho(options, response));
//   server.stub->async()->RecommendSimilarItems(...);
//   server.process->CpuTime();
//
// Not thread-safe; the stub is.

#ifndef CUSTOMER2VEC_BENCH_SERVE_TARGET_H_
#define CUSTOMER2VEC_BENCH_SERVE_TARGET_H_

#include <google/protobuf/message.h>

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "bench/serve/server_process.h"
#include "customer2vec/v1/recommendation_service.grpc.pb.h"

namespace customer2vec::bench {

struct TargetOptions {
  std::string binaries;  // folder of c2v-server and bench_echo_server
  std::string store;     // with the snapshot to serve
  std::string scratch;   // folder for ports, logs and the echo's response
  int core = 0;          // where both servers run
};

struct Target {
  std::unique_ptr<ServerProcess> process;
  std::unique_ptr<v1::RecommendationService::Stub> stub;
};

// c2v-server over the store, SERVING.
absl::StatusOr<Target> StartServer(const TargetOptions& options);

// bench_echo_server, which answers every recommendation with `response`.
absl::StatusOr<Target> StartEcho(const TargetOptions& options,
                                 const google::protobuf::Message& response);

// How StartEcho() starts it, for people.
std::string EchoCommandLine(const TargetOptions& options);

}  // namespace customer2vec::bench

#endif  // CUSTOMER2VEC_BENCH_SERVE_TARGET_H_
