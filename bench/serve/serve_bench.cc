// CPU time of the server for each recommendation, beside an echo of the same
// message in the same framework and the same run.
//
//   bench_serve session_vs_echo --store run/bench/serve/store
//
// Both servers run on one core, this program on another. value = 1e6 / (CPU us
// of the server a call): the calls a second that one core could answer if it
// did nothing else. Prints one line of JSON a name. scripts/bench prepares the
// store.

#include <grpcpp/version_info.h>

#include <CLI/CLI.hpp>
#include <filesystem>
#include <iostream>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "bench/figure/figure.h"
#include "bench/serve/requests.h"
#include "bench/serve/rpc_bench.h"
#include "bench/serve/target.h"
#include "client/cpp/status_details.h"
#include "core/base/status_macros.h"
#include "core/snapshot/snapshot.h"

namespace customer2vec::bench {
namespace {

struct Flags {
  std::vector<std::string> names;
  std::string command;
  double round_seconds = 2;
  int client_core = 1;
  RpcBenchOptions bench;
};

// What a benchmark needs of the snapshot that is served.
using Measurement = std::function<absl::StatusOr<RpcFigures>(
    const RpcBenchOptions&, const Tables&, const Target&)>;

template <typename Request, typename Response>
Measurement Measure(void (Async::*method)(grpc::ClientContext*, const Request*,
                                          Response*,
                                          std::function<void(grpc::Status)>),
                    std::vector<Request> (*requests)(const Tables&,
                                                     const RequestOptions&)) {
  return [=](const RpcBenchOptions& options, const Tables& tables,
             const Target& server) {
    return RpcBench<Request, Response>(options, method, requests(tables, {}))
        .Run(server);
  };
}

const std::map<std::string, Measurement>& Measurements() {
  static const auto& measurements = *new std::map<std::string, Measurement>{
      {"item_to_item_vs_echo",
       Measure<v1::RecommendSimilarItemsRequest,
               v1::RecommendSimilarItemsResponse>(&Async::RecommendSimilarItems,
                                                  SimilarItemsRequests)},
      {"customer_vs_echo", Measure<v1::RecommendForCustomerRequest,
                                   v1::RecommendForCustomerResponse>(
                               &Async::RecommendForCustomer, CustomerRequests)},
      {"session_vs_echo",
       Measure<v1::RecommendForSessionRequest, v1::RecommendForSessionResponse>(
           &Async::RecommendForSession, SessionRequests)}};
  return measurements;
}

Figure ToFigure(const std::string& name, const Flags& flags,
                const RpcFigures& figures) {
  Figure figure = {.name = name,
                   .value = 1e6 / figures.ours.cpu_us,
                   .unit = "calls/s a core"};
  figure.peer = "echo of the same message, same framework";
  figure.peer_value = 1e6 / figures.echo.cpu_us;
  figure.ratio = figures.ratio;
  figure.command = flags.command;
  figure.peer_version = absl::StrCat("gRPC ", GRPC_CPP_VERSION_STRING);
  figure.peer_command = EchoCommandLine(flags.bench.target);
  figure.more = {{"ratio_sd", figures.ratio_sd},
                 {"recall", figures.recall},
                 {"cpu_us", figures.ours.cpu_us},
                 {"peer_cpu_us", figures.echo.cpu_us},
                 {"p50_us", figures.ours.p50_us},
                 {"p99_us", figures.ours.p99_us},
                 {"peer_p50_us", figures.echo.p50_us},
                 {"peer_p99_us", figures.echo.p99_us},
                 {"wall_calls_per_second", figures.ours.calls_per_second},
                 {"outstanding", flags.bench.loop.outstanding},
                 {"response_bytes", figures.response_bytes}};
  return figure;
}

// The one snapshot of the store. NOT_FOUND when there is none.
absl::StatusOr<std::unique_ptr<const Snapshot>> LoadSnapshot(
    const std::string& store) {
  std::error_code error;
  for (const auto& entry : std::filesystem::directory_iterator(store, error)) {
    if (std::filesystem::exists(entry.path() / "manifest.json", error)) {
      return Snapshot::Load(entry.path().string());
    }
  }
  return absl::NotFoundError(absl::StrCat("no snapshot in ", store,
                                          "; bench_make_snapshot makes one"));
}

absl::Status RunAll(const Flags& flags) {
  C2V_RETURN_IF_ERROR(PinToCore(flags.client_core));
  C2V_ASSIGN_OR_RETURN(const std::unique_ptr<const Snapshot> snapshot,
                       LoadSnapshot(flags.bench.target.store));
  C2V_ASSIGN_OR_RETURN(const Target server, StartServer(flags.bench.target));
  for (const std::string& name : flags.names) {
    std::cerr << "bench: " << name << " ...\n";
    const auto figures =
        Measurements().at(name)(flags.bench, snapshot->tables(), server);
    C2V_RETURN_IF_ERROR(figures.status()).With(name);
    std::cout << ToJsonLine(ToFigure(name, flags, *figures)) << std::flush;
  }
  return absl::OkStatus();
}

void DefineFlags(CLI::App* app, Flags* flags) {
  TargetOptions& target = flags->bench.target;
  app->add_option("name", flags->names, "What to measure")
      ->required()
      ->check(CLI::IsMember(Measurements()));
  app->add_option("--store", target.store, "Store with one snapshot")
      ->required();
  app->add_option("--binaries", target.binaries,
                  "Folder of c2v-server and bench_echo_server")
      ->required();
  app->add_option("--scratch", target.scratch, "Folder for ports and logs")
      ->required();
  app->add_option("--command", flags->command, "Recorded with each figure");
  app->add_option("--rounds", flags->bench.rounds, "Pairs of rounds that count")
      ->check(CLI::PositiveNumber)
      ->capture_default_str();
  app->add_option("--round-seconds", flags->round_seconds)
      ->check(CLI::PositiveNumber)
      ->capture_default_str();
  app->add_option("--outstanding", flags->bench.loop.outstanding,
                  "Calls under way at once")
      ->check(CLI::PositiveNumber)
      ->capture_default_str();
  app->add_option("--recall-queries", flags->bench.recall_queries)
      ->check(CLI::PositiveNumber)
      ->capture_default_str();
  app->add_option("--server-core", target.core)->capture_default_str();
  app->add_option("--client-core", flags->client_core)->capture_default_str();
}

int Main(int argc, char** argv) {
  CLI::App app("Measures the server's CPU time a call beside an echo.");
  Flags flags;
  DefineFlags(&app, &flags);
  CLI11_PARSE(app, argc, argv);
  flags.bench.loop.duration = absl::Seconds(flags.round_seconds);
  std::filesystem::create_directories(flags.bench.target.scratch);
  const absl::Status status = RunAll(flags);
  if (status.ok()) return 0;
  std::cerr << "bench_serve: " << DescribeError(status) << "\n";
  return 1;
}

}  // namespace
}  // namespace customer2vec::bench

int main(int argc, char** argv) {
  return customer2vec::bench::Main(argc, argv);
}
