// What item-kNN counts: units of distinct items, each with a weight, and the
// units of each item.
//
//   const ItemUnits units = CollectUnits(corpus, item_count, config, seed);
//   for (uint32_t unit : units.UnitsOf(item)) {
//     for (uint32_t other : units.ItemsOf(unit)) sum[other] +=
//     units.weight[unit];
//   }
//
// Deterministic for a seed.

#ifndef CUSTOMER2VEC_TRAINER_MODELS_ITEM_KNN_ITEM_KNN_UNITS_H_
#define CUSTOMER2VEC_TRAINER_MODELS_ITEM_KNN_ITEM_KNN_UNITS_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "customer2vec/v1/neighbor_models.pb.h"
#include "trainer/corpus/corpus.h"

namespace customer2vec {

struct ItemUnits {
  std::vector<uint64_t> offsets = {0};  // size units + 1
  std::vector<uint32_t> items;          // distinct in a unit
  std::vector<float> weights;           // by unit
  std::vector<uint64_t> unit_offsets;   // size items + 1
  std::vector<uint32_t> units;          // of an item, ascending

  std::span<const uint32_t> ItemsOf(uint32_t unit) const {
    return std::span(items).subspan(offsets[unit],
                                    offsets[unit + 1] - offsets[unit]);
  }
  std::span<const uint32_t> UnitsOf(uint32_t item) const {
    return std::span(units).subspan(
        unit_offsets[item], unit_offsets[item + 1] - unit_offsets[item]);
  }
};

// Baskets or customers as units, of the items below `item_count`. Units with
// one item hold no pair but count for the item. A customer's age is that of
// its last basket. REQUIRES: a checked configuration.
ItemUnits CollectUnits(const Corpus& corpus, size_t item_count,
                       const v1::ItemKnnConfig& config, uint64_t seed);

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_TRAINER_MODELS_ITEM_KNN_ITEM_KNN_UNITS_H_
