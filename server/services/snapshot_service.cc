#include "server/services/snapshot_service.h"

#include <grpcpp/grpcpp.h>

#include "customer2vec/v1/snapshot_service.grpc.pb.h"
#include "server/services/method_answers.h"
#include "server/services/snapshot_admin.h"

namespace customer2vec {
namespace {

constexpr char kService[] = "customer2vec.v1.SnapshotService";

class SnapshotService final : public v1::SnapshotService::CallbackService {
 public:
  explicit SnapshotService(const ServiceEnvironment& environment)
      : environment_(environment), admin_(environment.snapshots) {}

  grpc::ServerUnaryReactor* ListSnapshots(
      grpc::CallbackServerContext* context,
      const v1::ListSnapshotsRequest* request,
      v1::ListSnapshotsResponse* response) override {
    return UnaryCall(context, list_, environment_.executor)
        .Finish(admin_.ListSnapshots(*request, response));
  }

  grpc::ServerUnaryReactor* GetSnapshot(
      grpc::CallbackServerContext* context,
      const v1::GetSnapshotRequest* request,
      v1::GetSnapshotResponse* response) override {
    return UnaryCall(context, get_, environment_.executor)
        .Run(/*inline_now=*/false, [this, request, response] {
          return admin_.GetSnapshot(*request, response);
        });
  }

  grpc::ServerUnaryReactor* ReloadSnapshots(
      grpc::CallbackServerContext* context,
      const v1::ReloadSnapshotsRequest* request,
      v1::ReloadSnapshotsResponse* response) override {
    return UnaryCall(context, reload_, environment_.executor)
        .Run(/*inline_now=*/false, [this, request, response] {
          return admin_.ReloadSnapshots(*request, response);
        });
  }

 private:
  RpcMetrics::Method* AddMethod(absl::string_view name) const {
    return environment_.rpc_metrics->AddMethod(kService, name);
  }

  const ServiceEnvironment environment_;
  SnapshotAdmin admin_;
  RpcMetrics::Method* const list_ = AddMethod("ListSnapshots");
  RpcMetrics::Method* const get_ = AddMethod("GetSnapshot");
  RpcMetrics::Method* const reload_ = AddMethod("ReloadSnapshots");

  C2V_METHOD_NOT_IMPLEMENTED(ActivateSnapshot);
  C2V_METHOD_NOT_IMPLEMENTED(RollbackSnapshot);
  C2V_METHOD_NOT_IMPLEMENTED(MoveLabel);
};

}  // namespace

std::unique_ptr<grpc::Service> MakeSnapshotService(
    const ServiceEnvironment& environment) {
  return std::make_unique<SnapshotService>(environment);
}

}  // namespace customer2vec
