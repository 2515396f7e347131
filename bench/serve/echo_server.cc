// The ceiling that serving is measured against: the same gRPC callback
// framework and the same response message, with no work between.
//
//   bench_echo_server --response /tmp/session.pb --ports-file /tmp/echo.json
//
// Each of the three recommendation RPCs answers with a copy of the message in
// the file. The three response types share their fields and numbers, so one
// file of any of them serves all. Ends on SIGTERM.

#include <grpcpp/grpcpp.h>
#include <signal.h>

#include <CLI/CLI.hpp>
#include <cstdio>
#include <fstream>
#include <iostream>
#include <sstream>
#include <string>

#include "customer2vec/v1/recommendation_service.grpc.pb.h"

namespace customer2vec::bench {
namespace {

class EchoService final : public v1::RecommendationService::CallbackService {
 public:
  // False when `bytes` are no response.
  bool Parse(const std::string& bytes) {
    return similar_items_.ParseFromString(bytes) &&
           customer_.ParseFromString(bytes) && session_.ParseFromString(bytes);
  }

  grpc::ServerUnaryReactor* RecommendSimilarItems(
      grpc::CallbackServerContext* context,
      const v1::RecommendSimilarItemsRequest*,
      v1::RecommendSimilarItemsResponse* response) override {
    *response = similar_items_;
    return Finish(context);
  }
  grpc::ServerUnaryReactor* RecommendForCustomer(
      grpc::CallbackServerContext* context,
      const v1::RecommendForCustomerRequest*,
      v1::RecommendForCustomerResponse* response) override {
    *response = customer_;
    return Finish(context);
  }
  grpc::ServerUnaryReactor* RecommendForSession(
      grpc::CallbackServerContext* context,
      const v1::RecommendForSessionRequest*,
      v1::RecommendForSessionResponse* response) override {
    *response = session_;
    return Finish(context);
  }

 private:
  static grpc::ServerUnaryReactor* Finish(
      grpc::CallbackServerContext* context) {
    grpc::ServerUnaryReactor* reactor = context->DefaultReactor();
    reactor->Finish(grpc::Status::OK);
    return reactor;
  }

  v1::RecommendSimilarItemsResponse similar_items_;
  v1::RecommendForCustomerResponse customer_;
  v1::RecommendForSessionResponse session_;
};

std::string ReadBytes(const std::string& path) {
  std::ostringstream bytes;
  bytes << std::ifstream(path, std::ios::binary).rdbuf();
  return bytes.str();
}

// Readers see the file whole or not at all.
bool WritePorts(const std::string& path, int port) {
  const std::string part = path + ".part";
  std::ofstream(part) << "{\"grpc\": " << port << "}\n";
  return std::rename(part.c_str(), path.c_str()) == 0;
}

int Serve(const std::string& response_file, const std::string& ports_file) {
  // Blocked before gRPC makes threads, so that sigwait below is the one to see
  // it.
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGTERM);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);

  EchoService service;
  if (!service.Parse(ReadBytes(response_file))) {
    std::cerr << "bench_echo_server: no response in " << response_file << "\n";
    return 1;
  }
  int port = 0;
  grpc::ServerBuilder builder;
  builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(),
                           &port);
  builder.RegisterService(&service);
  const std::unique_ptr<grpc::Server> server = builder.BuildAndStart();
  if (server == nullptr || !WritePorts(ports_file, port)) {
    std::cerr << "bench_echo_server: cannot listen or write " << ports_file
              << "\n";
    return 1;
  }
  int signal = 0;
  sigwait(&signals, &signal);
  server->Shutdown();
  return 0;
}

}  // namespace
}  // namespace customer2vec::bench

int main(int argc, char** argv) {
  CLI::App app("Answers recommendation RPCs with a stored response.");
  std::string response_file, ports_file;
  app.add_option("--response", response_file, "A serialized response")
      ->required();
  app.add_option("--ports-file", ports_file, "Gets {\"grpc\": PORT}")
      ->required();
  CLI11_PARSE(app, argc, argv);
  return customer2vec::bench::Serve(response_file, ports_file);
}
