// One unary call from its arrival to its answer: what all methods share, once.
//
//   UnaryCall call(context, method_metrics, executor);
//   return call.Run(RunsInline(cost), [=] {
//     return RecommendSimilarItems(*snapshot, *request, response);
//   });
//
// The work returns an absl::Status, is run here or on the executor, and what it
// returned becomes the gRPC status with details, the metrics, and for those to
// be tried again the pushback that gRPC clients obey (grpc-retry-pushback-ms).
// Work that the executor has no room for is UNAVAILABLE; work whose deadline
// passed or whose caller left before its turn is not done.
//
// A call is finished exactly once. The object may go when Run() or Finish() has
// returned; context, request and response live until gRPC has the answer.

#ifndef CUSTOMER2VEC_SERVER_RPC_UNARY_CALL_H_
#define CUSTOMER2VEC_SERVER_RPC_UNARY_CALL_H_

#include <chrono>
#include <functional>
#include <utility>

#include "absl/status/status.h"
#include "server/executor/bounded_executor.h"
#include "server/metrics/rpc_metrics.h"

namespace grpc {
class CallbackServerContext;
class ServerUnaryReactor;
}  // namespace grpc

namespace customer2vec {

class UnaryCall {
 public:
  // The call has arrived. All outlive the call.
  UnaryCall(grpc::CallbackServerContext* context, RpcMetrics::Method* metrics,
            BoundedExecutor* executor);

  // Does the work, here when `inline_now`, else on the executor, and answers.
  template <typename Work>
  grpc::ServerUnaryReactor* Run(bool inline_now, Work work) const {
    return inline_now ? Finish(work()) : RunOnExecutor(std::move(work));
  }

  // Answers.
  grpc::ServerUnaryReactor* Finish(const absl::Status& status) const;

 private:
  grpc::ServerUnaryReactor* RunOnExecutor(
      std::function<absl::Status()> work) const;

  grpc::CallbackServerContext* context_;
  grpc::ServerUnaryReactor* reactor_;
  RpcMetrics::Method* metrics_;
  BoundedExecutor* executor_;
  std::chrono::steady_clock::time_point arrival_;
};

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_SERVER_RPC_UNARY_CALL_H_
