#include "server/app/grpc_listener.h"

#include <grpcpp/ext/proto_server_reflection_plugin.h>
#include <grpcpp/generic/async_generic_service.h>
#include <grpcpp/grpcpp.h>

#include "absl/strings/str_cat.h"

namespace customer2vec {
namespace {

constexpr int kMaxRequestBytes = 4 << 20;
// A thousand vectors of some thousands of numbers.
constexpr int kMaxResponseBytes = 64 << 20;
constexpr int kConnectionAgeMs = 5 * 60 * 1000;
constexpr int kConnectionGraceMs = 30 * 1000;
constexpr int kKeepaliveMs = 60 * 1000;
constexpr int kKeepaliveTimeoutMs = 20 * 1000;
constexpr int kMinPingIntervalMs = 10 * 1000;  // faster pings are abuse

void SetLimits(grpc::ServerBuilder* builder) {
  builder->SetMaxReceiveMessageSize(kMaxRequestBytes);
  builder->SetMaxSendMessageSize(kMaxResponseBytes);
  // A second server on a port in use must fail, not share its calls.
  builder->AddChannelArgument(GRPC_ARG_ALLOW_REUSEPORT, 0);
  builder->AddChannelArgument(GRPC_ARG_MAX_CONNECTION_AGE_MS, kConnectionAgeMs);
  builder->AddChannelArgument(GRPC_ARG_MAX_CONNECTION_AGE_GRACE_MS,
                              kConnectionGraceMs);
  builder->AddChannelArgument(GRPC_ARG_KEEPALIVE_TIME_MS, kKeepaliveMs);
  builder->AddChannelArgument(GRPC_ARG_KEEPALIVE_TIMEOUT_MS,
                              kKeepaliveTimeoutMs);
  builder->AddChannelArgument(GRPC_ARG_KEEPALIVE_PERMIT_WITHOUT_CALLS, 1);
  builder->AddChannelArgument(
      GRPC_ARG_HTTP2_MIN_RECV_PING_INTERVAL_WITHOUT_DATA_MS,
      kMinPingIntervalMs);
  // Reflection is the only synchronous service; it needs no crowd of pollers.
  builder->SetSyncServerOption(grpc::ServerBuilder::NUM_CQS, 1);
  builder->SetSyncServerOption(grpc::ServerBuilder::MIN_POLLERS, 1);
  builder->SetSyncServerOption(grpc::ServerBuilder::MAX_POLLERS, 1);
}

// Makes the context of every call when it arrives and takes it back when gRPC
// is done with the call: its answer is written.
class CallCounter final : public grpc::ContextAllocator {
 public:
  explicit CallCounter(std::atomic<int64_t>* running) : running_(running) {}

  grpc::CallbackServerContext* NewCallbackServerContext() override {
    return Begin<grpc::CallbackServerContext>();
  }
  // Of methods that no service has.
  grpc::GenericCallbackServerContext* NewGenericCallbackServerContext()
      override {
    return Begin<grpc::GenericCallbackServerContext>();
  }

  void Release(grpc::CallbackServerContext* context) override { End(context); }
  void Release(grpc::GenericCallbackServerContext* context) override {
    End(context);
  }

 private:
  template <typename Context>
  Context* Begin() {
    ++*running_;
    return std::make_unique<Context>().release();
  }

  void End(grpc::CallbackServerContext* context) {
    const std::unique_ptr<grpc::CallbackServerContext> ended(context);
    --*running_;
  }

  std::atomic<int64_t>* const running_;
};

}  // namespace

absl::StatusOr<std::unique_ptr<GrpcListener>> GrpcListener::Start(
    const std::string& address, const std::vector<grpc::Service*>& services) {
  std::unique_ptr<GrpcListener> listener(new GrpcListener());
  grpc::ServerBuilder builder;
  SetLimits(&builder);
  builder.AddListeningPort(address, grpc::InsecureServerCredentials(),
                           &listener->port_);
  builder.SetContextAllocator(
      std::make_unique<CallCounter>(&listener->running_calls_));
  for (grpc::Service* service : services) builder.RegisterService(service);
  listener->server_ = builder.BuildAndStart();
  if (listener->server_ == nullptr || listener->port_ == 0) {
    return absl::UnavailableError(absl::StrCat(
        "cannot listen on ", address,
        "; is the port in use, and is the address one of this machine?"));
  }
  return listener;
}

GrpcListener::~GrpcListener() {
  if (server_ != nullptr) Shutdown(std::chrono::system_clock::now());
}

int64_t GrpcListener::running_calls() const { return running_calls_; }

void GrpcListener::Shutdown(TimePoint deadline) { server_->Shutdown(deadline); }

void EnableReflection() {
  grpc::reflection::InitProtoReflectionServerBuilderPlugin();
}

}  // namespace customer2vec
