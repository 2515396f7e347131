#include "server/app/server.h"

#include <grpcpp/impl/codegen/service_type.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <chrono>
#include <memory>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "core/base/file.h"
#include "core/base/status_macros.h"
#include "core/recommend/warmup.h"
#include "core/snapshot/snapshot.h"
#include "server/app/close_ports.h"
#include "server/app/grpc_listener.h"
#include "server/concurrency/periodic_task.h"
#include "server/health/health_registry.h"
#include "server/health/health_service.h"
#include "server/http/http_server.h"
#include "server/metrics/executor_metrics.h"
#include "server/metrics/metric_family.h"
#include "server/metrics/process_metrics.h"
#include "server/metrics/recommendation_metrics.h"
#include "server/metrics/rpc_metrics.h"
#include "server/rpc/drain_gate.h"
#include "server/rpc/server_errors.h"
#include "server/services/embedding_service.h"
#include "server/services/event_service.h"
#include "server/services/recommendation_service.h"
#include "server/services/snapshot_service.h"
#include "server/snapshots/snapshot_manager.h"
#include "server/snapshots/snapshot_metrics.h"
#include "store/folder_store.h"

namespace customer2vec {
namespace {

constexpr char kRecommendations[] = "customer2vec.v1.RecommendationService";
constexpr char kEmbeddings[] = "customer2vec.v1.EmbeddingService";
constexpr char kSnapshots[] = "customer2vec.v1.SnapshotService";
// Carries nothing out in this version, so it never serves.
constexpr char kEvents[] = "customer2vec.v1.EventService";

// Loads come one after the other and may take long; other questions must not
// wait for them. More callers than this are not operators.
constexpr BoundedExecutor::Options kAdminExecutor = {.threads = 4,
                                                     .queue_limit = 16};

// More than a round trip, so that callers had the time to be turned away.
constexpr std::chrono::milliseconds kQuiet(100);
constexpr std::chrono::seconds kLongestKnocking(1);

BoundedExecutor::Options ServingExecutor(const ServerOptions& options) {
  const int cores = static_cast<int>(std::thread::hardware_concurrency());
  return {.threads = options.executor_threads > 0 ? options.executor_threads
                                                  : std::max(1, cores),
          .queue_limit = static_cast<size_t>(options.executor_queue)};
}

absl::StatusOr<std::unique_ptr<const Snapshot>> LoadAndWarmUp(
    const std::string& folder) {
  C2V_ASSIGN_OR_RETURN(std::unique_ptr<const Snapshot> snapshot,
                       Snapshot::Load(folder));
  C2V_RETURN_IF_ERROR(ReplayWarmup(*snapshot)).With(folder);
  return snapshot;
}

}  // namespace

// In the order in which they are made; what is below uses what is above.
class Server::Parts {
 public:
  Parts(const ServerOptions& options, std::unique_ptr<SnapshotStore> store)
      : options_(options),
        store_(std::move(store)),
        manager_(store_.get(),
                 {.load = &LoadAndWarmUp,
                  .on_stable = [this](const Snapshot&) { BeginServing(); }}),
        executor_(ServingExecutor(options)) {}

  ~Parts() {
    BeginDrain();
    FinishDrain();
  }

  absl::Status Start() {
    if (options_.reflection) EnableReflection();
    C2V_ASSIGN_OR_RETURN(
        grpc_, GrpcListener::Start(options_.listen,
                                   {recommendations_.get(), embeddings_.get(),
                                    events_.get(), health_service_.get()}));
    C2V_ASSIGN_OR_RETURN(
        admin_,
        GrpcListener::Start(options_.admin_listen,
                            {snapshots_.get(), admin_health_service_.get()}));
    C2V_ASSIGN_OR_RETURN(http_,
                         HttpServer::Start(options_.http_listen, Pages()));
    health_.Set(kSnapshots, Health::kServing);
    C2V_RETURN_IF_ERROR(WritePortsFile());
    spdlog::info("listening grpc={} admin={} http={} store={}", ports().grpc,
                 ports().admin, ports().http, options_.store);
    watcher_ = std::make_unique<PeriodicTask>(
        std::chrono::milliseconds(options_.poll_interval_ms),
        [this] { LookAtStore(); });
    return absl::OkStatus();
  }

  ServerPorts ports() const {
    return {
        .grpc = grpc_->port(), .admin = admin_->port(), .http = http_->port()};
  }

  void BeginDrain() { health_.Drain(); }

  void FinishDrain() {
    if (std::exchange(drained_, true)) return;
    if (watcher_ != nullptr) watcher_->Stop();
    health_.Shutdown();  // ends the watches, which would outlast any deadline
    const auto deadline = std::chrono::system_clock::now() +
                          std::chrono::milliseconds(options_.drain_timeout_ms);
    TurnCallersAway(deadline);
    ClosePorts(GrpcPorts(), deadline);
    executor_.Stop();
    admin_executor_.Stop();
    spdlog::info("drained calls={} answered={} ok={}", rpc_metrics_.started(),
                 rpc_metrics_.handled(),
                 rpc_metrics_.handled(absl::StatusCode::kOk));
  }

  BoundedExecutor& executor() { return executor_; }

