// One recommendation RPC, measured beside an echo of its own message.
//
//   RpcBench bench(options, &Async::RecommendForSession,
//   SessionRequests(tables, {})); C2V_ASSIGN_OR_RETURN(RpcFigures figures,
//   bench.Run(server));
//
// Rounds alternate between the two servers (A B A B ...), so that a busy
// machine hurts both alike, and figures are medians over rounds. The first pair
// of rounds warms caches and connections and is not counted. The answers are
// checked once against the exact search: speed counts only at full recall. Not
// thread-safe.

#ifndef CUSTOMER2VEC_BENCH_SERVE_RPC_BENCH_H_
#define CUSTOMER2VEC_BENCH_SERVE_RPC_BENCH_H_

#include <grpcpp/client_context.h>

#include <atomic>
#include <functional>
#include <future>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "bench/figure/figure.h"
#include "bench/serve/closed_loop.h"
#include "bench/serve/target.h"
#include "client/cpp/status_details.h"
#include "core/base/status_macros.h"

namespace customer2vec::bench {

using Async = v1::RecommendationService::StubInterface::async_interface;

struct RpcBenchOptions {
  TargetOptions target;
  LoopOptions loop;
  int rounds = 5;
  size_t recall_queries = 200;
};

// Medians over rounds of one server.
struct SideFigures {
  double cpu_us = 0;  // of the server, a call
  double p50_us = 0;
  double p99_us = 0;
  double calls_per_second = 0;  // by the clock on the wall
};

struct RpcFigures {
  SideFigures ours, echo;
  double ratio = 0;  // echo's CPU a call over ours, median over pairs of rounds
  double ratio_sd = 0;
  double recall = 0;  // of the results, against SEARCH_MODE_EXACT
  size_t response_bytes = 0;
};

template <typename Request, typename Response>
class RpcBench {
 public:
  using Method = void (Async::*)(grpc::ClientContext*, const Request*,
                                 Response*, std::function<void(grpc::Status)>);

  // REQUIRES: `requests` is not empty.
  RpcBench(const RpcBenchOptions& options, Method method,
           std::vector<Request> requests)
      : options_(options),
        method_(method),
        requests_(std::move(requests)),
        slots_(options.loop.outstanding) {}

  absl::StatusOr<RpcFigures> Run(const Target& server) {
    C2V_ASSIGN_OR_RETURN(const Response response,
                         Ask(server, requests_.front()));
    C2V_ASSIGN_OR_RETURN(const Target echo,
                         StartEcho(options_.target, response));
    RpcFigures figures;
    figures.response_bytes = response.ByteSizeLong();
    C2V_ASSIGN_OR_RETURN(figures.recall, Recall(server));
    std::vector<SideFigures> ours, echos;
    for (int round = 0; round <= options_.rounds; ++round) {
      C2V_ASSIGN_OR_RETURN(const SideFigures a, Measure(server));
      C2V_ASSIGN_OR_RETURN(const SideFigures b, Measure(echo));
      if (round == 0) continue;
      ours.push_back(a);
      echos.push_back(b);
    }
    Compare(ours, echos, &figures);
    return figures;
  }

 private:
  // What a call under way owns.
  struct Slot {
    std::optional<grpc::ClientContext> context;
    Response response;
  };

  absl::StatusOr<Response> Ask(const Target& target, const Request& request) {
    grpc::ClientContext context;
    Response response;
    std::promise<grpc::Status> ended;
    (target.stub->async()->*method_)(
        &context, &request, &response,
        [&ended](grpc::Status status) { ended.set_value(status); });
    const grpc::Status status = ended.get_future().get();
    if (!status.ok()) return StatusFromGrpc(status);
    return response;
  }

  static std::set<std::string> Ids(const Response& response) {
    std::set<std::string> ids;
    for (const auto& item : response.items()) ids.insert(item.item_id());
    return ids;
  }

  absl::StatusOr<double> Recall(const Target& server) {
    size_t found = 0, wanted = 0;
    for (size_t i = 0; i < options_.recall_queries; ++i) {
      Request request = requests_[i % requests_.size()];
      C2V_ASSIGN_OR_RETURN(const Response served, Ask(server, request));
      request.mutable_options()->set_search_mode(v1::SEARCH_MODE_EXACT);
      C2V_ASSIGN_OR_RETURN(const Response exact, Ask(server, request));
      const std::set<std::string> ids = Ids(served);
      for (const std::string& id : Ids(exact)) found += ids.count(id);
      wanted += exact.items_size();
    }
    if (wanted == 0)
      return absl::NotFoundError("the server recommends nothing");
    return static_cast<double>(found) / wanted;
  }

  void StartCall(const Target& target, int number, CallDone done) {
    Slot& slot = slots_[number];
    slot.context.emplace();
    const Request& request = requests_[next_++ % requests_.size()];
    (target.stub->async()->*method_)(
        &*slot.context, &request, &slot.response,
        [done = std::move(done)](grpc::Status status) {
          done(status.ok() ? absl::OkStatus() : StatusFromGrpc(status));
        });
  }

  absl::StatusOr<SideFigures> Measure(const Target& target) {
    const absl::Duration before = target.process->CpuTime();
    const LoopResult loop =
        RunClosedLoop(options_.loop, [&](int slot, CallDone done) {
          StartCall(target, slot, std::move(done));
        });
    const absl::Duration used = target.process->CpuTime() - before;
    C2V_RETURN_IF_ERROR(loop.error);
    if (loop.calls == 0) return absl::UnavailableError("no call ended");
    return SideFigures{
        .cpu_us = absl::ToDoubleMicroseconds(used) / loop.calls,
        .p50_us = Quantile(loop.latencies_us, 0.5),
        .p99_us = Quantile(loop.latencies_us, 0.99),
        .calls_per_second = loop.calls / absl::ToDoubleSeconds(loop.wall)};
  }

  static double MedianOf(const std::vector<SideFigures>& rounds,
                         double SideFigures::*field) {
    std::vector<double> values;
    for (const SideFigures& round : rounds) values.push_back(round.*field);
    return Median(std::move(values));
  }

  static SideFigures Medians(const std::vector<SideFigures>& rounds) {
    return {
        .cpu_us = MedianOf(rounds, &SideFigures::cpu_us),
        .p50_us = MedianOf(rounds, &SideFigures::p50_us),
        .p99_us = MedianOf(rounds, &SideFigures::p99_us),
        .calls_per_second = MedianOf(rounds, &SideFigures::calls_per_second)};
  }

  static void Compare(const std::vector<SideFigures>& ours,
                      const std::vector<SideFigures>& echos,
                      RpcFigures* figures) {
    std::vector<double> ratios;
    for (size_t i = 0; i < ours.size(); ++i) {
      ratios.push_back(echos[i].cpu_us / ours[i].cpu_us);
    }
    figures->ours = Medians(ours);
    figures->echo = Medians(echos);
    figures->ratio = Median(ratios);
    figures->ratio_sd = Summarize(ratios).sd.value_or(0);
  }

  const RpcBenchOptions options_;
  const Method method_;
  const std::vector<Request> requests_;
  std::vector<Slot> slots_;
  std::atomic<size_t> next_ = 0;
};

}  // namespace customer2vec::bench

#endif  // CUSTOMER2VEC_BENCH_SERVE_RPC_BENCH_H_
