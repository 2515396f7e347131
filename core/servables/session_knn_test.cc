#include "core/servables/session_knn.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <vector>

#include "core/base/random.h"
#include "core/servables/embedding_test_util.h"

namespace customer2vec {
namespace {

using ::testing::ElementsAre;
using ::testing::FloatNear;
using ::testing::IsEmpty;

struct OwnedLists {
  std::vector<uint64_t> session_offsets = {0};
  std::vector<uint32_t> session_items;
  std::vector<float> session_weights;
  std::vector<uint64_t> posting_offsets = {0};
  std::vector<uint32_t> postings;
  std::vector<float> query_weights;
  std::vector<float> item_weights;

  SessionLists view() const {
    return {session_offsets, session_items, session_weights, posting_offsets,
            postings,        query_weights, item_weights};
  }
};

OwnedLists ListsOf(const std::vector<std::vector<uint32_t>>& sessions,
                   uint32_t items) {
  OwnedLists lists;
  for (const auto& session : sessions) {
    lists.session_items.insert(lists.session_items.end(), session.begin(),
                               session.end());
    lists.session_offsets.push_back(lists.session_items.size());
    lists.session_weights.push_back(1);
  }
  for (uint32_t item = 0; item < items; ++item) {
    for (uint32_t n = sessions.size(); n-- > 0;) {
      if (std::count(sessions[n].begin(), sessions[n].end(), item) > 0) {
        lists.postings.push_back(n);
      }
    }
    lists.posting_offsets.push_back(lists.postings.size());
    lists.query_weights.push_back(1);
    lists.item_weights.push_back(1);
  }
  return lists;
}

std::vector<HistoryEvent> Events(const std::vector<uint32_t>& items) {
  std::vector<HistoryEvent> events;
  for (const uint32_t item : items) events.push_back({.item = item});
  return events;
}

std::vector<ScoredItem> Rank(const OwnedLists& lists,
                             const SessionKnnParameters& parameters,
                             const std::vector<uint32_t>& session, size_t k) {
  const SessionKnnScorer scorer("like", lists.view(), parameters, {});
  std::vector<ScoredItem> top = {{99, 99}};
  scorer.Rank({.events = Events(session)}, {.k = k}, &top);
  return top;
}

// The formula of the header, by maps and over all sessions.
std::map<uint32_t, double> PlainScores(
    const std::vector<std::vector<uint32_t>>& sessions, const OwnedLists& lists,
    const SessionKnnParameters& p, const std::vector<uint32_t>& session) {
  std::map<uint32_t, int> ages;  // of the latest event
  int age = 0;
  for (size_t i = session.size(); i-- > 0 && age < int(p.max_events); ++age) {
    ages.try_emplace(session[i], age);
  }
  struct Near {
    double similarity;
    size_t number;
    uint32_t shared;
  };
  std::vector<Near> nearest;
  for (size_t n = sessions.size(); n-- > 0 && nearest.size() < p.sample_size;) {
    Near near{0, n, 0};
    int latest = INT_MAX;
    for (const uint32_t item :
         std::set<uint32_t>(sessions[n].begin(), sessions[n].end())) {
      const auto it = ages.find(item);
      if (it == ages.end()) continue;
      near.similarity +=
          std::pow(p.position_decay, it->second) * lists.query_weights[item];
      if (it->second < latest) {
        latest = it->second;
        near.shared = item;
      }
    }
    if (latest == INT_MAX) continue;
    near.similarity *= lists.session_weights[n];
    if (latest > 0) near.similarity *= p.without_last_item;
    nearest.push_back(near);
  }
  std::stable_sort(
      nearest.begin(), nearest.end(),
      [](const Near& a, const Near& b) { return a.similarity > b.similarity; });
  nearest.resize(std::min(nearest.size(), p.neighbors));
  std::map<uint32_t, double> votes;
  for (const Near& near : nearest) {
    const auto& items = sessions[near.number];
    int shared = 0;
    for (size_t i = 0; i < items.size(); ++i) {
      if (items[i] == near.shared) shared = static_cast<int>(i);
    }
    for (int i = 0; i < int(items.size()); ++i) {
      if (i == shared) continue;
      votes[items[i]] += near.similarity *
                         (i < shared ? p.backward_weight : 1) *
                         std::pow(p.distance_decay, std::abs(i - shared)) *
                         lists.item_weights[items[i]];
    }
  }
  double sum = 0;
  for (auto& [item, vote] : votes) {
    if (ages.contains(item)) vote *= p.own_votes;
    sum += vote;
  }
  std::map<uint32_t, double> scores;
  for (const auto& [item, vote] : votes) {
    if (sum > 0) scores[item] += vote / sum;
  }
  for (const auto& [item, item_age] : ages) {
    scores[item] += p.repeat_weight * std::pow(p.repeat_decay, item_age);
  }
  std::erase_if(scores, [](const auto& each) { return each.second <= 0; });
  return scores;
}

TEST(SessionKnnScorerTest, FollowsTheSharedItem) {
  // 0 is followed by 1 twice and by 2 once.
  const OwnedLists lists = ListsOf({{0, 1}, {0, 2}, {0, 1}, {3, 4}}, 5);
  EXPECT_THAT(Rank(lists, {}, {0}, 9),
              ElementsAre(ScoredItem{1, 2.0f / 3}, ScoredItem{2, 1.0f / 3}));
}

TEST(SessionKnnScorerTest, ComparesTheNewestSessionsOnly) {
  const OwnedLists lists = ListsOf({{0, 1}, {0, 1}, {0, 2}, {5, 4}}, 6);
  EXPECT_THAT(Rank(lists, {.sample_size = 1}, {0}, 9),
              ElementsAre(ScoredItem{2, 1}));
}

TEST(SessionKnnScorerTest, RepeatsGetTheirOwnScore) {
  const OwnedLists lists = ListsOf({{0, 1}}, 4);
  const auto top =
      Rank(lists, {.repeat_weight = 4, .repeat_decay = 0.25f}, {3, 0}, 9);
  EXPECT_THAT(
      top, ElementsAre(ScoredItem{0, 4}, ScoredItem{1, 1}, ScoredItem{3, 1}));
}

TEST(SessionKnnScorerTest, ACustomerComesWithTheHistory) {
  OwnedHistories histories;
  histories.Add({{.item = 0, .basket_count = 1, .decayed_count = 1}});
  const OwnedLists lists = ListsOf({{0, 1}}, 2);
  const SessionKnnScorer scorer("like", lists.view(), {}, histories.View(2));
  std::vector<ScoredItem> top;
  scorer.Rank({.customer = 0}, {.k = 9}, &top);
  EXPECT_THAT(top, ElementsAre(ScoredItem{1, 1}));
}

TEST(SessionKnnScorerTest, NothingSharedNothingRanked) {
  const OwnedLists lists = ListsOf({{0, 1}}, 4);
  EXPECT_THAT(Rank(lists, {}, {3}, 9), IsEmpty());
  EXPECT_THAT(Rank(lists, {}, {}, 9), IsEmpty());
  EXPECT_THAT(Rank({}, {}, {0}, 9), IsEmpty());
}

TEST(SessionKnnScorerTest, AgreesWithAPlainLoop) {
  Random random(17);
  for (int round = 0; round < 60; ++round) {
    constexpr uint32_t kItems = 12;
    std::vector<std::vector<uint32_t>> sessions(1 + random.Below(40));
    for (auto& session : sessions) {
      session.resize(1 + random.Below(7));
      for (uint32_t& item : session) item = random.Below(kItems);
    }
    OwnedLists lists = ListsOf(sessions, kItems);
    const auto fill = [&](std::vector<float>* weights) {
      for (float& weight : *weights)
        weight = 0.5f + random.Below(1000) / 700.0f;
    };
    fill(&lists.session_weights);
    fill(&lists.query_weights);
    fill(&lists.item_weights);
    const SessionKnnParameters parameters{.neighbors = 1 + random.Below(20),
                                          .sample_size = 1 + random.Below(30),
                                          .max_events = 1 + random.Below(5),
                                          .position_decay = 0.7f,
                                          .distance_decay = 0.6f,
                                          .backward_weight = 0.4f,
                                          .repeat_weight = round % 2 * 0.3f,
                                          .repeat_decay = 0.5f,
                                          .without_last_item = 0.8f,
                                          .own_votes = 0.9f};
    std::vector<uint32_t> session(1 + random.Below(6));
    for (uint32_t& item : session) item = random.Below(kItems);

    const auto expected = PlainScores(sessions, lists, parameters, session);
    const auto top = Rank(lists, parameters, session, kItems);
    ASSERT_EQ(top.size(), expected.size());
    for (const ScoredItem& item : top) {
      EXPECT_THAT(item.score, FloatNear(expected.at(item.item), 1e-4))
          << "round " << round << " item " << item.item;
    }
  }
}

}  // namespace
}  // namespace customer2vec
