// Asks a Customer2Vec server, from C++.
//
//   C2V_ASSIGN_OR_RETURN(auto client, Client::Connect({.address =
//   "shop:50051"})); v1::RecommendSimilarItemsRequest request;
//   request.set_item_id("1029743");
//   request.set_include_names(true);
//   C2V_ASSIGN_OR_RETURN(auto response,
//   client->RecommendSimilarItems(request)); for (const auto& item :
//   response.items()) std::cout << item.name() << "\n";
//
// Every call has a deadline, of the client or of its own. Calls that answer
// UNAVAILABLE are retried as client/service_config.json says, within that
// deadline; others are not. Errors keep the server's google.rpc details as
// payloads (client/cpp/status_details.h reads them).
//
// An address is a gRPC target: "host:port", or "dns:///recommender:50051",
// whose every address gets its share of the calls (a headless service in
// Kubernetes). Connections are made at the first call, in clear text, and made
// again when they break.
//
// Thread-safe: one client serves all threads of a program.

#ifndef CUSTOMER2VEC_CLIENT_CPP_CLIENT_H_
#define CUSTOMER2VEC_CLIENT_CPP_CLIENT_H_

#include <memory>
#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "customer2vec/v1/embedding_service.grpc.pb.h"
#include "customer2vec/v1/recommendation_service.grpc.pb.h"
#include "customer2vec/v1/snapshot_service.grpc.pb.h"
#include "grpc/health/v1/health.grpc.pb.h"

namespace customer2vec {

struct ClientOptions {
  // Where recommendations and embeddings are served: a gRPC target.
  std::string address = "127.0.0.1:50051";
  // Where snapshots are administered: a gRPC target.
  std::string admin_address = "127.0.0.1:50052";
  // Of each call, retries included. Positive.
  absl::Duration deadline = absl::Seconds(5);
  // Larger responses fail with RESOURCE_EXHAUSTED.
  int max_response_bytes = 64 << 20;
};

// Which of the server's two ports.
enum class Port { kServing, kAdmin };

class Client {
 public:
  using HealthStatus = grpc::health::v1::HealthCheckResponse::ServingStatus;

  // INVALID_ARGUMENT for an empty address or a deadline that is not positive.
  // Whether anybody listens shows at the first call.
  static absl::StatusOr<std::unique_ptr<Client>> Connect(
      const ClientOptions& options);

  // RecommendationService. `deadline` stands in for the client's.
  absl::StatusOr<v1::RecommendSimilarItemsResponse> RecommendSimilarItems(
      const v1::RecommendSimilarItemsRequest& request,
      std::optional<absl::Duration> deadline = std::nullopt) const;
  absl::StatusOr<v1::RecommendForCustomerResponse> RecommendForCustomer(
      const v1::RecommendForCustomerRequest& request,
      std::optional<absl::Duration> deadline = std::nullopt) const;
  absl::StatusOr<v1::RecommendForSessionResponse> RecommendForSession(
      const v1::RecommendForSessionRequest& request,
      std::optional<absl::Duration> deadline = std::nullopt) const;
  absl::StatusOr<v1::ListItemsResponse> ListItems(
      const v1::ListItemsRequest& request,
      std::optional<absl::Duration> deadline = std::nullopt) const;

  // EmbeddingService.
  absl::StatusOr<v1::GetItemEmbeddingsResponse> GetItemEmbeddings(
      const v1::GetItemEmbeddingsRequest& request,
      std::optional<absl::Duration> deadline = std::nullopt) const;
  absl::StatusOr<v1::GetCustomerEmbeddingsResponse> GetCustomerEmbeddings(
      const v1::GetCustomerEmbeddingsRequest& request,
      std::optional<absl::Duration> deadline = std::nullopt) const;
  absl::StatusOr<v1::PredictOutcomesResponse> PredictOutcomes(
      const v1::PredictOutcomesRequest& request,
      std::optional<absl::Duration> deadline = std::nullopt) const;

  // SnapshotService, at the admin address.
  absl::StatusOr<v1::ListSnapshotsResponse> ListSnapshots(
      const v1::ListSnapshotsRequest& request,
      std::optional<absl::Duration> deadline = std::nullopt) const;
  absl::StatusOr<v1::GetSnapshotResponse> GetSnapshot(
      const v1::GetSnapshotRequest& request,
      std::optional<absl::Duration> deadline = std::nullopt) const;
  absl::StatusOr<v1::ReloadSnapshotsResponse> ReloadSnapshots(
      const v1::ReloadSnapshotsRequest& request,
      std::optional<absl::Duration> deadline = std::nullopt) const;

  // grpc.health.v1. `service` is a full service name, empty for the whole
  // server. NOT_FOUND for a service that the server does not know.
  absl::StatusOr<HealthStatus> CheckHealth(
      Port port, absl::string_view service,
      std::optional<absl::Duration> deadline = std::nullopt) const;

  // Watches until `service` is SERVING; also waits for a server that does not
  // listen yet. DEADLINE_EXCEEDED, with the last status seen, after `timeout`.
  absl::Status WaitUntilServing(Port port, absl::string_view service,
                                absl::Duration timeout) const;

 private:
  Client(const ClientOptions& options,
         std::shared_ptr<grpc::ChannelInterface> serving_channel,
         std::shared_ptr<grpc::ChannelInterface> admin_channel);

  template <typename Stub, typename Request, typename Response>
  absl::StatusOr<Response> Call(
      const std::unique_ptr<Stub>& stub,
      grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&,
                                   Response*),
      const Request& request, std::optional<absl::Duration> deadline) const;

  const std::unique_ptr<grpc::health::v1::Health::Stub>& health(
      Port port) const;

  absl::Duration deadline_;
  std::unique_ptr<v1::RecommendationService::Stub> recommendations_;
  std::unique_ptr<v1::EmbeddingService::Stub> embeddings_;
  std::unique_ptr<v1::SnapshotService::Stub> snapshots_;
  std::unique_ptr<grpc::health::v1::Health::Stub> serving_health_;
  std::unique_ptr<grpc::health::v1::Health::Stub> admin_health_;
};

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_CLIENT_CPP_CLIENT_H_
