#include "server/services/recommendation_service.h"

#include <grpcpp/grpcpp.h>

#include "core/recommend/list_items.h"
#include "core/recommend/recommend.h"
#include "customer2vec/v1/recommendation_service.grpc.pb.h"
#include "server/services/method_answers.h"

namespace customer2vec {
namespace {

constexpr char kService[] = "customer2vec.v1.RecommendationService";
constexpr int kDefaultK = 10;

// Counts what an answered recommendation came to.
template <typename Request>
auto Recorder(RecommendationMetrics* metrics, const Request* request) {
  return [metrics, request](const auto& response) {
    metrics->Record(request->has_k() ? request->k() : kDefaultK,
                    response.items_size(), response.served_by().fallback());
  };
}

class RecommendationService final
    : public v1::RecommendationService::CallbackService {
 public:
  explicit RecommendationService(const ServiceEnvironment& environment)
      : environment_(environment) {}

  grpc::ServerUnaryReactor* RecommendSimilarItems(
      grpc::CallbackServerContext* context,
      const v1::RecommendSimilarItemsRequest* request,
      v1::RecommendSimilarItemsResponse* response) override {
    return AnswerFromSnapshot(
        environment_, similar_items_, context, request, response,
        &customer2vec::RecommendSimilarItems,
        Recorder(environment_.recommendation_metrics, request));
  }

  grpc::ServerUnaryReactor* RecommendForCustomer(
      grpc::CallbackServerContext* context,
      const v1::RecommendForCustomerRequest* request,
      v1::RecommendForCustomerResponse* response) override {
    return AnswerFromSnapshot(
        environment_, for_customer_, context, request, response,
        &customer2vec::RecommendForCustomer,
        Recorder(environment_.recommendation_metrics, request));
  }

  grpc::ServerUnaryReactor* RecommendForSession(
      grpc::CallbackServerContext* context,
      const v1::RecommendForSessionRequest* request,
      v1::RecommendForSessionResponse* response) override {
    return AnswerFromSnapshot(
        environment_, for_session_, context, request, response,
        &customer2vec::RecommendForSession,
        Recorder(environment_.recommendation_metrics, request));
  }

  grpc::ServerUnaryReactor* ListItems(
      grpc::CallbackServerContext* context, const v1::ListItemsRequest* request,
      v1::ListItemsResponse* response) override {
    return AnswerFromSnapshot(environment_, list_items_, context, request,
                              response, &customer2vec::ListItems);
  }

  grpc::ServerBidiReactor<v1::StreamRecommendRequest,
                          v1::StreamRecommendResponse>*
  StreamRecommend(grpc::CallbackServerContext*) override {
    return new RefusedStream<grpc::ServerBidiReactor<
        v1::StreamRecommendRequest, v1::StreamRecommendResponse>>(stream_);
  }

 private:
  RpcMetrics::Method* AddMethod(absl::string_view name,
                                absl::string_view type = "unary") const {
    return environment_.rpc_metrics->AddMethod(kService, name, type);
  }

  const ServiceEnvironment environment_;
  RpcMetrics::Method* const similar_items_ = AddMethod("RecommendSimilarItems");
  RpcMetrics::Method* const for_customer_ = AddMethod("RecommendForCustomer");
  RpcMetrics::Method* const for_session_ = AddMethod("RecommendForSession");
  RpcMetrics::Method* const list_items_ = AddMethod("ListItems");
  RpcMetrics::Method* const stream_ =
      AddMethod("StreamRecommend", "bidi_stream");

  C2V_METHOD_NOT_IMPLEMENTED(BatchRecommend);
  C2V_METHOD_NOT_IMPLEMENTED(ScoreItems);
  C2V_METHOD_NOT_IMPLEMENTED(ExplainRecommendation);
  C2V_METHOD_NOT_IMPLEMENTED(ListBoughtTogether);
};

}  // namespace

std::unique_ptr<grpc::Service> MakeRecommendationService(
    const ServiceEnvironment& environment) {
  return std::make_unique<RecommendationService>(environment);
}

}  // namespace customer2vec
