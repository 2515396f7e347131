#include "core/recommend/item_rows.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "core/base/status_matchers.h"

namespace customer2vec {
namespace {

using ::testing::ElementsAre;

class ItemRowsTest : public ::testing::Test {
 protected:
  void SetUp() override {
    C2V_ASSERT_OK_AND_ASSIGN(
        arrays_, BuildVocabulary(std::vector<std::string>{"a", "b", "c"}));
    C2V_ASSERT_OK_AND_ASSIGN(items_, Vocabulary::Create(arrays_.view()));
  }

  VocabularyArrays arrays_;
  Vocabulary items_;
  IdList missing_;
};

TEST_F(ItemRowsTest, EventsKeepOrderWeightAndTime) {
  v1::RecommendForSessionRequest request;
  v1::ItemEvent* event = request.add_events();
  event->set_item_id("c");
  event->set_weight(0);
  event->mutable_event_time()->set_seconds(77);
  request.add_events()->set_item_id("a");
  std::vector<HistoryEvent> events = {{9}};
  ResolveEvents(items_, request.events(), &events, &missing_);
  ASSERT_EQ(events.size(), 2u);
  EXPECT_EQ(events[0].item, 2u);
  EXPECT_EQ(events[0].weight, 0);
  EXPECT_EQ(events[0].time, 77);
  EXPECT_EQ(events[1].item, 0u);
  EXPECT_EQ(events[1].weight, 1);
  EXPECT_EQ(events[1].time, 0);
}

TEST_F(ItemRowsTest, UnknownIdsAreListedOnceInOrder) {
  v1::RecommendForSessionRequest request;
  for (const char* id : {"y", "a", "x", "y"}) {
    request.add_events()->set_item_id(id);
  }
  std::vector<HistoryEvent> events;
  ResolveEvents(items_, request.events(), &events, &missing_);
  EXPECT_EQ(events.size(), 1u);
  EXPECT_THAT(missing_, ElementsAre("y", "x"));
  // A second list adds to the first.
  v1::RecommendationOptions options;
  for (const char* id : {"x", "z", "b"}) options.add_candidate_item_ids(id);
  EXPECT_THAT(ResolveIds(items_, options.candidate_item_ids(), &missing_),
              ElementsAre(1));
  EXPECT_THAT(missing_, ElementsAre("y", "x", "z"));
}

TEST_F(ItemRowsTest, AppliesExclusionsAndCandidates) {
  v1::RecommendationOptions options;
  options.add_exclude_item_ids("a");
  options.add_exclude_item_ids("unknown");
  RowFilter filter;
  ApplyListedIds(items_, options, &filter, &missing_);
  EXPECT_FALSE(filter.Allows(0));
  EXPECT_TRUE(filter.Allows(1));
  EXPECT_TRUE(missing_.empty());
  options.add_candidate_item_ids("a");
  options.add_candidate_item_ids("c");
  options.add_candidate_item_ids("other");
  RowFilter both;
  ApplyListedIds(items_, options, &both, &missing_);
  EXPECT_FALSE(both.Allows(0));
  EXPECT_FALSE(both.Allows(1));
  EXPECT_TRUE(both.Allows(2));
  EXPECT_THAT(missing_, ElementsAre("other"));
}

}  // namespace
}  // namespace customer2vec
