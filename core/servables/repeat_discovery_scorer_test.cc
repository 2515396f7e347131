#include "core/servables/repeat_discovery_scorer.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <memory>
#include <vector>

#include "core/base/random.h"
#include "core/servables/blend_formula.h"
#include "core/servables/customer_query.h"
#include "core/servables/embedding_space.h"
#include "core/servables/embedding_test_util.h"

namespace customer2vec {
namespace {

using ::testing::IsEmpty;

constexpr size_t kItems = 1400;    // rows of the vocabulary
constexpr size_t kVectors = 1200;  // of them with vectors; above kDiscoveryMass
constexpr float kDecay = 0.75f;
constexpr BlendWeights kWeights = {.popularity = 0.8f, .discovery = 0.6f};

class RepeatDiscoveryScorerTest : public ::testing::Test {
 protected:
  RepeatDiscoveryScorerTest() {
    Random random(/*seed=*/3);
    for (int customer = 0; customer < 6; ++customer) {
      std::vector<HistoryEntry> entries;
      for (uint32_t item = 0; item < kItems; ++item) {
        if (random.Below(40) > 0) continue;
        entries.push_back(
            {.item = item,
             .basket_count = 3,
             .last_basket = 1,
             .decayed_count = static_cast<float>(1 + random.Uniform())});
      }
      owned_.Add(entries, 5);
    }
    owned_.Add({});  // customer 6
    // Customer 7 took nothing but an item beyond the vectors.
    owned_.Add({{.item = kItems - 1, .basket_count = 1, .decayed_count = 1}});
    for (uint32_t item = 0; item < kItems; ++item) {
      counts_.push_back((kItems - 1 - item) / 3);  // ties, and 0 at the end
    }
    tables_.basket_counts = counts_;
    tables_.histories = owned_.View(kItems);
    random_.customers =
        RollUpCustomers(random_.dimension, random_.input, tables_.histories);
    space_ = MakeExactSpace("items", random_.Vectors(0.2f));
  }

  std::vector<ScoredItem> Rank(const ScorerQuery& query,
                               const SearchOptions& options,
                               const BlendWeights& weights = kWeights) const {
    std::vector<ScoredItem> top = {{1, 1}};
    RepeatDiscoveryScorer("blend", tables_, kDecay, space_.get(), weights)
        .Rank(query, options, &top);
    return top;
  }

  // The formula for every item, one by one.
  std::vector<ScoredItem> PlainRank(const ScorerQuery& query,
                                    const SearchOptions& options,
                                    const BlendWeights& weights) const {
    std::vector<double> frequency(kItems);
    double sum = 0;
    for (const HistoryEntry& entry : tables_.histories.Of(*query.customer)) {
      frequency[entry.item] =
          entry.decayed_count * (query.events.empty() ? 1 : kDecay);
    }
    for (const HistoryEvent& event : query.events) frequency[event.item] += 1;
    for (const double value : frequency) sum += value;
    double count_sum = 0;
    for (const uint32_t count : counts_) count_sum += count;

    std::vector<float> vector(random_.dimension);
    EXPECT_TRUE(EncodeCustomer(*space_, tables_.histories, query, vector));
    std::vector<float> next;
    for (uint32_t item = 0; item < kVectors; ++item) {
      next.push_back(space_->Score(Scoring::kNext, vector, item));
    }
    std::vector<float> best = next;
    std::sort(best.rbegin(), best.rend());
    double mass = 0;
    for (size_t i = 0; i < kDiscoveryMass; ++i) mass += std::exp(best[i]);

    std::vector<ScoredItem> all;
    for (uint32_t item = 0; item < kItems; ++item) {
      if (options.filter != nullptr && !options.filter->Allows(item)) continue;
      const double discovery =
          item < kVectors ? std::exp(next[item]) / mass : 0;
      all.push_back({item, static_cast<float>(frequency[item] / sum +
                                              weights.popularity *
                                                  counts_[item] / count_sum +
                                              weights.discovery * discovery)});
    }
    std::sort(all.begin(), all.end(), RanksBefore);
    if (all.size() > options.k) all.resize(options.k);
    return all;
  }

  void ExpectSameRanking(const ScorerQuery& query, const SearchOptions& options,
                         const BlendWeights& weights = kWeights) const {
    const std::vector<ScoredItem> top = Rank(query, options, weights);
    const std::vector<ScoredItem> expected = PlainRank(query, options, weights);
    ASSERT_EQ(top.size(), expected.size());
    for (size_t i = 0; i < top.size(); ++i) {
      EXPECT_EQ(top[i].item, expected[i].item);
      EXPECT_NEAR(top[i].score, expected[i].score, 1e-5);
    }
  }

