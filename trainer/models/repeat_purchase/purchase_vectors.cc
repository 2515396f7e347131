#include "trainer/models/repeat_purchase/purchase_vectors.h"

#include <algorithm>
#include <cmath>

#include "core/servables/sparse_scores.h"
#include "trainer/models/field_checks.h"
#include "trainer/models/repeat_purchase/nearest_customers.h"

namespace customer2vec {
namespace {

// The weight of the basket with `age` later ones, of `count` in all.
float BasketWeight(const v1::RepeatPurchaseConfig& config, size_t age,
                   size_t count) {
  const size_t m = config.group_size();
  const size_t groups = (count + m - 1) / m;
  const size_t group_age = age / m;
  const bool oldest = group_age + 1 == groups;
  const size_t size = oldest ? count - (groups - 1) * m : m;
  return static_cast<float>(std::pow(config.within_decay(), age % m) / size *
                            std::pow(config.group_decay(), group_age) / groups);
}

// Adds a basket's weight to each of its items, once.
void AddBasket(std::span<const uint32_t> basket, float weight,
               double size_exponent, std::vector<uint32_t>* distinct,
               SparseScores* sums) {
  distinct->assign(basket.begin(), basket.end());
  std::sort(distinct->begin(), distinct->end());
  distinct->erase(std::unique(distinct->begin(), distinct->end()),
                  distinct->end());
  const auto size = static_cast<double>(distinct->size());
  weight *= static_cast<float>(std::pow(size, -size_exponent));
  for (const uint32_t item : *distinct) sums->Add(item, weight);
}

// Appends the sums as a customer's vector.
void AppendVector(const SparseScores& sums, OwnedPurchaseVectors* vectors) {
  const size_t begin = vectors->items.size();
  vectors->items.insert(vectors->items.end(), sums.touched().begin(),
                        sums.touched().end());
  std::sort(vectors->items.begin() + begin, vectors->items.end());
  for (size_t i = begin; i < vectors->items.size(); ++i) {
    vectors->weights.push_back(sums[vectors->items[i]]);
  }
  vectors->offsets.push_back(vectors->items.size());
}

OwnedPurchaseVectors SumVectors(const Corpus& corpus,
                                const v1::RepeatPurchaseConfig& config) {
  OwnedPurchaseVectors vectors;
  SparseScores sums;
  std::vector<uint32_t> distinct;
  for (uint32_t row = 0; row < corpus.customer_count(); ++row) {
    const BasketRange baskets = corpus.BasketsOf(row);
    sums.Reset(corpus.item_count());
    for (size_t i = 0; i < baskets.size(); ++i) {
      AddBasket(corpus.Items(baskets[i]),
                BasketWeight(config, baskets.size() - 1 - i, baskets.size()),
                config.size_exponent(), &distinct, &sums);
    }
    AppendVector(sums, &vectors);
    const size_t m = config.group_size();
    vectors.groups.push_back(
        static_cast<uint32_t>((baskets.size() + m - 1) / m));
  }
  return vectors;
}

std::vector<float> ItemFactors(const Corpus& corpus, double exponent) {
  std::vector<float> factors;
  for (const uint32_t count : corpus.basket_counts()) {
    factors.push_back(
        static_cast<float>(std::pow(std::max(1u, count), -exponent)));
  }
  return factors;
}

}  // namespace

void FillRepeatPurchaseDefaults(v1::RepeatPurchaseConfig* config) {
  if (config->group_size() == 0) config->set_group_size(7);
  if (config->within_decay() == 0) config->set_within_decay(0.9);
  if (config->group_decay() == 0) config->set_group_decay(0.7);
  if (!config->has_neighbors()) config->set_neighbors(300);
  if (config->metric() == v1::CUSTOMER_METRIC_UNSPECIFIED) {
    config->set_metric(v1::CUSTOMER_METRIC_EUCLIDEAN);
  }
}

absl::Status CheckRepeatPurchase(const v1::RepeatPurchaseConfig& config,
                                 const std::string& field) {
  constexpr double kAboveZero = 1e-6;
  if (!v1::CustomerMetric_IsValid(config.metric())) {
    return InvalidField(field, "metric", "is no known metric");
  }
  return FieldChecks(field)
      .Number("group_size", config.group_size(), 1, 10000)
      .Number("within_decay", config.within_decay(), kAboveZero, 1)
      .Number("group_decay", config.group_decay(), kAboveZero, 1)
      .Number("neighbors", config.neighbors(), 0, 10000)
      .Number("alpha", config.alpha(), 0, 1)
      .Number("popularity_weight", config.popularity_weight(), 0, 1e9)
      .Number("popularity_exponent", config.popularity_exponent(), 0, 2)
      .Number("size_exponent", config.size_exponent(), 0, 2)
      .status();
}

OwnedPurchaseVectors LearnPurchaseVectors(
    const Corpus& corpus, const v1::RepeatPurchaseConfig& config,
    size_t threads) {
  OwnedPurchaseVectors vectors = SumVectors(corpus, config);
  vectors.neighbors = NearestCustomers(
      vectors.view(), ItemFactors(corpus, config.popularity_exponent()), config,
      threads);
  return vectors;
}

}  // namespace customer2vec
