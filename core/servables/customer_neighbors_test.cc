#include "core/servables/customer_neighbors.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <thread>

#include "core/servables/customer_query.h"
#include "core/servables/embedding_space.h"
#include "core/servables/embedding_test_util.h"

namespace customer2vec {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr size_t kItems = 12;
constexpr size_t kCustomers = 9;

HistoryEntry Entry(uint32_t item, uint32_t count, uint32_t last) {
  return {.item = item,
          .basket_count = count,
          .last_basket = last,
          .decayed_count = static_cast<float>(count),
          .last_time = 0};
}

// Random customers, histories and vectors, with plain loops to compare against.
class CustomerNeighborsTest : public testing::Test {
 protected:
  CustomerNeighborsTest() : random_(kItems, kCustomers, 5, 7) {
    std::fill_n(random_.customers.begin() + 3 * 5, 5, 0.0f);  // nobody's vector
    Random random(2);
    for (size_t c = 0; c < kCustomers; ++c) {
      std::vector<HistoryEntry> entries;
      for (uint32_t item = 0; item < kItems; ++item) {
        if (random.Uniform() < 0.35) {
          entries.push_back(
              Entry(item, 1 + random.Below(3), 2 + random.Below(4)));
        }
      }
      histories_.Add(entries, 6);
    }
    space_ = MakeExactSpace("space", random_.Vectors(0));
    tables_.histories = histories_.View(kItems);
    tables_.basket_counts = random_.counts;
    tables_.basket_count = 200;
  }

  CustomerNeighborsScorer Scorer(const CustomerNeighborsSettings& settings) {
    neighbors_.clear();
    similarities_.clear();
    const std::vector<float> norms = CustomerInverseNorms(*space_);
    std::vector<CustomerNeighbor> nearest;
    for (uint32_t c = 0; c < kCustomers; ++c) {
      nearest.clear();
      if (norms[c] != 0) {
        FindNearestCustomers(*space_, norms, space_->CustomerVector(c), c,
                             settings.neighbors, &nearest);
      }
      nearest.resize(settings.neighbors, {kNoRow, 0});
      for (const CustomerNeighbor& neighbor : nearest) {
        neighbors_.push_back(neighbor.item);
        similarities_.push_back(neighbor.score);
      }
    }
    return CustomerNeighborsScorer("peers", tables_, space_.get(),
                                   {neighbors_, similarities_}, settings);
  }

  double Cosine(const std::vector<float>& query, size_t customer) const {
    double squares = 0;
    for (const float x : query) squares += double{x} * x;
    const double length = random_.Length(random_.customers, customer);
    if (length == 0) return -2;
    return random_.Dot(query, random_.customers, customer) /
           (std::sqrt(squares) * length);
  }

  std::vector<float> VectorOf(size_t customer) const {
    return {random_.customers.begin() + customer * 5,
            random_.customers.begin() + (customer + 1) * 5};
  }

  // Shares of a history by the definition.
  std::map<uint32_t, double> Shares(
      size_t customer, const CustomerNeighborsSettings& settings) const {
    std::map<uint32_t, double> shares;
    double sum = 0;
    for (const HistoryEntry& entry : tables_.histories.Of(customer)) {
      shares[entry.item] = std::pow(entry.basket_count, settings.damping) *
                           std::pow(settings.decay, 5 - entry.last_basket);
      sum += shares[entry.item];
    }
    for (auto& [item, share] : shares) share /= sum;
    return shares;
  }

  // Votes of the nearest for every item, by the definition.
  std::vector<double> Votes(const std::vector<float>& query, size_t self,
                            const CustomerNeighborsSettings& settings) const {
    std::vector<std::pair<double, size_t>> ranked;
    for (size_t c = 0; c < kCustomers; ++c) {
      if (c != self && Cosine(query, c) > -2) {
        ranked.push_back({-Cosine(query, c), c});
      }
    }
    std::sort(ranked.begin(), ranked.end());
    ranked.resize(std::min(ranked.size(), settings.neighbors));
    double sum = 0;
    std::vector<double> votes(kItems);
    for (const auto& [negated, c] : ranked) {
      if (-negated <= 0) continue;
      const double vote = std::pow(-negated, settings.exponent);
      sum += vote;
      for (const auto& [item, share] : Shares(c, settings)) {
        votes[item] += vote * share;
      }
    }
    for (double& vote : votes) vote /= sum > 0 ? sum : 1;
    return votes;
  }

  void ExpectScores(const std::vector<ScoredItem>& top,
                    const std::vector<double>& expected) {
    size_t scored = 0;
    for (const double score : expected) scored += score > 0;
    ASSERT_THAT(top, SizeIs(scored));
    EXPECT_TRUE(std::is_sorted(top.begin(), top.end(), RanksBefore));
    for (const ScoredItem& item : top) {
      EXPECT_NEAR(item.score, expected[item.item], 1e-5) << item.item;
    }
  }

