// The features of a customer's side of a factorisation machine, made the same
// way while learning and while serving.
//
//   const FactorizationFeatures layout(item_count, catalogue, {0, 2});
//   std::vector<Feature> features;
//   layout.AddHistory(history, &features);     // items, then shares of values
//   layout.AddContext(session_rows, &features);
//   for (const Feature& f : features) Add(f.value, table.Row(f.row), query);
//
// Rows of the feature table: the items as history, the items as context, then
// the values of each attribute, one attribute after another. Values:
//
//   history i    w_i / |w|, w_i = decay^(age) * log2(1 + baskets with i)
//   value v      the share of the w of items with v in that of items with a
//   value context i    1 / sqrt(items of the context)
//
// Immutable, safe for concurrent use. The catalogue outlives it.

#ifndef CUSTOMER2VEC_CORE_SERVABLES_FACTORIZATION_FEATURES_H_
#define CUSTOMER2VEC_CORE_SERVABLES_FACTORIZATION_FEATURES_H_

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "core/catalogue/catalogue.h"

namespace customer2vec {

// A row of the feature table and what it is multiplied by.
struct Feature {
  uint32_t row;
  float value;
};

// An item of a history. `weight` is above 0.
struct HistoryWeight {
  uint32_t item;
  float weight;
};

// w_i: `age` is the number of baskets since the last with the item.
inline float HistoryWeightOf(double decay, uint32_t age,
                             uint32_t basket_count) {
  return static_cast<float>(std::pow(decay, age) *
                            std::log2(1.0 + basket_count));
}

class FactorizationFeatures {
 public:
  // `attributes` are numbers of the catalogue's.
  FactorizationFeatures(size_t item_count, const Catalogue& catalogue,
                        std::vector<size_t> attributes);

  size_t item_count() const { return item_count_; }
  const std::vector<size_t>& attributes() const { return attributes_; }
  // Rows of the feature table.
  size_t row_count() const { return first_values_.back(); }
  // The row of the first value of attribute number `attribute` of attributes().
  size_t FirstValueRow(size_t attribute) const {
    return first_values_[attribute];
  }

  // Appends features. Items from item_count() on are left out.
  void AddHistory(std::span<const HistoryWeight> history,
                  std::vector<Feature>* features) const;
  void AddContext(std::span<const uint32_t> items,
                  std::vector<Feature>* features) const;

  // The row of an item's value of attribute number `attribute` of attributes(),
  // or kNoValue.
  uint32_t ValueRow(size_t attribute, uint32_t item) const {
    const uint32_t value = catalogue_.ValueId(attributes_[attribute], item);
    return value == kNoValue ? kNoValue : first_values_[attribute] + value;
  }

 private:
  void AddValues(size_t attribute, std::span<const HistoryWeight> history,
                 std::vector<Feature>* features) const;

  size_t item_count_;
  const Catalogue& catalogue_;
  std::vector<size_t> attributes_;
  std::vector<uint32_t> first_values_;  // rows; the last is the end
};

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_CORE_SERVABLES_FACTORIZATION_FEATURES_H_
