#include "server/services/embedding_service.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "customer2vec/v1/embedding_service.grpc.pb.h"
#include "server/services/service_test_util.h"

namespace customer2vec {
namespace {

using ::testing::HasSubstr;
using Stub = v1::EmbeddingService::Stub;

class EmbeddingServiceTest : public ::testing::Test {
 protected:
  EmbeddingServiceTest() {
    service_.store.Publish();
    service_.Reload();
  }

  ServiceUnderTest<v1::EmbeddingService> service_{&MakeEmbeddingService};
};

TEST_F(EmbeddingServiceTest, GivesVectorsOfItemsAndNamesTheLabel) {
  v1::GetItemEmbeddingsRequest request;
  request.add_item_ids(service_.store.item_id());
  v1::GetItemEmbeddingsResponse response;
  EXPECT_TRUE(service_.Call(&Stub::GetItemEmbeddings, request, &response).ok());
  ASSERT_EQ(response.embeddings_size(), 1);
  EXPECT_EQ(response.embeddings(0).id(), service_.store.item_id());
  EXPECT_EQ(response.served_by().label(), "stable");
  EXPECT_EQ(service_.rpc_metrics.handled(absl::StatusCode::kOk), 1);
}

TEST_F(EmbeddingServiceTest, ErrorsOfTheFunctionsArrive) {
  v1::GetCustomerEmbeddingsResponse customers;
  EXPECT_EQ(service_
                .Call(&Stub::GetCustomerEmbeddings,
                      v1::GetCustomerEmbeddingsRequest(), &customers)
                .error_code(),
            grpc::StatusCode::INVALID_ARGUMENT);
  v1::PredictOutcomesResponse outcomes;
  EXPECT_FALSE(
      service_
          .Call(&Stub::PredictOutcomes, v1::PredictOutcomesRequest(), &outcomes)
          .ok());
}

TEST_F(EmbeddingServiceTest, WhatIsNotCarriedOutNamesItself) {
  v1::EmbedItemResponse embedded;
  const grpc::Status status =
      service_.Call(&Stub::EmbedItem, v1::EmbedItemRequest(), &embedded);
  EXPECT_EQ(status.error_code(), grpc::StatusCode::UNIMPLEMENTED);
  EXPECT_THAT(status.error_message(),
              HasSubstr("/customer2vec.v1.EmbeddingService/EmbedItem"));
  grpc::ClientContext context;
  const auto stream = service_.stub->FindSimilarCustomers(
      &context, v1::FindSimilarCustomersRequest());
  v1::FindSimilarCustomersResponse entry;
  EXPECT_FALSE(stream->Read(&entry));
  EXPECT_EQ(stream->Finish().error_code(), grpc::StatusCode::UNIMPLEMENTED);
}

}  // namespace
}  // namespace customer2vec
