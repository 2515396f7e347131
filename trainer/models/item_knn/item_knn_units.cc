#include "trainer/models/item_knn/item_knn_units.h"

#include <algorithm>
#include <cmath>

#include "core/base/random.h"

namespace customer2vec {
namespace {

constexpr double kSecondsOfDay = 86400;

// Makes units one by one.
class UnitCollector {
 public:
  UnitCollector(size_t item_count, const v1::ItemKnnConfig& config,
                int64_t newest, uint64_t seed)
      : item_count_(item_count),
        config_(config),
        newest_(newest),
        random_(seed) {}

  void AddItems(std::span<const uint32_t> items) {
    for (const uint32_t item : items) {
      if (item < item_count_) unit_.push_back(item);
    }
  }

  void FinishUnit(int64_t time) {
    std::sort(unit_.begin(), unit_.end());
    unit_.erase(std::unique(unit_.begin(), unit_.end()), unit_.end());
    if (!unit_.empty()) {
      units_.weights.push_back(WeightOf(unit_.size(), time));
      Sample();
      units_.items.insert(units_.items.end(), unit_.begin(), unit_.end());
      units_.offsets.push_back(units_.items.size());
    }
    unit_.clear();
  }

  ItemUnits Finish() && {
    IndexItems();
    return std::move(units_);
  }

 private:
  float WeightOf(size_t size, int64_t time) const {
    double weight = std::pow(double(size), -config_.size_exponent());
    if (config_.idf()) weight *= std::log1p(double(item_count_) / size);
    if (config_.half_life_days() > 0) {
      const double days = double(newest_ - time) / kSecondsOfDay;
      weight *= std::exp2(-days / config_.half_life_days());
    }
    return static_cast<float>(weight);
  }

  // Leaves max_unit_items of the unit, each set of them as likely.
  void Sample() {
    const size_t kept = config_.max_unit_items();
    if (unit_.size() <= kept) return;
    for (size_t i = 0; i < kept; ++i) {
      const uint32_t left = static_cast<uint32_t>(unit_.size() - i);
      std::swap(unit_[i], unit_[i + random_.Below(left)]);
    }
    unit_.resize(kept);
    std::sort(unit_.begin(), unit_.end());
  }

  void IndexItems() {
    units_.unit_offsets.assign(item_count_ + 1, 0);
    for (const uint32_t item : units_.items) ++units_.unit_offsets[item + 1];
    for (size_t i = 0; i < item_count_; ++i) {
      units_.unit_offsets[i + 1] += units_.unit_offsets[i];
    }
    units_.units.resize(units_.items.size());
    std::vector<uint64_t> next = units_.unit_offsets;
    for (uint32_t unit = 0; unit < units_.weights.size(); ++unit) {
      for (const uint32_t item : units_.ItemsOf(unit)) {
        units_.units[next[item]++] = unit;
      }
    }
  }

  const size_t item_count_;
  const v1::ItemKnnConfig& config_;
  const int64_t newest_;
  Random random_;
  std::vector<uint32_t> unit_;  // the one being made
  ItemUnits units_;
};

int64_t NewestTime(const Corpus& corpus) {
  const std::vector<int64_t>& times = corpus.arrays().basket_times;
  return times.empty() ? 0 : *std::max_element(times.begin(), times.end());
}

void AddCustomers(const Corpus& corpus, UnitCollector* collector) {
  for (uint32_t row = 0; row < corpus.customer_count(); ++row) {
    const BasketRange baskets = corpus.BasketsOf(row);
    if (baskets.empty()) continue;
    for (const size_t basket : baskets) {
      collector->AddItems(corpus.Items(basket));
    }
    collector->FinishUnit(corpus.Time(baskets.back()));
  }
}

void AddBaskets(const Corpus& corpus, UnitCollector* collector) {
  for (size_t basket = 0; basket < corpus.basket_count(); ++basket) {
    collector->AddItems(corpus.Items(basket));
    collector->FinishUnit(corpus.Time(basket));
  }
}

}  // namespace

ItemUnits CollectUnits(const Corpus& corpus, size_t item_count,
                       const v1::ItemKnnConfig& config, uint64_t seed) {
  UnitCollector collector(item_count, config, NewestTime(corpus), seed);
  if (config.unit() == v1::CO_OCCURRENCE_UNIT_CUSTOMER) {
    AddCustomers(corpus, &collector);
  } else {
    AddBaskets(corpus, &collector);
  }
  return std::move(collector).Finish();
}

}  // namespace customer2vec
