#include "client/c2v/json.h"

#include <gtest/gtest.h>

#include "customer2vec/v1/recommendation_service.pb.h"

namespace customer2vec {
namespace {

TEST(JsonTest, IsIndentedProtoJson) {
  v1::RecommendSimilarItemsResponse response;
  v1::RecommendedItem& item = *response.add_items();
  item.set_item_id("crème");
  item.set_source(v1::RECOMMENDATION_SOURCE_REPEAT);
  EXPECT_EQ(ToJson(response),
            "{\n"
            " \"items\": [\n"
            "  {\n"
            "   \"itemId\": \"crème\",\n"
            "   \"source\": \"RECOMMENDATION_SOURCE_REPEAT\"\n"
            "  }\n"
            " ]\n"
            "}\n");
}

}  // namespace
}  // namespace customer2vec
