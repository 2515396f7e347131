#include "trainer/models/item_knn/item_knn.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <map>
#include <set>
#include <vector>

#include "core/base/status_matchers.h"
#include "trainer/models/item_knn/item_knn_units.h"
#include "trainer/models/item_knn/small_corpus.h"

namespace customer2vec {
namespace {

using ::testing::HasSubstr;
using ::testing::SizeIs;

v1::ItemKnnConfig Config() {
  v1::ItemKnnConfig config;
  config.set_min_count(1);
  FillItemKnnDefaults(&config);
  return config;
}

using Weights = std::map<uint32_t, double>;

Weights ListOf(const OwnedNeighborLists& lists, uint32_t item) {
  Weights list;
  for (uint64_t i = lists.offsets[item]; i < lists.offsets[item + 1]; ++i) {
    list[lists.neighbors[i]] = lists.weights[i];
  }
  return list;
}

// The header's formulas over units as sets.
struct Unit {
  std::set<uint32_t> items;
  double weight;
};

std::vector<Unit> PlainUnits(const Corpus& corpus,
                             const v1::ItemKnnConfig& config) {
  std::map<std::pair<uint32_t, size_t>, Unit> units;
  std::map<std::pair<uint32_t, size_t>, int64_t> times;
  int64_t newest = 0;
  for (size_t basket = 0; basket < corpus.basket_count(); ++basket) {
    newest = std::max(newest, corpus.Time(basket));
    const uint32_t customer = corpus.Customer(basket);
    const bool by_customer = config.unit() == v1::CO_OCCURRENCE_UNIT_CUSTOMER;
    if (by_customer && customer == kNoCustomer) continue;
    const std::pair<uint32_t, size_t> key(by_customer ? customer : 0,
                                          by_customer ? 0 : basket);
    const auto items = corpus.Items(basket);
    units[key].items.insert(items.begin(), items.end());
    times[key] = std::max(times[key], corpus.Time(basket));
  }
  std::vector<Unit> list;
  for (auto& [key, unit] : units) {
    const double size = unit.items.size();
    unit.weight = std::pow(size, -config.size_exponent());
    if (config.idf()) unit.weight *= std::log(1 + corpus.item_count() / size);
    if (config.half_life_days() > 0) {
      unit.weight *= std::pow(
          0.5, (newest - times[key]) / 86400.0 / config.half_life_days());
    }
    list.push_back(unit);
  }
  return list;
}

double PlainWeight(const std::vector<Unit>& units,
                   const v1::ItemKnnConfig& config, uint32_t i, uint32_t j) {
  double one = 0, other = 0, pair = 0;
  for (const Unit& unit : units) {
    const bool has_i = unit.items.contains(i), has_j = unit.items.contains(j);
    if (has_i) one += unit.weight;
    if (has_j) other += unit.weight;
    if (has_i && has_j) pair += unit.weight;
  }
  if (pair == 0) return 0;
  const double discount = pair / (pair + config.shrinkage());
  switch (config.similarity()) {
    case v1::ITEM_SIMILARITY_JACCARD:
      return discount * pair / (one + other - pair);
    case v1::ITEM_SIMILARITY_CONDITIONAL:
      return discount * pair /
             (one * std::pow(other, config.popularity_exponent()));
    default:
      return discount * pair / std::sqrt(one * other);
  }
}

TEST(ItemKnnTest, AgreesWithPlainSets) {
  for (int round = 0; round < 24; ++round) {
    const Corpus corpus = RandomCorpus(12, 6, 50, round);
    v1::ItemKnnConfig config = Config();
    config.set_similarity(static_cast<v1::ItemSimilarity>(1 + round % 3));
    config.set_unit(static_cast<v1::CoOccurrenceUnit>(1 + round % 2));
    config.set_idf(round % 5 == 0);
    config.set_size_exponent(round % 4 * 0.3);
    config.set_shrinkage(round % 3);
    config.set_half_life_days(round % 7 * 2);
    config.set_popularity_exponent(0.4);
    const auto units = PlainUnits(corpus, config);
    const OwnedNeighborLists lists =
        LearnItemKnn(corpus, config, /*seed=*/1, /*threads=*/1);
    for (uint32_t i = 0; i < corpus.item_count(); ++i) {
      const Weights list = ListOf(lists, i);
      EXPECT_FALSE(list.contains(i));
      for (uint32_t j = 0; j < corpus.item_count(); ++j) {
        if (i == j) continue;
        const double expected = PlainWeight(units, config, i, j);
        const auto it = list.find(j);
        EXPECT_NEAR(it == list.end() ? 0 : it->second, expected, 1e-5)
            << "round " << round << ": " << i << " " << j;
      }
    }
  }
}

TEST(ItemKnnTest, KeepsTheBestNeighbours) {
  const Corpus corpus = RandomCorpus(30, 6, 200, 3);
  v1::ItemKnnConfig config = Config();
  const OwnedNeighborLists all = LearnItemKnn(corpus, config, 1, 1);
  config.set_neighbors(3);
  const OwnedNeighborLists best = LearnItemKnn(corpus, config, 1, 1);
  for (uint32_t item = 0; item < corpus.item_count(); ++item) {
    const size_t count = all.offsets[item + 1] - all.offsets[item];
    ASSERT_EQ(best.offsets[item + 1] - best.offsets[item],
              std::min<size_t>(3, count));
    for (size_t i = 0; i < std::min<size_t>(3, count); ++i) {
      EXPECT_EQ(best.neighbors[best.offsets[item] + i],
                all.neighbors[all.offsets[item] + i]);
    }
  }
}

TEST(ItemKnnTest, RareItemsStandOutside) {
  const Corpus corpus = SmallCorpus(
      {{"a", 1, {"milk", "tea"}}, {"a", 2, {"milk", "tea", "salt"}}});
  v1::ItemKnnConfig config = Config();
  config.set_min_count(2);
  const OwnedNeighborLists lists = LearnItemKnn(corpus, config, 1, 1);
  EXPECT_THAT(lists.offsets, SizeIs(3));  // milk and tea
  EXPECT_EQ(lists.neighbors.size(), 2u);
}

TEST(ItemKnnTest, LargeUnitsAreSampledBySeed) {
  std::vector<std::string> items;
  for (int i = 0; i < 50; ++i) items.push_back(std::to_string(i));
  const Corpus corpus = SmallCorpus({{"a", 1, items}});
  v1::ItemKnnConfig config = Config();
  config.set_max_unit_items(5);
  const ItemUnits one = CollectUnits(corpus, 50, config, 1);
  EXPECT_EQ(one.items.size(), 5u);
  EXPECT_EQ(std::set<uint32_t>(one.items.begin(), one.items.end()).size(), 5u);
  EXPECT_EQ(CollectUnits(corpus, 50, config, 1).items, one.items);
  EXPECT_NE(CollectUnits(corpus, 50, config, 2).items, one.items);
}

TEST(ItemKnnTest, ThreadsChangeNothing) {
  const Corpus corpus = RandomCorpus(300, 20, 900, 8);
  const OwnedNeighborLists one = LearnItemKnn(corpus, Config(), 1, 1);
  const OwnedNeighborLists four = LearnItemKnn(corpus, Config(), 1, 4);
  EXPECT_EQ(one.offsets, four.offsets);
  EXPECT_EQ(one.neighbors, four.neighbors);
  EXPECT_EQ(one.weights, four.weights);
}

TEST(ItemKnnTest, AnEmptyCorpusHasNoLists) {
  EXPECT_EQ(LearnItemKnn(Corpus(), Config(), 1, 1).view().item_count(), 0u);
}

TEST(CheckItemKnnTest, NamesTheField) {
  EXPECT_TRUE(CheckItemKnn(Config(), "models[0].item_knn").ok());
  v1::ItemKnnConfig config = Config();
  config.set_shrinkage(std::nan(""));
  EXPECT_THAT(CheckItemKnn(config, "models[0].item_knn"),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       HasSubstr("models[0].item_knn.shrinkage is nan")));
  config = Config();
  config.set_neighbors(-1);
  EXPECT_THAT(CheckItemKnn(config, "models[0].item_knn"),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       HasSubstr("use a number from 1 to 10000")));
}

}  // namespace
}  // namespace customer2vec
