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

TEST(JsonObjectTest, ListsOfObjectsGrow) {
  google::protobuf::Struct json;
  SetText("space", "items", &json);
  SetNumber("customers", 12, AddObject("segments", &json));
  SetNumber("customers", 3, AddObject("segments", &json));
  const auto& segments = json.fields().at("segments").list_value();
  EXPECT_EQ(json.fields().at("space").string_value(), "items");
  ASSERT_EQ(segments.values_size(), 2);
  EXPECT_EQ(
      segments.values(1).struct_value().fields().at("customers").number_value(),
      3);
}

}  // namespace
}  // namespace customer2vec
