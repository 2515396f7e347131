#include "server/rpc/unary_call.h"

#include <grpcpp/grpcpp.h>

#include <optional>
#include <string>

#include "server/rpc/rpc_status.h"
#include "server/rpc/server_errors.h"

namespace customer2vec {
namespace {

using Turn = BoundedExecutor::Turn;
using Admission = BoundedExecutor::Admission;

// gRFC A6: a client with a retry policy waits this long instead of its own
// backoff.
constexpr char kPushback[] = "grpc-retry-pushback-ms";

absl::Status TakeTurn(Turn turn, const grpc::CallbackServerContext& context,
                      const std::function<absl::Status()>& work) {
  switch (turn) {
    case Turn::kExpired:
      return ExpiredInQueue();
    case Turn::kStopped:
      return Draining();
    case Turn::kRun:
      break;
  }
  return context.IsCancelled() ? CallerGone() : work();
}

}  // namespace

UnaryCall::UnaryCall(grpc::CallbackServerContext* context,
                     RpcMetrics::Method* metrics, BoundedExecutor* executor)
    : context_(context),
      reactor_(context->DefaultReactor()),
      metrics_(metrics),
      executor_(executor),
      arrival_(std::chrono::steady_clock::now()) {
  metrics_->Started();
}

grpc::ServerUnaryReactor* UnaryCall::Finish(const absl::Status& status) const {
  if (const std::optional<absl::Duration> delay = RetryDelay(status)) {
    context_->AddTrailingMetadata(
        kPushback, std::to_string(absl::ToInt64Milliseconds(*delay)));
  }
  // Counted before the answer leaves, so that a caller who has it and looks at
  // the metrics finds it there.
  metrics_->Handled(status.code(), std::chrono::steady_clock::now() - arrival_);
  reactor_->Finish(ToGrpcStatus(status));
  return reactor_;
}

grpc::ServerUnaryReactor* UnaryCall::RunOnExecutor(
    std::function<absl::Status()> work) const {
  const Admission admission = executor_->Submit(
      context_->deadline(), [call = *this, work = std::move(work)](Turn turn) {
        call.Finish(TakeTurn(turn, *call.context_, work));
      });
  switch (admission) {
    case Admission::kFull:
      return Finish(Overloaded(static_cast<int>(executor_->queue_depth())));
    case Admission::kStopped:
      return Finish(Draining());
    case Admission::kAccepted:
      break;
  }
  return reactor_;
}

}  // namespace customer2vec
