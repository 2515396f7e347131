#include "server/health/health_service.h"

#include <grpcpp/grpcpp.h>

#include <mutex>
#include <optional>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "grpc/health/v1/health.grpc.pb.h"
#include "server/rpc/rpc_status.h"

namespace customer2vec {
namespace {

using grpc::health::v1::HealthCheckRequest;
using grpc::health::v1::HealthCheckResponse;
using grpc::health::v1::HealthListRequest;
using grpc::health::v1::HealthListResponse;

// More than any service's name has; a watch keeps no more.
constexpr size_t kMaxServiceBytes = 256;

HealthCheckResponse::ServingStatus ToProto(Health health) {
  switch (health) {
    case Health::kServing:
      return HealthCheckResponse::SERVING;
    case Health::kNotServing:
      return HealthCheckResponse::NOT_SERVING;
    case Health::kUnknownService:
      return HealthCheckResponse::SERVICE_UNKNOWN;
  }
  return HealthCheckResponse::UNKNOWN;
}

// One watch. Owns itself from Start() to OnDone(); the registry only borrows.
class WatchStream final : public grpc::ServerWriteReactor<HealthCheckResponse>,
                          public HealthWatcher,
                          public std::enable_shared_from_this<WatchStream> {
 public:
  WatchStream(HealthRegistry* registry, std::string service)
      : registry_(registry), service_(std::move(service)) {}

  void Start() {
    self_ = shared_from_this();
    registry_->Watch(service_, weak_from_this());
    OnChange();
  }

  void OnChange() override {
    std::lock_guard lock(mutex_);
    Advance();
  }

  void OnShutdown() override {
    std::lock_guard lock(mutex_);
    shut_down_ = true;
    Advance();
  }

  void OnWriteDone(bool ok) override {
    std::lock_guard lock(mutex_);
    writing_ = false;
    if (!ok) {
      FinishOnce(grpc::Status(grpc::StatusCode::CANCELLED, "the watcher left"));
      return;
    }
    Advance();
  }

  void OnCancel() override {
    std::lock_guard lock(mutex_);
    FinishOnce(grpc::Status(grpc::StatusCode::CANCELLED, "the watcher left"));
  }

  void OnDone() override {
    const std::shared_ptr<WatchStream> last = std::move(self_);
  }

 private:
  // Writes what is new, or ends. REQUIRES: mutex_ is held.
  void Advance() {
    if (writing_ || finished_) return;
    const Health health = registry_->Get(service_);
    if (written_ != health) {
      written_ = health;
      writing_ = true;
      response_.set_status(ToProto(health));
      StartWrite(&response_);
    } else if (shut_down_) {
      FinishOnce(grpc::Status(grpc::StatusCode::UNAVAILABLE,
                              "the server is shutting down"));
    }
  }

  void FinishOnce(const grpc::Status& status) {
    if (!std::exchange(finished_, true)) Finish(status);
  }

  HealthRegistry* const registry_;
  const std::string service_;
  std::shared_ptr<WatchStream> self_;

  std::mutex mutex_;
  bool writing_ = false;
  bool finished_ = false;
  bool shut_down_ = false;
  std::optional<Health> written_;
  HealthCheckResponse response_;
};

class HealthService final : public grpc::health::v1::Health::CallbackService {
 public:
  explicit HealthService(HealthRegistry* registry) : registry_(registry) {}

  grpc::ServerUnaryReactor* Check(grpc::CallbackServerContext* context,
                                  const HealthCheckRequest* request,
                                  HealthCheckResponse* response) override {
    grpc::ServerUnaryReactor* reactor = context->DefaultReactor();
    const Health health = registry_->Get(request->service());
    if (health == Health::kUnknownService) {
      reactor->Finish(ToGrpcStatus(absl::NotFoundError(absl::StrCat(
          "service \"", request->service(), "\" is unknown; List names all"))));
      return reactor;
    }
    response->set_status(ToProto(health));
    reactor->Finish(grpc::Status::OK);
    return reactor;
  }

  grpc::ServerUnaryReactor* List(grpc::CallbackServerContext* context,
                                 const HealthListRequest*,
                                 HealthListResponse* response) override {
    for (const auto& [service, health] : registry_->List()) {
      (*response->mutable_statuses())[service].set_status(ToProto(health));
    }
    grpc::ServerUnaryReactor* reactor = context->DefaultReactor();
    reactor->Finish(grpc::Status::OK);
    return reactor;
  }

  grpc::ServerWriteReactor<HealthCheckResponse>* Watch(
      grpc::CallbackServerContext*,
      const HealthCheckRequest* request) override {
    const auto stream = std::make_shared<WatchStream>(
        registry_, request->service().substr(0, kMaxServiceBytes));
    stream->Start();
    return stream.get();
  }

 private:
  HealthRegistry* const registry_;
};

}  // namespace

std::unique_ptr<grpc::Service> MakeHealthService(HealthRegistry* registry) {
  return std::make_unique<HealthService>(registry);
}

}  // namespace customer2vec
