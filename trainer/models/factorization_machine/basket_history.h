// A customer's history as it grows, basket by basket, with the weights that a
// factorisation machine gives it.
//
//   BasketHistory history(item_count, /*decay=*/0.9);
//   for (each basket, oldest first) {
//     history.Weigh(&weights);          // before the basket
//     history.WeightOf(item);           // the same, for one item
//     history.Add(basket);
//   }
//   history.Clear();
//
// Weights are those of HistoryWeightOf(), from tables. Not thread-safe.

#ifndef CUSTOMER2VEC_TRAINER_MODELS_FACTORIZATION_MACHINE_BASKET_HISTORY_H_
#define CUSTOMER2VEC_TRAINER_MODELS_FACTORIZATION_MACHINE_BASKET_HISTORY_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "core/servables/factorization_features.h"

namespace customer2vec {

class BasketHistory {
 public:
  BasketHistory(size_t item_count, double decay)
      : decay_(decay), counts_(item_count), last_(item_count) {}

  void Clear() {
    for (const uint32_t item : items_) counts_[item] = 0;
    items_.clear();
    baskets_ = 0;
  }

  // Items from item_count on are left out.
  void Add(std::span<const uint32_t> basket) {
    for (const uint32_t item : basket) {
      if (item >= counts_.size()) continue;
      if (counts_[item]++ == 0) items_.push_back(item);
      last_[item] = baskets_;
    }
    ++baskets_;
  }

  uint32_t baskets() const { return baskets_; }

  float WeightOf(uint32_t item) {
    if (counts_[item] == 0) return 0;
    return PowerOf(baskets_ - 1 - last_[item]) * LogOf(counts_[item]);
  }

  // In the order in which items were first taken.
  void Weigh(std::vector<HistoryWeight>* weights) {
    weights->clear();
    for (const uint32_t item : items_) {
      weights->push_back({item, WeightOf(item)});
    }
  }

 private:
  float PowerOf(uint32_t age) {
    while (powers_.size() <= age) {
      powers_.push_back(
          HistoryWeightOf(decay_, static_cast<uint32_t>(powers_.size()), 1));
    }
    return powers_[age];
  }
  float LogOf(uint32_t count) {
    while (logs_.size() <= count) {
      logs_.push_back(
          HistoryWeightOf(1, 0, static_cast<uint32_t>(logs_.size())));
    }
    return logs_[count];
  }

  double decay_;
  std::vector<uint32_t> counts_, last_;  // by item
  std::vector<uint32_t> items_;
  uint32_t baskets_ = 0;
  std::vector<float> powers_, logs_;  // of the decay by age, of counts
};

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_TRAINER_MODELS_FACTORIZATION_MACHINE_BASKET_HISTORY_H_