 private:
  void BeginServing() {
    for (const char* service : {kRecommendations, kEmbeddings, ""}) {
      health_.Set(service, Health::kServing);
    }
  }

  // Closes the gate and waits until nobody knocks any more, or a second has
  // passed: callers that have no other server may knock for ever.
  void TurnCallersAway(std::chrono::system_clock::time_point deadline) {
    gate_.Close();
    if (rpc_metrics_.started() == 0) return;
    const auto end =
        std::min(deadline, std::chrono::system_clock::now() + kLongestKnocking);
    uint64_t before = 0;
    uint64_t now = rpc_metrics_.started();
    do {
      before = now;
      std::this_thread::sleep_for(kQuiet);
      now = rpc_metrics_.started();
    } while (now != before && std::chrono::system_clock::now() < end);
  }

  // Those that were opened.
  std::vector<ListeningPort*> GrpcPorts() const {
    std::vector<ListeningPort*> ports;
    for (ListeningPort* port : {grpc_.get(), admin_.get()}) {
      if (port != nullptr) ports.push_back(port);
    }
    return ports;
  }

  void LookAtStore() {
    const absl::Status status = manager_.Reload({}).status();
    if (!status.ok() && status != last_look_) {
      spdlog::warn("store {}: {}", options_.store, status.ToString());
    }
    last_look_ = status;
  }

  HttpPages Pages() {
    return {{"/healthz", [] { return HttpResponse{.body = "ok\n"}; }},
            {"/readyz", [this] { return ReadyPage(); }},
            {"/metrics", [this] {
               return HttpResponse{
                   .content_type = "text/plain; version=0.0.4; charset=utf-8",
                   .body = MetricsText({&rpc_metrics_, &recommendation_metrics_,
                                        &snapshot_metrics_, &executor_metrics_,
                                        &process_metrics_})};
             }}};
  }

  HttpResponse ReadyPage() const {
    const absl::Status status =
        health_.is_draining() ? Draining() : manager_.Readiness();
    if (status.ok()) return {.body = "ready\n"};
    return {.status = 503, .body = std::string(status.message()) + "\n"};
  }

  absl::Status WritePortsFile() const {
    if (options_.ports_file.empty()) return absl::OkStatus();
    return WriteFileDurably(
        options_.ports_file,
        absl::StrCat("{\"grpc\":", ports().grpc, ",\"admin\":", ports().admin,
                     ",\"http\":", ports().http, "}\n"));
  }

  const ServerOptions options_;
  const std::unique_ptr<SnapshotStore> store_;
  HealthRegistry health_{
      {"", kRecommendations, kEmbeddings, kEvents, kSnapshots}};
  SnapshotManager manager_;
  BoundedExecutor executor_;
  BoundedExecutor admin_executor_{kAdminExecutor};
  DrainGate gate_;
  RpcMetrics rpc_metrics_;
  RecommendationMetrics recommendation_metrics_;
  const SnapshotMetrics snapshot_metrics_{&manager_};
  const ExecutorMetrics executor_metrics_{
      {{"serving", &executor_}, {"admin", &admin_executor_}}};
  const ProcessMetrics process_metrics_;

  const ServiceEnvironment environment_ = {&manager_, &executor_, &rpc_metrics_,
                                           &recommendation_metrics_, &gate_};
  const ServiceEnvironment admin_environment_ = {
      &manager_, &admin_executor_, &rpc_metrics_, &recommendation_metrics_,
      &gate_};
  const std::unique_ptr<grpc::Service> recommendations_ =
      MakeRecommendationService(environment_);
  const std::unique_ptr<grpc::Service> embeddings_ =
      MakeEmbeddingService(environment_);
  const std::unique_ptr<grpc::Service> events_ = MakeEventService(environment_);
  const std::unique_ptr<grpc::Service> snapshots_ =
      MakeSnapshotService(admin_environment_);
  const std::unique_ptr<grpc::Service> health_service_ =
      MakeHealthService(&health_);
  const std::unique_ptr<grpc::Service> admin_health_service_ =
      MakeHealthService(&health_);

  std::unique_ptr<GrpcListener> grpc_;
  std::unique_ptr<GrpcListener> admin_;
  std::unique_ptr<HttpServer> http_;
  absl::Status last_look_;  // of the watcher only
  std::unique_ptr<PeriodicTask> watcher_;
  bool drained_ = false;
};

absl::StatusOr<std::unique_ptr<Server>> Server::Start(
    const ServerOptions& options) {
  C2V_ASSIGN_OR_RETURN(std::unique_ptr<SnapshotStore> store,
                       FolderStore::Open(options.store));
  auto parts = std::make_unique<Parts>(options, std::move(store));
  C2V_RETURN_IF_ERROR(parts->Start());
  return std::unique_ptr<Server>(new Server(std::move(parts)));
}

Server::Server(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
Server::~Server() = default;

ServerPorts Server::ports() const { return parts_->ports(); }
void Server::BeginDrain() { parts_->BeginDrain(); }
void Server::FinishDrain() { parts_->FinishDrain(); }
BoundedExecutor& Server::executor() { return parts_->executor(); }

}  // namespace customer2vec
