#include "trainer/models/item_knn/item_knn.h"

#include <cmath>
#include <vector>

#include "core/base/status_macros.h"
#include "trainer/models/field_checks.h"
#include "trainer/models/item_knn/item_knn_units.h"

namespace customer2vec {
namespace {

// Sum of the weights of the units that hold each item.
std::vector<double> WeightsOfItems(const ItemUnits& units, size_t item_count) {
  std::vector<double> sums(item_count);
  for (uint32_t unit = 0; unit < units.weights.size(); ++unit) {
    for (const uint32_t item : units.ItemsOf(unit)) {
      sums[item] += units.weights[unit];
    }
  }
  return sums;
}

double Similarity(const v1::ItemKnnConfig& config, double pair, double one,
                  double other) {
  switch (config.similarity()) {
    case v1::ITEM_SIMILARITY_JACCARD:
      return pair / (one + other - pair);
    case v1::ITEM_SIMILARITY_CONDITIONAL:
      return pair / (one * std::pow(other, config.popularity_exponent()));
    default:
      return pair / std::sqrt(one * other);
  }
}

}  // namespace

void FillItemKnnDefaults(v1::ItemKnnConfig* config) {
  if (config->similarity() == v1::ITEM_SIMILARITY_UNSPECIFIED) {
    config->set_similarity(v1::ITEM_SIMILARITY_COSINE);
  }
  if (config->unit() == v1::CO_OCCURRENCE_UNIT_UNSPECIFIED) {
    config->set_unit(v1::CO_OCCURRENCE_UNIT_BASKET);
  }
  if (config->neighbors() == 0) config->set_neighbors(100);
  if (config->min_count() == 0) config->set_min_count(2);
  if (config->max_unit_items() == 0) config->set_max_unit_items(1000);
  if (config->max_events() == 0) config->set_max_events(100);
}

absl::Status CheckItemKnn(const v1::ItemKnnConfig& config,
                          const std::string& field) {
  if (!v1::ItemSimilarity_IsValid(config.similarity())) {
    return InvalidField(field, "similarity", "is no known similarity");
  }
  if (!v1::CoOccurrenceUnit_IsValid(config.unit())) {
    return InvalidField(field, "unit", "is no known unit");
  }
  return FieldChecks(field)
      .Number("neighbors", config.neighbors(), 1, 10000)
      .Number("min_count", config.min_count(), 1, 1e9)
      .Number("shrinkage", config.shrinkage(), 0, 1e12)
      .Number("popularity_exponent", config.popularity_exponent(), 0, 2)
      .Number("size_exponent", config.size_exponent(), 0, 2)
      .Number("max_unit_items", config.max_unit_items(), 2, 100000)
      .Number("half_life_days", config.half_life_days(), 0, 1e9)
      .Number("recency_decay", config.recency_decay(), 0, 1)
      .Number("max_events", config.max_events(), 1, 10000)
      .status();
}

OwnedNeighborLists LearnItemKnn(const Corpus& corpus,
                                const v1::ItemKnnConfig& config, uint64_t seed,
                                size_t threads) {
  const size_t item_count = VocabularySize(corpus, config.min_count());
  const ItemUnits units = CollectUnits(corpus, item_count, config, seed);
  const std::vector<double> sums = WeightsOfItems(units, item_count);
  return BuildNeighborLists(
      item_count, config.neighbors(), threads,
      [&](uint32_t item, SparseScores* weights) {
        for (const uint32_t unit : units.UnitsOf(item)) {
          for (const uint32_t other : units.ItemsOf(unit)) {
            weights->Add(other, units.weights[unit]);
          }
        }
        for (const uint32_t other : weights->touched()) {
          const double pair = (*weights)[other];
          double weight = Similarity(config, pair, sums[item], sums[other]);
          weight *= pair / (pair + config.shrinkage());
          weights->Set(other, other == item ? 0 : static_cast<float>(weight));
        }
      });
}

}  // namespace customer2vec
