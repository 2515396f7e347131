#include "core/servables/item_neighbors.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <vector>

#include "core/base/random.h"

namespace customer2vec {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

struct OwnedLists {
  std::vector<uint64_t> offsets = {0};
  std::vector<uint32_t> neighbors;
  std::vector<float> weights;

  ItemNeighborLists view() const { return {offsets, neighbors, weights}; }
};

// 0: 1 (0.5), 2 (0.25); 1: 0 (1); 2: none.
OwnedLists SmallLists() { return {{0, 2, 3, 3}, {1, 2, 0}, {0.5f, 0.25f, 1}}; }

std::vector<ScoredItem> Rank(const OwnedLists& lists,
                             const std::vector<HistoryEvent>& events,
                             const QueryEventOptions& query_options,
                             const SearchOptions& options) {
  const ItemNeighborsScorer scorer("near", lists.view(), {}, query_options);
  std::vector<ScoredItem> top = {{99, 99}};
  scorer.Rank({.events = events}, options, &top);
  return top;
}

TEST(ItemNeighborsScorerTest, SumsTheListsOfTheEvents) {
  EXPECT_THAT(Rank(SmallLists(), {{1}, {0}}, {.recency_decay = 0.5f}, {.k = 9}),
              ElementsAre(ScoredItem{0, 0.5f}, ScoredItem{1, 0.5f},
                          ScoredItem{2, 0.25f}));
}

TEST(ItemNeighborsScorerTest, ListensToTheLastEventsOnly) {
  EXPECT_THAT(Rank(SmallLists(), {{0}, {1}}, {.max_events = 1}, {.k = 9}),
              ElementsAre(ScoredItem{0, 1}));
}

TEST(ItemNeighborsScorerTest, NoListNoAnswer) {
  EXPECT_THAT(Rank(SmallLists(), {{2}}, {}, {.k = 9}), IsEmpty());
  EXPECT_THAT(Rank(SmallLists(), {{77}}, {}, {.k = 9}), IsEmpty());
  EXPECT_THAT(Rank(SmallLists(), {}, {}, {.k = 9}), IsEmpty());
  EXPECT_THAT(Rank({}, {{0}}, {}, {.k = 9}), IsEmpty());
}

TEST(ItemNeighborsScorerTest, AgreesWithAPlainSum) {
  Random random(5);
  OwnedLists lists;
  constexpr uint32_t kItems = 30;
  for (uint32_t item = 0; item < kItems; ++item) {
    for (uint32_t i = 0; i < random.Below(8); ++i) {
      lists.neighbors.push_back(random.Below(kItems));
      lists.weights.push_back(static_cast<float>(random.Uniform()));
    }
    lists.offsets.push_back(lists.neighbors.size());
  }
  for (int round = 0; round < 100; ++round) {
    std::vector<HistoryEvent> events(random.Below(7));
    for (HistoryEvent& event : events) event.item = random.Below(kItems);
    std::map<uint32_t, float> weights;  // of the latest of each item
    float weight = 1;
    for (size_t i = events.size(); i-- > 0; weight *= 0.75f) {
      weights.try_emplace(events[i].item, weight);
    }
    std::map<uint32_t, double> expected;
    for (const auto& [item, factor] : weights) {
      for (uint64_t i = lists.offsets[item]; i < lists.offsets[item + 1]; ++i) {
        expected[lists.neighbors[i]] += double{factor} * lists.weights[i];
      }
    }
    const auto top =
        Rank(lists, events, {.recency_decay = 0.75f}, {.k = kItems});
    ASSERT_EQ(top.size(), expected.size());
    for (size_t i = 0; i < top.size(); ++i) {
      EXPECT_NEAR(top[i].score, expected[top[i].item], 1e-5);
      EXPECT_TRUE(i == 0 || RanksBefore(top[i - 1], top[i]));
    }
  }
}

}  // namespace
}  // namespace customer2vec
