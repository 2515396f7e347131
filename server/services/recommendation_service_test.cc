#include "server/services/recommendation_service.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "customer2vec/v1/recommendation_service.grpc.pb.h"
#include "server/services/service_test_util.h"

namespace customer2vec {
namespace {

using ::testing::HasSubstr;
using Stub = v1::RecommendationService::Stub;

class RecommendationServiceTest : public ::testing::Test {
 protected:
  grpc::Status Similar(v1::RecommendSimilarItemsResponse* response) {
    v1::RecommendSimilarItemsRequest request;
    request.set_item_id(service_.store.item_id());
    request.set_k(2);
    return service_.Call(&Stub::RecommendSimilarItems, request, response);
  }

  ServiceUnderTest<v1::RecommendationService> service_{
      &MakeRecommendationService};
};

TEST_F(RecommendationServiceTest, AnswersFromTheSnapshotAndNamesItsLabel) {
  const std::string version = service_.store.Publish();
  service_.Reload();
  v1::RecommendSimilarItemsResponse similar;
  EXPECT_TRUE(Similar(&similar).ok());
  EXPECT_EQ(similar.items_size(), 2);
  EXPECT_EQ(similar.served_by().snapshot_version(), version);
  EXPECT_EQ(similar.served_by().label(), "stable");

  v1::RecommendForCustomerRequest customer;
  customer.set_customer_id(service_.store.customer_id());
  v1::RecommendForCustomerResponse for_customer;
  EXPECT_TRUE(
      service_.Call(&Stub::RecommendForCustomer, customer, &for_customer).ok());
  EXPECT_GT(for_customer.items_size(), 0);

  v1::RecommendForSessionRequest session;
  session.add_events()->set_item_id(service_.store.item_id());
  v1::RecommendForSessionResponse for_session;
  EXPECT_TRUE(
      service_.Call(&Stub::RecommendForSession, session, &for_session).ok());
  EXPECT_GT(for_session.items_size(), 0);

  v1::ListItemsResponse listed;
  EXPECT_TRUE(
      service_.Call(&Stub::ListItems, v1::ListItemsRequest(), &listed).ok());
  EXPECT_GT(listed.items_size(), 0);
  EXPECT_EQ(service_.rpc_metrics.started(), 4);
  EXPECT_EQ(service_.rpc_metrics.handled(absl::StatusCode::kOk), 4);
}

TEST_F(RecommendationServiceTest, ErrorsOfTheFunctionsArriveAndAreCounted) {
  service_.store.Publish();
  service_.Reload();
  v1::RecommendSimilarItemsResponse response;
  EXPECT_EQ(service_
                .Call(&Stub::RecommendSimilarItems,
                      v1::RecommendSimilarItemsRequest(), &response)
                .error_code(),
            grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_EQ(service_.rpc_metrics.handled(absl::StatusCode::kInvalidArgument),
            1);
}

TEST_F(RecommendationServiceTest, WithoutASnapshotItIsUnavailable) {
  v1::RecommendSimilarItemsResponse response;
  EXPECT_EQ(Similar(&response).error_code(), grpc::StatusCode::UNAVAILABLE);
}

TEST_F(RecommendationServiceTest, AClosedGateTurnsCallersAway) {
  service_.store.Publish();
  service_.Reload();
  service_.gate.Close();
  v1::RecommendSimilarItemsResponse response;
  const grpc::Status status = Similar(&response);
  EXPECT_EQ(status.error_code(), grpc::StatusCode::UNAVAILABLE);
  EXPECT_THAT(status.error_message(), HasSubstr("shutting down"));
}

TEST_F(RecommendationServiceTest, WhatIsNotCarriedOutNamesItself) {
  v1::BatchRecommendResponse batch;
  const grpc::Status status =
      service_.Call(&Stub::BatchRecommend, v1::BatchRecommendRequest(), &batch);
  EXPECT_EQ(status.error_code(), grpc::StatusCode::UNIMPLEMENTED);
  EXPECT_THAT(status.error_message(),
              HasSubstr("/customer2vec.v1.RecommendationService/"
                        "BatchRecommend"));
  grpc::ClientContext context;
  const auto stream = service_.stub->StreamRecommend(&context);
  v1::StreamRecommendResponse entry;
  EXPECT_FALSE(stream->Read(&entry));
  const grpc::Status end = stream->Finish();
  EXPECT_EQ(end.error_code(), grpc::StatusCode::UNIMPLEMENTED);
  EXPECT_THAT(end.error_message(), HasSubstr("StreamRecommend"));
  EXPECT_EQ(service_.rpc_metrics.handled(absl::StatusCode::kUnimplemented), 2);
}

}  // namespace
}  // namespace customer2vec
