#include "core/servables/factorization_features.h"

#include <algorithm>
#include <utility>

namespace customer2vec {

FactorizationFeatures::FactorizationFeatures(size_t item_count,
                                             const Catalogue& catalogue,
                                             std::vector<size_t> attributes)
    : item_count_(item_count),
      catalogue_(catalogue),
      attributes_(std::move(attributes)) {
  first_values_.push_back(static_cast<uint32_t>(2 * item_count));
  for (const size_t attribute : attributes_) {
    first_values_.push_back(
        first_values_.back() +
        static_cast<uint32_t>(catalogue.Values(attribute).size()));
  }
}

void FactorizationFeatures::AddHistory(std::span<const HistoryWeight> history,
                                       std::vector<Feature>* features) const {
  double squares = 0;
  for (const auto& [item, weight] : history) {
    if (item < item_count_) squares += double{weight} * weight;
  }
  if (squares == 0) return;
  const auto scale = static_cast<float>(1 / std::sqrt(squares));
  for (const auto& [item, weight] : history) {
    if (item < item_count_) features->push_back({item, weight * scale});
  }
  for (size_t i = 0; i < attributes_.size(); ++i) {
    AddValues(i, history, features);
  }
}

void FactorizationFeatures::AddContext(std::span<const uint32_t> items,
                                       std::vector<Feature>* features) const {
  const auto known = std::ranges::count_if(
      items, [&](uint32_t item) { return item < item_count_; });
  const auto value =
      static_cast<float>(1 / std::sqrt(std::max<double>(1, known)));
  for (const uint32_t item : items) {
    if (item >= item_count_) continue;
    features->push_back({static_cast<uint32_t>(item_count_ + item), value});
  }
}

void FactorizationFeatures::AddValues(size_t attribute,
                                      std::span<const HistoryWeight> history,
                                      std::vector<Feature>* features) const {
  const auto begin = static_cast<std::ptrdiff_t>(features->size());
  double sum = 0;
  for (const auto& [item, weight] : history) {
    if (item >= item_count_) continue;
    const uint32_t row = ValueRow(attribute, item);
    if (row == kNoValue) continue;
    features->push_back({row, weight});
    sum += weight;
  }
  // Features of one value become one.
  const auto first = features->begin() + begin;
  std::sort(first, features->end(), [](const Feature& a, const Feature& b) {
    return a.row != b.row ? a.row < b.row : a.value < b.value;
  });
  auto end = first;
  for (auto feature = first; feature != features->end(); ++feature) {
    const auto share = static_cast<float>(feature->value / sum);
    if (end != first && std::prev(end)->row == feature->row) {
      std::prev(end)->value += share;
    } else {
      *end++ = {feature->row, share};
    }
  }
  features->erase(end, features->end());
}

}  // namespace customer2vec
