#include "bench/serve/target.h"

#include <grpcpp/grpcpp.h>

#include <fstream>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "client/cpp/client.h"
#include "core/base/status_macros.h"

namespace customer2vec::bench {
namespace {

constexpr absl::Duration kReadyTimeout = absl::Seconds(120);

// No service config: retries keep copies of messages, which would be measured.
Target Connect(std::unique_ptr<ServerProcess> process) {
  const auto channel = grpc::CreateChannel(process->Address("grpc"),
                                           grpc::InsecureChannelCredentials());
  return {std::move(process), v1::RecommendationService::NewStub(channel)};
}

std::string ResponseFile(const TargetOptions& options) {
  return options.scratch + "/response.pb";
}

std::vector<std::string> EchoCommand(const TargetOptions& options) {
  return {options.binaries + "/bench_echo_server", "--response",
          ResponseFile(options)};
}

}  // namespace

absl::StatusOr<Target> StartServer(const TargetOptions& options) {
  C2V_ASSIGN_OR_RETURN(
      std::unique_ptr<ServerProcess> process,
      ServerProcess::Start(
          {options.binaries + "/c2v-server", "--store", options.store,
           "--listen", "127.0.0.1:0", "--admin-listen", "127.0.0.1:0",
           "--http-listen", "127.0.0.1:0"},
          options.scratch + "/server.json", options.core));
  C2V_ASSIGN_OR_RETURN(
      const std::unique_ptr<Client> client,
      Client::Connect({.address = process->Address("grpc"),
                       .admin_address = process->Address("admin")}));
  C2V_RETURN_IF_ERROR(
      client->WaitUntilServing(Port::kServing, "", kReadyTimeout))
      .With("c2v-server over ", options.store);
  return Connect(std::move(process));
}

absl::StatusOr<Target> StartEcho(const TargetOptions& options,
                                 const google::protobuf::Message& response) {
  std::ofstream file(ResponseFile(options), std::ios::binary | std::ios::trunc);
  file << response.SerializeAsString();
  file.close();
  if (!file) {
    return absl::UnavailableError(
        absl::StrCat("cannot write ", ResponseFile(options)));
  }
  C2V_ASSIGN_OR_RETURN(
      std::unique_ptr<ServerProcess> process,
      ServerProcess::Start(EchoCommand(options), options.scratch + "/echo.json",
                           options.core));
  return Connect(std::move(process));
}

std::string EchoCommandLine(const TargetOptions& options) {
  return absl::StrJoin(EchoCommand(options), " ");
}

}  // namespace customer2vec::bench