  RandomEmbedding random_;
  OwnedHistories histories_;
  std::unique_ptr<const Space> space_;
  Tables tables_;
  std::vector<uint32_t> neighbors_;
  std::vector<float> similarities_;
};

TEST_F(CustomerNeighborsTest, NeighborsVoteByTheDefinition) {
  const CustomerNeighborsSettings settings = {.neighbors = 4,
                                              .exponent = 2,
                                              .decay = 0.7f,
                                              .damping = 0.5f,
                                              .own_weight = 0.3f,
                                              .popularity_weight = 0.1f};
  const CustomerNeighborsScorer scorer = Scorer(settings);
  for (uint32_t c = 0; c < kCustomers; ++c) {
    if (c == 3) continue;
    std::vector<double> expected = Votes(VectorOf(c), c, settings);
    for (const auto& [item, share] : Shares(c, settings)) {
      expected[item] += 0.3 * share;
    }
    for (size_t item = 0; item < kItems; ++item) {
      expected[item] += 0.1 * random_.counts[item] / 200;
    }
    std::vector<ScoredItem> top;
    scorer.Rank({.customer = c}, {.k = kItems}, &top);
    ExpectScores(top, expected);
  }
}

TEST_F(CustomerNeighborsTest, EventsAreEncodedAndCompared) {
  const CustomerNeighborsSettings settings = {
      .neighbors = 3, .exponent = 1, .own_weight = 1};
  const CustomerNeighborsScorer scorer = Scorer(settings);
  const std::vector<HistoryEvent> events = {{2, 3}, {7, 1}, {4, -1}};
  std::vector<float> query(5);
  ASSERT_TRUE(space_->Encode(Scoring::kNext, events, query));
  std::vector<double> expected = Votes(query, kCustomers, settings);
  expected[2] += 0.75;
  expected[7] += 0.25;
  std::vector<ScoredItem> top;
  scorer.Rank({.events = events}, {.k = kItems}, &top);
  ExpectScores(top, expected);
}

TEST_F(CustomerNeighborsTest, ACustomerWithEventsIsBoth) {
  const CustomerNeighborsSettings settings = {
      .neighbors = 3, .exponent = 1, .own_weight = 1};
  const CustomerNeighborsScorer scorer = Scorer(settings);
  const std::vector<HistoryEvent> events = {{2, 1}};
  const ScorerQuery subject = {.events = events, .customer = 5};
  std::vector<float> query(5);
  ASSERT_TRUE(EncodeCustomer(*space_, tables_.histories, subject, query));
  std::vector<double> expected = Votes(query, 5, settings);
  for (const auto& [item, share] : Shares(5, settings)) {
    expected[item] += share / 2;
  }
  expected[2] += 0.5;
  std::vector<ScoredItem> top;
  scorer.Rank(subject, {.k = kItems}, &top);
  ExpectScores(top, expected);
}

TEST_F(CustomerNeighborsTest, WithoutAVectorOrAHistoryNothingIsScored) {
  const CustomerNeighborsScorer scorer = Scorer({.neighbors = 3});
  std::vector<ScoredItem> top = {{1, 1}};
  scorer.Rank({.customer = 3}, {.k = 5}, &top);
  EXPECT_THAT(top, IsEmpty());
  scorer.Rank({}, {.k = 5}, &top);
  EXPECT_THAT(top, IsEmpty());
}

TEST_F(CustomerNeighborsTest, FiltersAndKAreHonoured) {
  const CustomerNeighborsScorer scorer =
      Scorer({.neighbors = 5, .popularity_weight = 0.2f});
  std::vector<ScoredItem> all, top;
  scorer.Rank({.customer = 1}, {.k = kItems}, &all);
  ASSERT_THAT(all, SizeIs(kItems));
  RowFilter filter;
  filter.Exclude(std::vector<uint32_t>{all[0].item, all[2].item});
  scorer.Rank({.customer = 1}, {.k = 2, .filter = &filter}, &top);
  EXPECT_THAT(top, ElementsAre(all[1], all[3]));
  RowFilter only;
  only.RestrictTo(std::vector<uint32_t>{all[5].item, all[7].item});
  scorer.Rank({.customer = 1}, {.k = 9, .filter = &only}, &top);
  EXPECT_THAT(top, ElementsAre(all[5], all[7]));
}

TEST_F(CustomerNeighborsTest, IsSafeForConcurrentUse) {
  const CustomerNeighborsScorer scorer =
      Scorer({.neighbors = 4, .own_weight = 1, .popularity_weight = 0.1f});
  const auto rank_all = [&] {
    std::vector<ScoredItem> all, top;
    for (uint32_t c = 0; c < kCustomers; ++c) {
      scorer.Rank({.customer = c}, {.k = 6}, &top);
      all.insert(all.end(), top.begin(), top.end());
    }
    return all;
  };
  const std::vector<ScoredItem> expected = rank_all();
  std::vector<std::vector<ScoredItem>> results(4);
  std::vector<std::thread> threads;
  for (auto& result : results) {
    threads.emplace_back([&] { result = rank_all(); });
  }
  for (std::thread& thread : threads) thread.join();
  for (const auto& result : results) EXPECT_EQ(result, expected);
}

}  // namespace
}  // namespace customer2vec