  RandomEmbedding random_{kVectors, 0, 12, /*seed=*/5};
  OwnedHistories owned_;
  std::vector<uint32_t> counts_;
  Tables tables_;
  std::unique_ptr<const Space> space_;
};

TEST_F(RepeatDiscoveryScorerTest, AgreesWithTheFormulaItemByItem) {
  for (uint32_t customer = 0; customer < 6; ++customer) {
    for (const size_t k : {1, 10, 250, 500}) {
      ExpectSameRanking({.customer = customer}, {.k = k});
    }
  }
}

TEST_F(RepeatDiscoveryScorerTest, AgreesWhateverTheWeights) {
  // With one of the weights 0 the other list alone decides; many items tie.
  for (const BlendWeights& weights :
       {BlendWeights{0, 0}, BlendWeights{2, 0}, BlendWeights{0, 3},
        BlendWeights{1e-3f, 1e-3f}, BlendWeights{50, 50}}) {
    for (const size_t k : {1, 30, 220, 1399}) {
      ExpectSameRanking({.customer = 1}, {.k = k}, weights);
    }
  }
}

TEST_F(RepeatDiscoveryScorerTest, RanksByPopularityWhereNothingHasAVector) {
  const std::vector<ScoredItem> top = Rank({.customer = 7}, {.k = 3});
  ASSERT_EQ(top.size(), 3u);
  EXPECT_EQ(top[0].item, kItems - 1);
  EXPECT_EQ(top[1].item, 0u);
  EXPECT_EQ(top[2].item, 1u);
}

TEST_F(RepeatDiscoveryScorerTest, AgreesUnderFiltersAndWithEvents) {
  Random random(/*seed=*/8);
  for (int round = 0; round < 100; ++round) {
    const ScorerQuery customer{.customer = random.Below(6)};
    std::vector<HistoryEvent> events;
    for (uint32_t item = random.Below(50); item < kItems; item += 60) {
      events.push_back({item});
    }
    ScorerQuery query = customer;
    if (round % 2 == 0) query.events = events;
    RowFilter filter;
    std::vector<uint32_t> rows;
    for (uint32_t item = 0; item < kItems; ++item) {
      if (random.Below(4) == 0) rows.push_back(item);
    }
    if (round % 3 == 0) filter.RestrictTo(rows);
    if (round % 3 == 1) filter.Exclude(rows);
    ExpectSameRanking(query, {.k = 1 + random.Below(60), .filter = &filter});
  }
}

TEST_F(RepeatDiscoveryScorerTest, ReadsOnWhereAFilterTookTheBest) {
  // The 700 best by `next` are not allowed: what is left is neither in the
  // mass nor among the most popular.
  std::vector<float> query(random_.dimension);
  ASSERT_TRUE(
      EncodeCustomer(*space_, tables_.histories, {.customer = 3}, query));
  std::vector<ScoredItem> best;
  space_->Search(Scoring::kNext, query, {.k = 700}, &best);
  std::vector<uint32_t> rows;
  for (const ScoredItem& item : best) rows.push_back(item.item);
  RowFilter filter;
  filter.Exclude(rows);
  ExpectSameRanking({.customer = 3}, {.k = 50, .filter = &filter},
                    {.popularity = 1e-3f, .discovery = 1000});
}

TEST_F(RepeatDiscoveryScorerTest, AnItemKeepsItsScoreWhateverIsAsked) {
  const std::vector<ScoredItem> all = Rank({.customer = 2}, {.k = kItems});
  RowFilter filter;
  filter.RestrictTo(std::vector<uint32_t>{all[40].item});
  const std::vector<ScoredItem> one =
      Rank({.customer = 2}, {.k = 3, .filter = &filter});
  ASSERT_EQ(one.size(), 1u);
  EXPECT_EQ(one[0], all[40]);
}

TEST_F(RepeatDiscoveryScorerTest, NothingIsKnownOfNobody) {
  EXPECT_THAT(Rank({}, {.k = 5}), IsEmpty());
  EXPECT_THAT(Rank({.customer = 6}, {.k = 5}), IsEmpty());
}

TEST(BlendFormulaTest, SharesOfTheMassAddUpToOne) {
  const std::vector<ScoredItem> top = {{3, 90.0f}, {1, 89.0f}, {2, 80.5f}};
  const DiscoveryShares shares(top);
  double sum = 0;
  for (const ScoredItem& item : top) sum += shares.ShareOf(item.score);
  EXPECT_NEAR(sum, 1, 1e-9);
  EXPECT_NEAR(shares.ShareOf(90) / shares.ShareOf(89), std::exp(1), 1e-6);
  EXPECT_EQ(DiscoveryShares({}).ShareOf(5), 0);
}

TEST(BlendFormulaTest, WeighsItsParts) {
  const BlendShares shares = {
      .repeat = 0.25, .popularity = 0.1, .discovery = 0.5};
  EXPECT_FLOAT_EQ(BlendScore(shares, {.popularity = 2, .discovery = 0.5}),
                  0.7f);
  EXPECT_FLOAT_EQ(BlendScore(shares, {}), 0.25f);
}

}  // namespace
}  // namespace customer2vec
