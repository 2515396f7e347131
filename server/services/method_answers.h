// The bodies of RPC methods, for the service classes only.
//
//   return AnswerFromSnapshot(environment_, list_items_, context, request,
//                             response, &ListItems);
//
// A method that asks the snapshot takes a handle, estimates the work, runs the
// pure function of core where it belongs, and names the label by which the
// snapshot was asked. A method that this version does not carry out is declared
// with C2V_METHOD_NOT_IMPLEMENTED, so that it says so by name and is counted.

#ifndef CUSTOMER2VEC_SERVER_SERVICES_METHOD_ANSWERS_H_
#define CUSTOMER2VEC_SERVER_SERVICES_METHOD_ANSWERS_H_

#include <grpcpp/grpcpp.h>

#include <chrono>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "core/base/status_macros.h"
#include "server/executor/request_cost.h"
#include "server/rpc/rpc_status.h"
#include "server/rpc/server_errors.h"
#include "server/rpc/unary_call.h"
#include "server/services/request_estimate.h"
#include "server/services/service_environment.h"

namespace customer2vec {

// Answers by `answer`, an absl::Status(const Snapshot&, const Request&,
// Response*), and calls `done` with the response if that is OK.
template <typename Request, typename Response, typename Done>
grpc::ServerUnaryReactor* AnswerFromSnapshot(
    const ServiceEnvironment& environment, RpcMetrics::Method* method,
    grpc::CallbackServerContext* context, const Request* request,
    Response* response,
    absl::Status (*answer)(const Snapshot&, const Request&, Response*),
    Done done) {
  const UnaryCall call(context, method, environment.executor);
  if (environment.gate->is_closed()) return call.Finish(Draining());
  auto handle = environment.snapshots->Get(request->model());
  if (!handle.ok()) return call.Finish(handle.status());
  const bool inline_now =
      RunsInline(EstimateCost(handle->snapshot->manifest(), *request));
  return call.Run(
      inline_now, [=, handle = *std::move(handle)]() -> absl::Status {
        C2V_RETURN_IF_ERROR(answer(*handle.snapshot, *request, response));
        response->mutable_served_by()->set_label(handle.label);
        done(*response);
        return absl::OkStatus();
      });
}

template <typename Request, typename Response>
grpc::ServerUnaryReactor* AnswerFromSnapshot(
    const ServiceEnvironment& environment, RpcMetrics::Method* method,
    grpc::CallbackServerContext* context, const Request* request,
    Response* response,
    absl::Status (*answer)(const Snapshot&, const Request&, Response*)) {
  return AnswerFromSnapshot(environment, method, context, request, response,
                            answer, [](const Response&) {});
}

// The error of a method that is not carried out, counted.
inline absl::Status RefuseMethod(RpcMetrics::Method* method) {
  return MethodNotImplemented(
      absl::StrCat("/", method->service(), "/", method->name()));
}

// A stream that ends at once with an error.
template <typename Reactor>
class RefusedStream final : public Reactor {
 public:
  explicit RefusedStream(RpcMetrics::Method* method) {
    const absl::Status status = RefuseMethod(method);
    method->Started();
    method->Handled(status.code(), std::chrono::nanoseconds(0));
    this->Finish(ToGrpcStatus(status));
  }

  void OnDone() override { delete this; }
};

// Declares, in a service class with a member `environment_` and a constant
// kService, the unary method `Name` that answers UNIMPLEMENTED.
#define C2V_METHOD_NOT_IMPLEMENTED(Name)                               \
 public:                                                               \
  grpc::ServerUnaryReactor* Name(grpc::CallbackServerContext* context, \
                                 const v1::Name##Request*,             \
                                 v1::Name##Response*) override {       \
    return UnaryCall(context, Name##_method_, environment_.executor)   \
        .Finish(RefuseMethod(Name##_method_));                         \
  }                                                                    \
                                                                       \
 private:                                                              \
  RpcMetrics::Method* const Name##_method_ =                           \
      environment_.rpc_metrics->AddMethod(kService, #Name)

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_SERVER_SERVICES_METHOD_ANSWERS_H_
