#include "client/cpp/client.h"

#include <grpcpp/grpcpp.h>

#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "client/cpp/service_config.h"
#include "client/cpp/status_details.h"

namespace customer2vec {
namespace {

using grpc::health::v1::HealthCheckRequest;
using grpc::health::v1::HealthCheckResponse;

// A restarted server is found again within this, not within gRPC's two minutes.
constexpr absl::Duration kFirstReconnect = absl::Milliseconds(100);
constexpr absl::Duration kLastReconnect = absl::Seconds(2);

std::shared_ptr<grpc::Channel> MakeChannel(const std::string& target,
                                           const ClientOptions& options) {
  grpc::ChannelArguments arguments;
  arguments.SetServiceConfigJSON(std::string(ServiceConfigJson()));
  arguments.SetMaxReceiveMessageSize(options.max_response_bytes);
  const int first = absl::ToInt64Milliseconds(kFirstReconnect);
  arguments.SetInt(GRPC_ARG_INITIAL_RECONNECT_BACKOFF_MS, first);
  arguments.SetInt(GRPC_ARG_MIN_RECONNECT_BACKOFF_MS, first);
  arguments.SetInt(GRPC_ARG_MAX_RECONNECT_BACKOFF_MS,
                   absl::ToInt64Milliseconds(kLastReconnect));
  return grpc::CreateCustomChannel(target, grpc::InsecureChannelCredentials(),
                                   arguments);
}

void SetDeadline(absl::Duration deadline, grpc::ClientContext* context) {
  context->set_deadline(absl::ToChronoTime(absl::Now() + deadline));
}

absl::Status Validate(const ClientOptions& options) {
  if (options.address.empty() || options.admin_address.empty()) {
    return absl::InvalidArgumentError(
        "the server's address is empty; give HOST:PORT or dns:///NAME:PORT");
  }
  if (options.deadline <= absl::ZeroDuration()) {
    return absl::InvalidArgumentError(
        absl::StrCat("the deadline must be positive; it is ",
                     absl::FormatDuration(options.deadline)));
  }
  return absl::OkStatus();
}

// Reads one watch until SERVING or its end. `last_seen` gets the last other
// status.
grpc::Status Watch(grpc::health::v1::Health::Stub* stub,
                   const HealthCheckRequest& request, absl::Time end,
                   bool* serving, std::string* last_seen) {
  grpc::ClientContext context;
  context.set_deadline(absl::ToChronoTime(end));
  context.set_wait_for_ready(true);
  const auto watch = stub->Watch(&context, request);
  HealthCheckResponse response;
  while (!*serving && watch->Read(&response)) {
    *serving = response.status() == HealthCheckResponse::SERVING;
    *last_seen = HealthCheckResponse::ServingStatus_Name(response.status());
  }
  if (*serving) context.TryCancel();
  return watch->Finish();
}

// A watch ends like this when the server goes away: its successor may come.
bool MayRecover(const grpc::Status& status) {
  return status.ok() || status.error_code() == grpc::StatusCode::UNAVAILABLE;
}

}  // namespace

absl::StatusOr<std::unique_ptr<Client>> Client::Connect(
    const ClientOptions& options) {
  if (absl::Status status = Validate(options); !status.ok()) return status;
  return std::unique_ptr<Client>(
      new Client(options, MakeChannel(options.address, options),
                 MakeChannel(options.admin_address, options)));
}

Client::Client(const ClientOptions& options,
               std::shared_ptr<grpc::ChannelInterface> serving_channel,
               std::shared_ptr<grpc::ChannelInterface> admin_channel)
    : deadline_(options.deadline),
      recommendations_(v1::RecommendationService::NewStub(serving_channel)),
      embeddings_(v1::EmbeddingService::NewStub(serving_channel)),
      snapshots_(v1::SnapshotService::NewStub(admin_channel)),
      serving_health_(grpc::health::v1::Health::NewStub(serving_channel)),
      admin_health_(grpc::health::v1::Health::NewStub(admin_channel)) {}

template <typename Stub, typename Request, typename Response>
absl::StatusOr<Response> Client::Call(
    const std::unique_ptr<Stub>& stub,
    grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&,
                                 Response*),
    const Request& request, std::optional<absl::Duration> deadline) const {
  grpc::ClientContext context;
  SetDeadline(deadline.value_or(deadline_), &context);
  Response response;
  const grpc::Status status =
      (stub.get()->*method)(&context, request, &response);
  if (!status.ok()) return StatusFromGrpc(status);
  return response;
}

