#include "core/servables/personal_frequency.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <vector>

#include "core/base/random.h"
#include "core/servables/embedding_test_util.h"

namespace customer2vec {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

// One customer: item 2 often, item 5 a little, item 9 once.
CustomerHistories Histories() {
  static const OwnedHistories* const histories = [] {
    auto* owned = new OwnedHistories;
    owned->Add({{.item = 2, .basket_count = 4, .decayed_count = 3},
                {.item = 5, .basket_count = 2, .decayed_count = 1.5},
                {.item = 9, .basket_count = 1, .decayed_count = 0.5}},
               4);
    return owned;
  }();
  return histories->View(20);
}

std::vector<ScoredItem> Frequencies(const std::vector<HistoryEvent>& events,
                                    std::optional<uint32_t> customer,
                                    float decay) {
  std::vector<ScoredItem> frequencies = {{99, 99}};
  PersonalFrequencies(Histories(), {events, customer}, decay, &frequencies);
  return frequencies;
}

TEST(PersonalFrequenciesTest, AreTheDecayedCountsOfTheHistory) {
  EXPECT_THAT(
      Frequencies({}, 0, 0.5f),
      ElementsAre(ScoredItem{2, 3}, ScoredItem{5, 1.5f}, ScoredItem{9, 0.5f}));
}

TEST(PersonalFrequenciesTest, EventsAreOneNewerBasket) {
  // Item 5 twice in it counts once; item 1 and 11 are new.
  EXPECT_THAT(
      Frequencies({{11}, {5}, {1}, {5}}, 0, 0.5f),
      ElementsAre(ScoredItem{1, 1}, ScoredItem{2, 1.5f}, ScoredItem{5, 1.75f},
                  ScoredItem{9, 0.25f}, ScoredItem{11, 1}));
}

TEST(PersonalFrequenciesTest, TheLastEventOfAnItemGivesItsWeight) {
  EXPECT_THAT(Frequencies({{4, 1}, {4, 0.25f}}, std::nullopt, 0.5f),
              ElementsAre(ScoredItem{4, 0.25f}));
}

TEST(PersonalFrequenciesTest, TheLastEventCountsInLongSessionsToo) {
  std::vector<HistoryEvent> events;
  for (int i = 1; i <= 100; ++i) {
    events.push_back({static_cast<uint32_t>(i % 4), static_cast<float>(i)});
  }
  EXPECT_THAT(Frequencies(events, std::nullopt, 0.5f),
              ElementsAre(ScoredItem{0, 100}, ScoredItem{1, 97},
                          ScoredItem{2, 98}, ScoredItem{3, 99}));
}

TEST(PersonalFrequenciesTest, ItemsPushedAwayAreLeftOut) {
  EXPECT_THAT(Frequencies({{2, -9}, {3, -1}}, 0, 1),
              ElementsAre(ScoredItem{5, 1.5f}, ScoredItem{9, 0.5f}));
}

TEST(PersonalFrequenciesTest, NobodyHasNone) {
  EXPECT_THAT(Frequencies({}, std::nullopt, 0.5f), IsEmpty());
}

TEST(PersonalFrequenciesTest, AgreeWithAPlainMap) {
  Random random(/*seed=*/11);
  for (int round = 0; round < 200; ++round) {
    std::vector<HistoryEvent> events(random.Below(6));
    for (HistoryEvent& event : events) {
      event = {random.Below(12), static_cast<float>(random.Normal())};
    }
    const float decay = static_cast<float>(1 - random.Uniform() / 2);
    std::map<uint32_t, float> newest;
    for (const HistoryEvent& event : events) newest[event.item] = event.weight;
    std::map<uint32_t, float> expected = newest;
    for (const HistoryEntry& entry : Histories().Of(0)) {
      expected[entry.item] +=
          entry.decayed_count * (events.empty() ? 1 : decay);
    }
    std::erase_if(expected, [](const auto& item) { return item.second <= 0; });
    const std::vector<ScoredItem> found = Frequencies(events, 0, decay);
    ASSERT_EQ(found.size(), expected.size());
    size_t i = 0;
    for (const auto& [item, frequency] : expected) {
      EXPECT_EQ(found[i].item, item);
      EXPECT_NEAR(found[i++].score, frequency, 1e-6);
    }
  }
}

TEST(PersonalFrequencyScorerTest, RanksAllowedItemsByFrequency) {
  const PersonalFrequencyScorer scorer("again", Histories(), 0.5f);
  std::vector<ScoredItem> top;
  scorer.Rank({.customer = 0}, {.k = 2}, &top);
  EXPECT_THAT(top, ElementsAre(ScoredItem{2, 3}, ScoredItem{5, 1.5f}));
  RowFilter filter;
  filter.Exclude(std::vector<uint32_t>{2});
  scorer.Rank({.customer = 0}, {.k = 5, .filter = &filter}, &top);
  EXPECT_THAT(top, ElementsAre(ScoredItem{5, 1.5f}, ScoredItem{9, 0.5f}));
}

TEST(PersonalFrequencyScorerTest, FillsThePlacesLeftByPopularity) {
  PersonalFrequencyScorer scorer("again", Histories(), 0.5f);
  const std::vector<uint32_t> counts = {7, 5, 4, 2, 1, 1};
  scorer.FillBy(counts, /*basket_count=*/9);
  std::vector<ScoredItem> top;
  scorer.Rank({.customer = 0}, {.k = 5}, &top);
  EXPECT_THAT(top,
              ElementsAre(ScoredItem{2, 3}, ScoredItem{5, 1.5f},
                          ScoredItem{9, 0.5f}, ScoredItem{0, 0.5f * 0.1f * 7},
                          ScoredItem{1, 0.5f * 0.1f * 5}));
  scorer.Rank({}, {.k = 1}, &top);
  EXPECT_THAT(top, ElementsAre(ScoredItem{0, 0.1f * 7}));
}

}  // namespace
}  // namespace customer2vec
