#include "trainer/models/rules/rules.h"

#include <algorithm>
#include <cmath>
#include <span>
#include <vector>

#include "trainer/models/field_checks.h"

namespace customer2vec {
namespace {

constexpr double kSecondsOfDay = 86400;

// Where an item stands.
struct Place {
  uint32_t basket;
  uint32_t position;
};

// All places of each item.
struct Places {
  std::vector<uint64_t> offsets;
  std::vector<Place> places;

  std::span<const Place> Of(uint32_t item) const {
    return std::span(places).subspan(offsets[item],
                                     offsets[item + 1] - offsets[item]);
  }
};

Places FindPlaces(const Corpus& corpus, size_t item_count) {
  Places found;
  found.offsets.assign(item_count + 1, 0);
  for (const uint32_t item : corpus.arrays().items) {
    if (item < item_count) ++found.offsets[item + 1];
  }
  for (size_t i = 0; i < item_count; ++i) {
    found.offsets[i + 1] += found.offsets[i];
  }
  found.places.resize(found.offsets[item_count]);
  std::vector<uint64_t> next = found.offsets;
  for (uint32_t basket = 0; basket < corpus.basket_count(); ++basket) {
    const auto items = corpus.Items(basket);
    for (uint32_t i = 0; i < items.size(); ++i) {
      if (items[i] < item_count) found.places[next[items[i]]++] = {basket, i};
    }
  }
  return found;
}

float DistanceWeightOf(const v1::RulesConfig& config, int distance) {
  switch (config.distance()) {
    case v1::DISTANCE_WEIGHT_LINEAR:
      return 1 - (distance - 1.0f) / config.window();
    case v1::DISTANCE_WEIGHT_EQUAL:
      return 1;
    default:
      return 1.0f / distance;
  }
}

std::vector<float> BasketWeights(const Corpus& corpus, double half_life_days) {
  std::vector<float> weights(corpus.basket_count(), 1);
  if (half_life_days <= 0 || weights.empty()) return weights;
  const std::vector<int64_t>& times = corpus.arrays().basket_times;
  const int64_t newest = *std::max_element(times.begin(), times.end());
  for (size_t basket = 0; basket < weights.size(); ++basket) {
    const double days = double(newest - times[basket]) / kSecondsOfDay;
    weights[basket] = static_cast<float>(std::exp2(-days / half_life_days));
  }
  return weights;
}

// Sums the pairs of one item.
class PairSums {
 public:
  PairSums(const Corpus& corpus, const v1::RulesConfig& config,
           size_t item_count)
      : corpus_(corpus),
        config_(config),
        item_count_(item_count),
        basket_weights_(BasketWeights(corpus, config.half_life_days())) {
    for (int d = 1; d <= config.window(); ++d) {
      distance_weights_.push_back(DistanceWeightOf(config, d));
    }
  }

  void AddPairs(const Place& place, SparseScores* sums) const {
    const auto items = corpus_.Items(place.basket);
    const float weight = basket_weights_[place.basket];
    const size_t window = distance_weights_.size();
    const size_t end = std::min(items.size(), place.position + 1 + window);
    for (size_t i = place.position + 1; i < end; ++i) {
      Add(items[i], weight * distance_weights_[i - place.position - 1], sums);
    }
    const float backward =
        weight * static_cast<float>(config_.backward_weight());
    if (backward <= 0) return;
    for (size_t d = 1; d <= std::min<size_t>(place.position, window); ++d) {
      Add(items[place.position - d], backward * distance_weights_[d - 1], sums);
    }
  }

  // The customer's next basket, if there is one.
  void AddNextBasket(const Place& place, SparseScores* sums) const {
    const uint32_t customer = corpus_.Customer(place.basket);
    if (config_.across_baskets() == 0 || customer == kNoCustomer) return;
    if (corpus_.BasketsOf(customer).back() == place.basket) return;
    const float weight = basket_weights_[place.basket] *
                         distance_weights_[config_.across_baskets() - 1];
    for (const uint32_t item : corpus_.Items(place.basket + 1)) {
      Add(item, weight, sums);
    }
  }

 private:
  void Add(uint32_t item, float weight, SparseScores* sums) const {
    if (item < item_count_) sums->Add(item, weight);
  }

  const Corpus& corpus_;
  const v1::RulesConfig& config_;
  const size_t item_count_;
  std::vector<float> basket_weights_;
  std::vector<float> distance_weights_;  // by distance - 1
};

}  // namespace

void FillRulesDefaults(v1::RulesConfig* config) {
  if (config->window() == 0) config->set_window(10);
  if (config->distance() == v1::DISTANCE_WEIGHT_UNSPECIFIED) {
    config->set_distance(v1::DISTANCE_WEIGHT_INVERSE);
  }
  if (config->neighbors() == 0) config->set_neighbors(100);
  if (config->min_count() == 0) config->set_min_count(2);
  if (config->max_events() == 0) config->set_max_events(1);
}

absl::Status CheckRules(const v1::RulesConfig& config,
                        const std::string& field) {
  if (!v1::DistanceWeight_IsValid(config.distance())) {
    return InvalidField(field, "distance", "is no known weight");
  }
  return FieldChecks(field)
      .Number("window", config.window(), 1, 1000)
      .Number("neighbors", config.neighbors(), 1, 10000)
      .Number("min_count", config.min_count(), 1, 1e9)
      .Number("popularity_exponent", config.popularity_exponent(), 0, 2)
      .Number("backward_weight", config.backward_weight(), 0, 1)
      .Number("half_life_days", config.half_life_days(), 0, 1e9)
      .Number("recency_decay", config.recency_decay(), 0, 1)
      .Number("max_events", config.max_events(), 1, 10000)
      .Number("across_baskets", config.across_baskets(), 0,
              double(config.window()))
      .status();
}

OwnedNeighborLists LearnRules(const Corpus& corpus,
                              const v1::RulesConfig& config, size_t threads) {
  const size_t item_count = VocabularySize(corpus, config.min_count());
  const Places places = FindPlaces(corpus, item_count);
  const PairSums pairs(corpus, config, item_count);
  const std::vector<uint32_t>& counts = corpus.basket_counts();
  return BuildNeighborLists(
      item_count, config.neighbors(), threads,
      [&](uint32_t item, SparseScores* weights) {
        for (const Place& place : places.Of(item)) {
          pairs.AddPairs(place, weights);
          pairs.AddNextBasket(place, weights);
        }
        for (const uint32_t other : weights->touched()) {
          const double divisor =
              counts[item] *
              std::pow(counts[other], config.popularity_exponent());
          weights->Set(other, static_cast<float>((*weights)[other] / divisor));
        }
      });
}

}  // namespace customer2vec