absl::StatusOr<v1::RecommendSimilarItemsResponse> Client::RecommendSimilarItems(
    const v1::RecommendSimilarItemsRequest& request,
    std::optional<absl::Duration> deadline) const {
  return Call(recommendations_,
              &v1::RecommendationService::Stub::RecommendSimilarItems, request,
              deadline);
}

absl::StatusOr<v1::RecommendForCustomerResponse> Client::RecommendForCustomer(
    const v1::RecommendForCustomerRequest& request,
    std::optional<absl::Duration> deadline) const {
  return Call(recommendations_,
              &v1::RecommendationService::Stub::RecommendForCustomer, request,
              deadline);
}

absl::StatusOr<v1::RecommendForSessionResponse> Client::RecommendForSession(
    const v1::RecommendForSessionRequest& request,
    std::optional<absl::Duration> deadline) const {
  return Call(recommendations_,
              &v1::RecommendationService::Stub::RecommendForSession, request,
              deadline);
}

absl::StatusOr<v1::ListItemsResponse> Client::ListItems(
    const v1::ListItemsRequest& request,
    std::optional<absl::Duration> deadline) const {
  return Call(recommendations_, &v1::RecommendationService::Stub::ListItems,
              request, deadline);
}

absl::StatusOr<v1::GetItemEmbeddingsResponse> Client::GetItemEmbeddings(
    const v1::GetItemEmbeddingsRequest& request,
    std::optional<absl::Duration> deadline) const {
  return Call(embeddings_, &v1::EmbeddingService::Stub::GetItemEmbeddings,
              request, deadline);
}

absl::StatusOr<v1::GetCustomerEmbeddingsResponse> Client::GetCustomerEmbeddings(
    const v1::GetCustomerEmbeddingsRequest& request,
    std::optional<absl::Duration> deadline) const {
  return Call(embeddings_, &v1::EmbeddingService::Stub::GetCustomerEmbeddings,
              request, deadline);
}

absl::StatusOr<v1::PredictOutcomesResponse> Client::PredictOutcomes(
    const v1::PredictOutcomesRequest& request,
    std::optional<absl::Duration> deadline) const {
  return Call(embeddings_, &v1::EmbeddingService::Stub::PredictOutcomes,
              request, deadline);
}

absl::StatusOr<v1::ListSnapshotsResponse> Client::ListSnapshots(
    const v1::ListSnapshotsRequest& request,
    std::optional<absl::Duration> deadline) const {
  return Call(snapshots_, &v1::SnapshotService::Stub::ListSnapshots, request,
              deadline);
}

absl::StatusOr<v1::GetSnapshotResponse> Client::GetSnapshot(
    const v1::GetSnapshotRequest& request,
    std::optional<absl::Duration> deadline) const {
  return Call(snapshots_, &v1::SnapshotService::Stub::GetSnapshot, request,
              deadline);
}

absl::StatusOr<v1::ReloadSnapshotsResponse> Client::ReloadSnapshots(
    const v1::ReloadSnapshotsRequest& request,
    std::optional<absl::Duration> deadline) const {
  return Call(snapshots_, &v1::SnapshotService::Stub::ReloadSnapshots, request,
              deadline);
}

const std::unique_ptr<grpc::health::v1::Health::Stub>& Client::health(
    Port port) const {
  return port == Port::kAdmin ? admin_health_ : serving_health_;
}

absl::StatusOr<Client::HealthStatus> Client::CheckHealth(
    Port port, absl::string_view service,
    std::optional<absl::Duration> deadline) const {
  HealthCheckRequest request;
  request.set_service(std::string(service));
  absl::StatusOr<HealthCheckResponse> response = Call(
      health(port), &grpc::health::v1::Health::Stub::Check, request, deadline);
  if (!response.ok()) return std::move(response).status();
  return response->status();
}

absl::Status Client::WaitUntilServing(Port port, absl::string_view service,
                                      absl::Duration timeout) const {
  const absl::Time end = absl::Now() + timeout;
  HealthCheckRequest request;
  request.set_service(std::string(service));
  std::string last_seen = "no answer";
  grpc::Status status;
  do {
    bool serving = false;
    status = Watch(health(port).get(), request, end, &serving, &last_seen);
    if (serving) return absl::OkStatus();
    if (MayRecover(status)) absl::SleepFor(kFirstReconnect);
  } while (MayRecover(status) && absl::Now() < end);
  if (!MayRecover(status) &&
      status.error_code() != grpc::StatusCode::DEADLINE_EXCEEDED) {
    return StatusFromGrpc(status);
  }
  return absl::DeadlineExceededError(
      absl::StrCat("not SERVING within ", absl::FormatDuration(timeout),
                   "; last status: ", last_seen));
}

}  // namespace customer2vec
