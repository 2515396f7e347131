#include "trainer/models/rules/rules.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <map>

#include "core/base/status_matchers.h"
#include "trainer/models/item_knn/small_corpus.h"

namespace customer2vec {
namespace {

using ::testing::HasSubstr;

v1::RulesConfig Config() {
  v1::RulesConfig config;
  config.set_min_count(1);
  FillRulesDefaults(&config);
  return config;
}

double DistanceWeightOf(const v1::RulesConfig& config, double d) {
  if (d > config.window()) return 0;
  if (config.distance() == v1::DISTANCE_WEIGHT_EQUAL) return 1;
  if (config.distance() == v1::DISTANCE_WEIGHT_INVERSE) return 1 / d;
  return 1 - (d - 1) / config.window();
}

// Every pair of places.
std::map<std::pair<uint32_t, uint32_t>, double> PlainRules(
    const Corpus& corpus, const v1::RulesConfig& config) {
  std::map<std::pair<uint32_t, uint32_t>, double> rules;
  int64_t newest = 0;
  for (size_t b = 0; b < corpus.basket_count(); ++b) {
    newest = std::max(newest, corpus.Time(b));
  }
  for (size_t b = 0; b < corpus.basket_count(); ++b) {
    double weight = 1;
    if (config.half_life_days() > 0) {
      weight = std::pow(
          0.5, (newest - corpus.Time(b)) / 86400.0 / config.half_life_days());
    }
    const auto items = corpus.Items(b);
    for (size_t i = 0; i < items.size(); ++i) {
      for (size_t j = i + 1; j < items.size(); ++j) {
        const double pair = weight * DistanceWeightOf(config, double(j - i));
        rules[{items[i], items[j]}] += pair;
        rules[{items[j], items[i]}] += pair * config.backward_weight();
      }
    }
    const bool has_next = b + 1 < corpus.basket_count() &&
                          corpus.Customer(b) != kNoCustomer &&
                          corpus.Customer(b) == corpus.Customer(b + 1);
    if (config.across_baskets() == 0 || !has_next) continue;
    for (const uint32_t i : items) {
      for (const uint32_t j : corpus.Items(b + 1)) {
        rules[{i, j}] +=
            weight * DistanceWeightOf(config, config.across_baskets());
      }
    }
  }
  const auto& counts = corpus.basket_counts();
  for (auto& [pair, weight] : rules) {
    weight /= counts[pair.first] *
              std::pow(counts[pair.second], config.popularity_exponent());
  }
  return rules;
}

TEST(RulesTest, AgreesWithAllPairsOfPlaces) {
  for (int round = 0; round < 24; ++round) {
    const Corpus corpus = RandomCorpus(12, 6, 60, round);
    v1::RulesConfig config = Config();
    config.set_window(1 + round % 4);
    config.set_distance(static_cast<v1::DistanceWeight>(1 + round % 3));
    config.set_backward_weight(round % 2 * 0.5);
    config.set_popularity_exponent(round % 3 * 0.25);
    config.set_half_life_days(round % 5);
    config.set_across_baskets(round % 2);
    const auto expected = PlainRules(corpus, config);
    const OwnedNeighborLists lists = LearnRules(corpus, config, 1);
    size_t found = 0;
    for (uint32_t item = 0; item < corpus.item_count(); ++item) {
      for (auto i = lists.offsets[item]; i < lists.offsets[item + 1]; ++i) {
        EXPECT_NEAR(lists.weights[i], expected.at({item, lists.neighbors[i]}),
                    1e-5);
        ++found;
      }
    }
    size_t positive = 0;
    for (const auto& [pair, weight] : expected) positive += weight > 0;
    EXPECT_EQ(found, positive) << "round " << round;
  }
}

TEST(RulesTest, OrderMatters) {
  const Corpus corpus = SmallCorpus({{"", 1, {"a", "b"}}, {"", 2, {"a", "b"}}});
  const OwnedNeighborLists lists = LearnRules(corpus, Config(), 1);
  const uint32_t a = RowOf(corpus, "a"), b = RowOf(corpus, "b");
  EXPECT_EQ(lists.offsets[a + 1] - lists.offsets[a], 1u);
  EXPECT_EQ(lists.neighbors[lists.offsets[a]], b);
  EXPECT_EQ(lists.offsets[b + 1] - lists.offsets[b], 0u);
}

TEST(RulesTest, ThreadsChangeNothing) {
  const Corpus corpus = RandomCorpus(200, 20, 500, 8);
  const OwnedNeighborLists one = LearnRules(corpus, Config(), 1);
  const OwnedNeighborLists three = LearnRules(corpus, Config(), 3);
  EXPECT_EQ(one.neighbors, three.neighbors);
  EXPECT_EQ(one.weights, three.weights);
}

TEST(CheckRulesTest, NamesTheField) {
  EXPECT_TRUE(CheckRules(Config(), "models[1].rules").ok());
  v1::RulesConfig config = Config();
  config.set_across_baskets(11);
  EXPECT_THAT(CheckRules(config, "models[1].rules"),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       HasSubstr("models[1].rules.across_baskets is 11")));
}

}  // namespace
}  // namespace customer2vec
