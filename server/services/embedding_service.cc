#include "server/services/embedding_service.h"

#include <grpcpp/grpcpp.h>

#include "core/recommend/embeddings.h"
#include "core/recommend/predict_outcomes.h"
#include "customer2vec/v1/embedding_service.grpc.pb.h"
#include "server/services/method_answers.h"

namespace customer2vec {
namespace {

constexpr char kService[] = "customer2vec.v1.EmbeddingService";

class EmbeddingService final : public v1::EmbeddingService::CallbackService {
 public:
  explicit EmbeddingService(const ServiceEnvironment& environment)
      : environment_(environment) {}

  grpc::ServerUnaryReactor* GetItemEmbeddings(
      grpc::CallbackServerContext* context,
      const v1::GetItemEmbeddingsRequest* request,
      v1::GetItemEmbeddingsResponse* response) override {
    return AnswerFromSnapshot(environment_, items_, context, request, response,
                              &customer2vec::GetItemEmbeddings);
  }

  grpc::ServerUnaryReactor* GetCustomerEmbeddings(
      grpc::CallbackServerContext* context,
      const v1::GetCustomerEmbeddingsRequest* request,
      v1::GetCustomerEmbeddingsResponse* response) override {
    return AnswerFromSnapshot(environment_, customers_, context, request,
                              response, &customer2vec::GetCustomerEmbeddings);
  }

  grpc::ServerUnaryReactor* PredictOutcomes(
      grpc::CallbackServerContext* context,
      const v1::PredictOutcomesRequest* request,
      v1::PredictOutcomesResponse* response) override {
    return AnswerFromSnapshot(environment_, predictions_, context, request,
                              response, &customer2vec::PredictOutcomes);
  }

  grpc::ServerWriteReactor<v1::FindSimilarCustomersResponse>*
  FindSimilarCustomers(grpc::CallbackServerContext*,
                       const v1::FindSimilarCustomersRequest*) override {
    return new RefusedStream<
        grpc::ServerWriteReactor<v1::FindSimilarCustomersResponse>>(
        similar_customers_);
  }

 private:
  RpcMetrics::Method* AddMethod(absl::string_view name,
                                absl::string_view type = "unary") const {
    return environment_.rpc_metrics->AddMethod(kService, name, type);
  }

  const ServiceEnvironment environment_;
  RpcMetrics::Method* const items_ = AddMethod("GetItemEmbeddings");
  RpcMetrics::Method* const customers_ = AddMethod("GetCustomerEmbeddings");
  RpcMetrics::Method* const predictions_ = AddMethod("PredictOutcomes");
  RpcMetrics::Method* const similar_customers_ =
      AddMethod("FindSimilarCustomers", "server_stream");

  C2V_METHOD_NOT_IMPLEMENTED(GetAttributeEmbeddings);
  C2V_METHOD_NOT_IMPLEMENTED(EmbedHistory);
  C2V_METHOD_NOT_IMPLEMENTED(EmbedItem);
  C2V_METHOD_NOT_IMPLEMENTED(TraceHistory);
  C2V_METHOD_NOT_IMPLEMENTED(GetCustomerSegment);
  C2V_METHOD_NOT_IMPLEMENTED(GetSegment);
};

}  // namespace

std::unique_ptr<grpc::Service> MakeEmbeddingService(
    const ServiceEnvironment& environment) {
  return std::make_unique<EmbeddingService>(environment);
}

}  // namespace customer2vec
