// A real c2v-server in a process of its own, on free ports.
//
//   ServerProcess server(store_folder, {"--poll-interval-ms=10"});
//   server.WaitForLog("serving as");
//   auto stub = v1::RecommendationService::NewStub(server.Channel());
//   EXPECT_EQ(server.Terminate(), 0);
//
// Nothing sleeps: the log is read from a pipe as it is written, and waiting for
// a line ends when it is there (or the test fails after a minute).
// Thread-safe but for Terminate() and the destructor, which kills what still
// runs.

#ifndef CUSTOMER2VEC_TESTS_SERVER_SERVER_PROCESS_H_
#define CUSTOMER2VEC_TESTS_SERVER_SERVER_PROCESS_H_

#include <grpcpp/grpcpp.h>
#include <sys/types.h>

#include <condition_variable>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace customer2vec {

class ServerProcess {
 public:
  // Returns when the server listens. `flags` come after the store and ports.
  explicit ServerProcess(const std::string& store,
                         const std::vector<std::string>& flags = {});
  ~ServerProcess();

  int grpc_port() const { return grpc_port_; }
  int admin_port() const { return admin_port_; }
  int http_port() const { return http_port_; }

  // A connection of its own, without retries.
  std::shared_ptr<grpc::Channel> Channel() const;
  std::shared_ptr<grpc::Channel> AdminChannel() const;

  // Returns when the log holds `text`; fails the test after a minute.
  void WaitForLog(const std::string& text);
  std::string log() const;

  // GET of a path: status line, headers and body.
  std::string Http(const std::string& path) const;

  void Signal(int signal) const;
  // Waits for the end; the exit code, or minus the signal that ended it.
  int Wait();
  // SIGTERM, then Wait().
  int Terminate();

 private:
  void ReadLog(int fd);
  void ReadPorts();

  pid_t pid_ = -1;
  int grpc_port_ = 0;
  int admin_port_ = 0;
  int http_port_ = 0;
  std::thread reader_;

  mutable std::mutex mutex_;
  std::condition_variable changed_;
  bool ended_ = false;
  std::string log_;
};

// What a run of the program that ends by itself came to.
struct ProgramResult {
  int exit_code = -1;
  std::string output;  // stdout and stderr
};
ProgramResult RunServer(const std::vector<std::string>& arguments);

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_TESTS_SERVER_SERVER_PROCESS_H_
