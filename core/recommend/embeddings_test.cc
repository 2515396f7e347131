#include "core/recommend/embeddings.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/recommend/recommend_test_util.h"

namespace customer2vec {
namespace {

using ::testing::ElementsAre;
using ::testing::ElementsAreArray;
using ::testing::SizeIs;
using ::testing::StartsWith;

using EmbeddingsTest = RecommendTest;

auto Invalid(const char* field) {
  return StatusIs(absl::StatusCode::kInvalidArgument, StartsWith(field));
}

TEST_F(EmbeddingsTest, GivesItemVectorsInTheOrderAsked) {
  v1::GetItemEmbeddingsRequest request;
  for (const char* id : {"i09", "nothing", "i02", "i61", "i09", "nothing"}) {
    request.add_item_ids(id);
  }
  v1::GetItemEmbeddingsResponse response;
  ASSERT_THAT(GetItemEmbeddings(*snapshot_, request, &response), IsOk());
  ASSERT_EQ(response.embeddings_size(), 3);
  EXPECT_EQ(response.embeddings(0).id(), "i09");
  EXPECT_EQ(response.embeddings(1).id(), "i02");
  EXPECT_EQ(response.embeddings(2).id(), "i09");
  EXPECT_THAT(response.embeddings(1).vector().values(),
              ElementsAreArray(space().ItemVector(VectorRole::kInput, 2)));
  EXPECT_THAT(response.missing_item_ids(), ElementsAre("nothing", "i61"));
  EXPECT_EQ(response.served_by().servable(), "items");
  EXPECT_EQ(response.served_by().snapshot_version(), snapshot_->version());
}

TEST_F(EmbeddingsTest, GivesTheOtherRoleAndEncodings) {
  v1::GetItemEmbeddingsRequest request;
  request.add_item_ids("i09");
  request.set_role(v1::VECTOR_ROLE_OUTPUT);
  v1::GetItemEmbeddingsResponse response;
  ASSERT_THAT(GetItemEmbeddings(*snapshot_, request, &response), IsOk());
  EXPECT_THAT(response.embeddings(0).vector().values(),
              ElementsAreArray(space().ItemVector(VectorRole::kOutput, 9)));
  request.set_encoding(v1::VECTOR_ENCODING_FLOAT16);
  ASSERT_THAT(GetItemEmbeddings(*snapshot_, request, &response), IsOk());
  EXPECT_THAT(response.embeddings(0).vector().packed(),
              SizeIs(2 * space().dimension()));
}

TEST_F(EmbeddingsTest, GivesCustomerVectors) {
  v1::GetCustomerEmbeddingsRequest request;
  request.add_customer_ids("stranger");
  request.add_customer_ids("c04");
  v1::GetCustomerEmbeddingsResponse response;
  ASSERT_THAT(GetCustomerEmbeddings(*snapshot_, request, &response), IsOk());
  ASSERT_EQ(response.embeddings_size(), 1);
  EXPECT_THAT(response.embeddings(0).vector().values(),
              ElementsAreArray(space().CustomerVector(4)));
  EXPECT_THAT(response.missing_customer_ids(), ElementsAre("stranger"));
  EXPECT_EQ(response.served_by().servable(), "items");
}

TEST_F(EmbeddingsTest, NamesTheFieldThatIsWrong) {
  v1::GetItemEmbeddingsRequest request;
  v1::GetItemEmbeddingsResponse response;
  const auto ask = [&] {
    return GetItemEmbeddings(*snapshot_, request, &response);
  };
  EXPECT_THAT(ask(), Invalid("item_ids:"));
  request.add_item_ids("");
  EXPECT_THAT(ask(), Invalid("item_ids[0]:"));
  request.set_item_ids(0, "i00");
  request.set_role(static_cast<v1::VectorRole>(9));
  EXPECT_THAT(ask(), Invalid("role:"));
  request.clear_role();
  request.set_encoding(static_cast<v1::VectorEncoding>(9));
  EXPECT_THAT(ask(), Invalid("encoding:"));
  request.clear_encoding();
  request.mutable_model()->set_servable("popular");
  EXPECT_THAT(ask(), Invalid("model.servable:"));
  request.clear_model();
  for (int i = 0; i < 1000; ++i) request.add_item_ids("i00");
  EXPECT_THAT(ask(), Invalid("item_ids:"));
}

TEST_F(EmbeddingsTest, NamesTheFieldThatIsWrongOfCustomers) {
  v1::GetCustomerEmbeddingsRequest request;
  v1::GetCustomerEmbeddingsResponse response;
  EXPECT_THAT(GetCustomerEmbeddings(*snapshot_, request, &response),
              Invalid("customer_ids:"));
  request.add_customer_ids("c00");
  request.set_encoding(static_cast<v1::VectorEncoding>(9));
  EXPECT_THAT(GetCustomerEmbeddings(*snapshot_, request, &response),
              Invalid("encoding:"));
}

}  // namespace
}  // namespace customer2vec
