#include "core/servables/query_events.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <vector>

#include "core/servables/embedding_test_util.h"

namespace customer2vec {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

// One customer of four baskets: item 2 often, item 5 a little, 9 once.
const OwnedHistories& Histories() {
  static const OwnedHistories* const histories = [] {
    auto* owned = new OwnedHistories;
    owned->Add(
        {{.item = 2, .basket_count = 4, .last_basket = 3, .decayed_count = 3},
         {.item = 5, .basket_count = 2, .last_basket = 1, .decayed_count = 1},
         {.item = 9, .basket_count = 3, .last_basket = 0, .decayed_count = 2}},
        4);
    return owned;
  }();
  return *histories;
}

std::vector<WeightedEvent> Query(const std::vector<HistoryEvent>& events,
                                 const QueryEventOptions& options,
                                 std::optional<uint32_t> customer = {},
                                 size_t item_count = 20) {
  std::vector<WeightedEvent> found = {{99, 99, 99}};
  QueryEvents(Histories().View(20), {events, customer}, item_count, options,
              &found);
  return found;
}

TEST(QueryEventsTest, LatestFirstWithDecay) {
  EXPECT_THAT(Query({{1}, {2, 4}, {3}}, {.recency_decay = 0.5f}),
              ElementsAre(WeightedEvent{3, 0, 1}, WeightedEvent{2, 1, 2},
                          WeightedEvent{1, 2, 0.25f}));
}

TEST(QueryEventsTest, RepeatsCountAtTheirLatest) {
  EXPECT_THAT(Query({{1}, {2}, {1}}, {.recency_decay = 0.5f}),
              ElementsAre(WeightedEvent{1, 0, 1}, WeightedEvent{2, 1, 0.5f}));
  // The third from the end is out of reach, a repeat or not.
  EXPECT_THAT(Query({{3}, {1}, {1}}, {.max_events = 2}),
              ElementsAre(WeightedEvent{1, 0, 1}));
}

TEST(QueryEventsTest, UnknownAndRejectedEventsMakeNoneOlder) {
  EXPECT_THAT(Query({{1}, {30}, {4, -1}, {4, 0}}, {.recency_decay = 0.5f}),
              ElementsAre(WeightedEvent{1, 0, 1}));
}

TEST(QueryEventsTest, WithoutEventsTheHistorySpeaks) {
  EXPECT_THAT(Query({}, {.recency_decay = 0.5f}, 0),
              ElementsAre(WeightedEvent{2, 0, 3}, WeightedEvent{9, 3, 2},
                          WeightedEvent{5, 2, 1}));
  EXPECT_THAT(Query({}, {.max_events = 1}, 0),
              ElementsAre(WeightedEvent{2, 0, 3}));
  EXPECT_THAT(Query({}, {}, 0, /*item_count=*/5),
              ElementsAre(WeightedEvent{2, 0, 3}));
  EXPECT_THAT(Query({{7}}, {}, 0), ElementsAre(WeightedEvent{7, 0, 1}));
  EXPECT_THAT(Query({}, {}), IsEmpty());
}

}  // namespace
}  // namespace customer2vec
