// A server in the test's own process whose answers the test writes.
//
//   FakeServer server;
//   server.recommendations().similar_items =
//       [](const auto& request, auto* response) {
//         return grpc::Status(grpc::StatusCode::UNAVAILABLE, "draining");
//       };
//   auto client = *Client::Connect({.address = server.address()});
//   ...
//   EXPECT_EQ(server.recommendations().similar_items.calls(), 4);
//
// Real gRPC over loopback, so that retries, deadlines and trailers behave as
// they do outside. Handlers without a function answer UNIMPLEMENTED. Set the
// functions while no call runs; they may run on any thread.

#ifndef CUSTOMER2VEC_CLIENT_FAKE_SERVER_FAKE_SERVER_H_
#define CUSTOMER2VEC_CLIENT_FAKE_SERVER_FAKE_SERVER_H_

#include <grpcpp/grpcpp.h>

#include <atomic>
#include <functional>
#include <memory>
#include <string>

#include "absl/strings/str_cat.h"
#include "customer2vec/v1/embedding_service.grpc.pb.h"
#include "customer2vec/v1/recommendation_service.grpc.pb.h"
#include "customer2vec/v1/snapshot_service.grpc.pb.h"
#include "grpc/health/v1/health.grpc.pb.h"

namespace customer2vec {

// What a test answers to one method, with the calls counted.
template <typename Request, typename Response>
class FakeMethod {
 public:
  using Function = std::function<grpc::Status(const Request&, Response*)>;

  FakeMethod& operator=(Function function) {
    function_ = std::move(function);
    return *this;
  }
  int calls() const { return calls_; }

  grpc::Status Answer(const Request& request, Response* response) {
    ++calls_;
    if (function_) return function_(request, response);
    return {grpc::StatusCode::UNIMPLEMENTED, "the test has set no answer"};
  }

 private:
  Function function_;
  std::atomic<int> calls_ = 0;
};

// Overrides METHOD by the FakeMethod called NAME.
#define C2V_FAKE_METHOD(METHOD, NAME)                            \
  FakeMethod<v1::METHOD##Request, v1::METHOD##Response> NAME;    \
  grpc::Status METHOD(grpc::ServerContext*,                      \
                      const v1::METHOD##Request* request,        \
                      v1::METHOD##Response* response) override { \
    return NAME.Answer(*request, response);                      \
  }

struct FakeRecommendationService final : v1::RecommendationService::Service {
  C2V_FAKE_METHOD(RecommendSimilarItems, similar_items)
  C2V_FAKE_METHOD(RecommendForCustomer, customer)
  C2V_FAKE_METHOD(RecommendForSession, session)
  C2V_FAKE_METHOD(ListItems, list_items)
};

struct FakeEmbeddingService final : v1::EmbeddingService::Service {
  C2V_FAKE_METHOD(GetItemEmbeddings, item_embeddings)
  C2V_FAKE_METHOD(GetCustomerEmbeddings, customer_embeddings)
  C2V_FAKE_METHOD(PredictOutcomes, predict)
};

struct FakeSnapshotService final : v1::SnapshotService::Service {
  C2V_FAKE_METHOD(ListSnapshots, list_snapshots)
  C2V_FAKE_METHOD(GetSnapshot, get_snapshot)
  C2V_FAKE_METHOD(ReloadSnapshots, reload_snapshots)
};
#undef C2V_FAKE_METHOD

struct FakeHealthService final : grpc::health::v1::Health::Service {
  using Request = grpc::health::v1::HealthCheckRequest;
  using Response = grpc::health::v1::HealthCheckResponse;
  using Writer = grpc::ServerWriter<Response>;

  FakeMethod<Request, Response> check;
  std::function<grpc::Status(const Request&, Writer*)> watch;

  grpc::Status Check(grpc::ServerContext*, const Request* request,
                     Response* response) override {
    return check.Answer(*request, response);
  }
  grpc::Status Watch(grpc::ServerContext*, const Request* request,
                     Writer* writer) override {
    if (watch) return watch(*request, writer);
    return {grpc::StatusCode::UNIMPLEMENTED, "the test has set no answer"};
  }
};

class FakeServer {
 public:
  FakeServer() {
    grpc::ServerBuilder builder;
    builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(),
                             &port_);
    builder.RegisterService(&recommendations_);
    builder.RegisterService(&embeddings_);
    builder.RegisterService(&snapshots_);
    builder.RegisterService(&health_);
    server_ = builder.BuildAndStart();
  }
  ~FakeServer() { server_->Shutdown(); }

  std::string address() const { return absl::StrCat("127.0.0.1:", port_); }
  FakeRecommendationService& recommendations() { return recommendations_; }
  FakeEmbeddingService& embeddings() { return embeddings_; }
  FakeSnapshotService& snapshots() { return snapshots_; }
  FakeHealthService& health() { return health_; }

 private:
  FakeRecommendationService recommendations_;
  FakeEmbeddingService embeddings_;
  FakeSnapshotService snapshots_;
  FakeHealthService health_;
  int port_ = 0;
  std::unique_ptr<grpc::Server> server_;
};

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_CLIENT_FAKE_SERVER_FAKE_SERVER_H_
