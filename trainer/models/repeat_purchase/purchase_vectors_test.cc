#include "trainer/models/repeat_purchase/purchase_vectors.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <vector>

#include "core/base/status_matchers.h"
#include "trainer/models/item_knn/small_corpus.h"

namespace customer2vec {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

v1::RepeatPurchaseConfig Config() {
  v1::RepeatPurchaseConfig config;
  FillRepeatPurchaseDefaults(&config);
  return config;
}

using Vector = std::map<uint32_t, double>;

// The header's formula, group by group.
Vector PlainVector(const Corpus& corpus, uint32_t customer,
                   const v1::RepeatPurchaseConfig& config) {
  std::vector<std::vector<size_t>> groups;  // the newest first, each so too
  const BasketRange baskets = corpus.BasketsOf(customer);
  for (size_t i = baskets.size(); i-- > 0;) {
    if (groups.empty() || int(groups.back().size()) == config.group_size()) {
      groups.emplace_back();
    }
    groups.back().push_back(baskets[i]);
  }
  Vector vector;
  for (size_t g = 0; g < groups.size(); ++g) {
    for (size_t b = 0; b < groups[g].size(); ++b) {
      const auto items = corpus.Items(groups[g][b]);
      const std::set<uint32_t> distinct(items.begin(), items.end());
      const double by_size = std::pow(distinct.size(), -config.size_exponent());
      for (const uint32_t item : distinct) {
        vector[item] += by_size * std::pow(config.group_decay(), g) /
                        groups.size() * std::pow(config.within_decay(), b) /
                        groups[g].size();
      }
    }
  }
  return vector;
}

TEST(PurchaseVectorsTest, AreDecayedFrequenciesInGroups) {
  for (int round = 0; round < 12; ++round) {
    const Corpus corpus = RandomCorpus(10, 5, 70, round);
    v1::RepeatPurchaseConfig config = Config();
    config.set_group_size(1 + round % 5);
    config.set_size_exponent(round % 3 * 0.5);
    const OwnedPurchaseVectors vectors =
        LearnPurchaseVectors(corpus, config, 1);
    for (uint32_t row = 0; row < corpus.customer_count(); ++row) {
      const Vector expected = PlainVector(corpus, row, config);
      ASSERT_EQ(vectors.offsets[row + 1] - vectors.offsets[row],
                expected.size());
      auto i = vectors.offsets[row];
      for (const auto& [item, weight] : expected) {  // ascending
        EXPECT_EQ(vectors.items[i], item);
        EXPECT_NEAR(vectors.weights[i++], weight, 1e-6);
      }
      const double baskets = corpus.BasketsOf(row).size();
      EXPECT_EQ(vectors.groups[row], std::ceil(baskets / (1 + round % 5)));
    }
  }
}

// Distances of all customers that may be neighbors, the nearest first.
std::vector<std::pair<double, uint32_t>> PlainDistances(
    const Corpus& corpus, uint32_t customer,
    const v1::RepeatPurchaseConfig& config) {
  const auto scaled = [&](uint32_t row) {
    Vector vector = PlainVector(corpus, row, config);
    for (auto& [item, weight] : vector) {
      weight *=
          std::pow(corpus.basket_counts()[item], -config.popularity_exponent());
    }
    return vector;
  };
  const auto dot = [](const Vector& a, const Vector& b) {
    double sum = 0;
    for (const auto& [item, weight] : a) {
      if (b.contains(item)) sum += weight * b.at(item);
    }
    return sum;
  };
  const bool cosine = config.metric() == v1::CUSTOMER_METRIC_COSINE;
  const Vector own = scaled(customer);
  std::vector<std::pair<double, uint32_t>> distances;
  for (uint32_t row = 0; row < corpus.customer_count(); ++row) {
    const Vector other = scaled(row);
    if (row == customer || other.empty()) continue;
    const double shared = dot(own, other);
    if (cosine && shared == 0) continue;
    distances.push_back({cosine ? -shared / std::sqrt(dot(other, other))
                                : dot(other, other) - 2 * shared,
                         row});
  }
  std::sort(distances.begin(), distances.end());
  return distances;
}

TEST(NearestCustomersTest, AgreesWithComparingAll) {
  for (int round = 0; round < 12; ++round) {
    const Corpus corpus = RandomCorpus(40, 25, 120, round);
    v1::RepeatPurchaseConfig config = Config();
    config.set_metric(static_cast<v1::CustomerMetric>(1 + round % 2));
    config.set_neighbors(round % 3 == 0 ? 40 : 4);
    config.set_popularity_exponent(round % 4 * 0.25);
    const OwnedPurchaseVectors vectors =
        LearnPurchaseVectors(corpus, config, 1 + round % 3);
    for (uint32_t row = 0; row < corpus.customer_count(); ++row) {
      const auto found = vectors.view().NeighborsOf(row);
      const auto expected = PlainDistances(corpus, row, config);
      std::map<uint32_t, double> distance_of;
      for (const auto& [distance, other] : expected) {
        distance_of[other] = distance;
      }
      std::set<uint32_t> seen;
      // Equal distances may be told apart by rounding, so no rows compared.
      for (size_t i = 0; i < found.size(); ++i) {
        if (i >= expected.size()) {
          EXPECT_EQ(found[i], kNoNeighbor);
          continue;
        }
        ASSERT_TRUE(distance_of.contains(found[i]));
        EXPECT_TRUE(seen.insert(found[i]).second);
        EXPECT_NEAR(distance_of[found[i]], expected[i].first, 1e-6)
            << "round " << round << " customer " << row;
      }
    }
  }
}

TEST(NearestCustomersTest, MayBeNone) {
  v1::RepeatPurchaseConfig config = Config();
  config.set_neighbors(0);
  const Corpus corpus = RandomCorpus(10, 3, 10, 1);
  EXPECT_TRUE(LearnPurchaseVectors(corpus, config, 1).neighbors.empty());
}

TEST(CheckRepeatPurchaseTest, NamesTheField) {
  EXPECT_TRUE(CheckRepeatPurchase(Config(), "models[0].repeat_purchase").ok());
  v1::RepeatPurchaseConfig config = Config();
  config.set_alpha(1.5);
  EXPECT_THAT(CheckRepeatPurchase(config, "models[0].repeat_purchase"),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       HasSubstr("models[0].repeat_purchase.alpha is 1.5")));
}

}  // namespace
}  // namespace customer2vec
