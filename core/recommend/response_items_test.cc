#include "core/recommend/response_items.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <vector>

#include "core/recommend/recommend_test_util.h"

namespace customer2vec {
namespace {

using ::testing::IsEmpty;

class ResponseItemsTest : public RecommendTest {
 protected:
  google::protobuf::RepeatedPtrField<v1::RecommendedItem> Fill(
      const ItemDetails& details) {
    const std::vector<ScoredItem> ranked = {{7, 0.5f}, {8, 0.25f}};
    google::protobuf::RepeatedPtrField<v1::RecommendedItem> items;
    FillItems(snapshot_->tables(), ranked, details, &items);
    return items;
  }
};

TEST_F(ResponseItemsTest, GivesIdScoreAndRankAndNothingUnasked) {
  const auto items = Fill({.first_rank = 11});
  ASSERT_EQ(items.size(), 2);
  EXPECT_EQ(items[1].item_id(), "i08");
  EXPECT_EQ(items[1].score(), 0.25f);
  EXPECT_EQ(items[1].rank(), 12);
  EXPECT_THAT(items[1].name(), IsEmpty());
  EXPECT_THAT(items[1].attributes(), IsEmpty());
  EXPECT_EQ(items[1].source(), v1::RECOMMENDATION_SOURCE_UNSPECIFIED);
}

TEST_F(ResponseItemsTest, GivesNamesAttributesAndSources) {
  const HistoryEvent event{8};
  const SeenItems seen({}, {&event, 1});
  const auto items = Fill({.names = true, .attributes = true, .seen = &seen});
  EXPECT_EQ(items[0].name(), "i07");  // the catalogue has none
  EXPECT_EQ(items[1].name(), "Item 8 of g2");
  ASSERT_EQ(items[0].attributes_size(), 1);
  EXPECT_EQ(items[0].attributes(0).name(), "group");
  EXPECT_EQ(items[0].attributes(0).value(), "g1");
  EXPECT_EQ(items[1].attributes_size(), 2);
  EXPECT_EQ(items[0].source(), v1::RECOMMENDATION_SOURCE_DISCOVERY);
  EXPECT_EQ(items[1].source(), v1::RECOMMENDATION_SOURCE_REPEAT);
}

}  // namespace
}  // namespace customer2vec
