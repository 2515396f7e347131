#include "core/recommend/list_items.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/recommend/recommend_test_util.h"

namespace customer2vec {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::StartsWith;

class ListItemsTest : public RecommendTest {
 protected:
  absl::Status Ask() { return ListItems(*snapshot_, request_, &response_); }

  std::vector<std::string> AllIds() {
    std::vector<std::string> ids;
    do {
      request_.set_page_token(response_.next_page_token());
      EXPECT_THAT(Ask(), IsOk());
      for (const v1::Item& item : response_.items()) {
        ids.push_back(item.item_id());
      }
    } while (!response_.next_page_token().empty());
    return ids;
  }

  v1::ListItemsRequest request_;
  v1::ListItemsResponse response_;
};

TEST_F(ListItemsTest, ListsThePopularFirstWithWhatIsKnown) {
  ASSERT_THAT(Ask(), IsOk());
  ASSERT_EQ(response_.items_size(), 50);
  const v1::Item& item = response_.items(8);
  EXPECT_EQ(item.item_id(), "i08");
  EXPECT_EQ(item.name(), "Item 8 of g2");
  EXPECT_EQ(item.basket_count(), 156);
  ASSERT_EQ(item.attributes_size(), 2);
  EXPECT_EQ(item.attributes(0).value(), "g2");
  EXPECT_EQ(item.attributes(1).name(), "size");
  EXPECT_EQ(item.attributes(1).value(), "8");
  // No name, and no size.
  EXPECT_EQ(response_.items(7).name(), "i07");
  EXPECT_EQ(response_.items(7).attributes_size(), 1);
  EXPECT_EQ(response_.served_by().snapshot_version(), snapshot_->version());
}

TEST_F(ListItemsTest, PagesHoldEveryItemOnce) {
  for (const int page_size : {1, 7, 32, 63, 64, 65, 5000}) {
    request_.Clear();
    response_.Clear();
    request_.set_page_size(page_size);
    const std::vector<std::string> ids = AllIds();
    ASSERT_EQ(ids.size(), kTestItems) << page_size;
    for (size_t i = 0; i < ids.size(); ++i) EXPECT_EQ(ids[i], TestItemId(i));
  }
}

TEST_F(ListItemsTest, LargePagesAreCut) {
  EXPECT_EQ(ItemsPerPage(0), 50u);
  EXPECT_EQ(ItemsPerPage(1000), 1000u);
  EXPECT_EQ(ItemsPerPage(1001), 1000u);
  EXPECT_EQ(ItemsPerPage(INT32_MAX), 1000u);
}

TEST_F(ListItemsTest, FindsByIdAndNameWithoutRegardToCase) {
  request_.set_query("OF G3");
  request_.set_page_size(4);
  EXPECT_THAT(AllIds(), ElementsAre("i03", "i09", "i15", "i21", "i27", "i33",
                                    "i39", "i45", "i51", "i57", "i63"));
  request_.set_query("I07");
  EXPECT_THAT(AllIds(), ElementsAre("i07"));
  request_.set_query("no such thing");
  EXPECT_THAT(AllIds(), IsEmpty());
}

TEST_F(ListItemsTest, TokensArePinnedToTheRequest) {
  request_.set_page_size(5);
  ASSERT_THAT(Ask(), IsOk());
  request_.set_page_token(response_.next_page_token());
  request_.set_page_size(6);
  EXPECT_THAT(Ask(), StatusIs(absl::StatusCode::kInvalidArgument,
                              HasSubstr("another request")));
}

TEST_F(ListItemsTest, NamesTheFieldThatIsWrong) {
  const auto invalid = [](const char* field) {
    return StatusIs(absl::StatusCode::kInvalidArgument, StartsWith(field));
  };
  request_.set_page_size(-1);
  EXPECT_THAT(Ask(), invalid("page_size:"));
  request_.clear_page_size();
  request_.set_query(std::string(257, 'x'));
  EXPECT_THAT(Ask(), invalid("query:"));
  request_.set_query("\xFF");
  EXPECT_THAT(Ask(), invalid("query:"));
  request_.clear_query();
  request_.set_filter("x = 1");
  EXPECT_THAT(
      Ask(), StatusIs(absl::StatusCode::kUnimplemented, StartsWith("filter:")));
}

}  // namespace
}  // namespace customer2vec
