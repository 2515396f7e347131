// A server under measurement: a process of its own, pinned to one core.
//
//   C2V_ASSIGN_OR_RETURN(auto server, ServerProcess::Start(
//       {"build/release/bin/c2v-server", "--store", store}, ports_file,
//       /*core=*/0));
//   const absl::Duration before = server->CpuTime();
//   ...
//   const absl::Duration used = server->CpuTime() - before;
//
// The program gets `--ports-file FILE` and writes {"grpc": N, "admin": N} there
// once it listens. The process is ended by SIGTERM when the object goes; when
// the bench itself dies, the kernel ends it. Not thread-safe.

#ifndef CUSTOMER2VEC_BENCH_SERVE_SERVER_PROCESS_H_
#define CUSTOMER2VEC_BENCH_SERVE_SERVER_PROCESS_H_

#include <sys/types.h>

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"

namespace customer2vec::bench {

// Pins the calling process, with all threads it makes later, to `core`.
absl::Status PinToCore(int core);

// The numbers of a flat JSON object. INVALID_ARGUMENT when it is none.
absl::StatusOr<std::map<std::string, int>> ParsePorts(const std::string& json);

class ServerProcess {
 public:
  // Starts `command` and waits until it has written its ports. Its output goes
  // to `ports_file` with ".log" behind. UNAVAILABLE, with the log's name, when
  // it ends before or takes longer than `timeout`.
  static absl::StatusOr<std::unique_ptr<ServerProcess>> Start(
      std::vector<std::string> command, const std::string& ports_file, int core,
      absl::Duration timeout = absl::Seconds(60));

  ~ServerProcess();
  ServerProcess(const ServerProcess&) = delete;
  ServerProcess& operator=(const ServerProcess&) = delete;

  // "127.0.0.1:PORT" of the port called `name` in the ports file, empty if
  // none.
  std::string Address(const std::string& name) const;

  // CPU time of all its threads, user and system, since it started.
  absl::Duration CpuTime() const;

 private:
  explicit ServerProcess(pid_t pid) : pid_(pid) {}

  absl::Status WaitForPorts(const std::string& ports_file,
                            absl::Duration timeout);
  bool HasEnded();

  pid_t pid_;
  bool ended_ = false;
  std::map<std::string, int> ports_;
};

}  // namespace customer2vec::bench

#endif  // CUSTOMER2VEC_BENCH_SERVE_SERVER_PROCESS_H_
