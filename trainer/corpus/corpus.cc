#include "trainer/corpus/corpus.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace customer2vec {
namespace {

// Baskets that hold each item; an item repeated in a basket counts once.
std::vector<uint32_t> CountBaskets(const CorpusArrays& arrays) {
  std::vector<uint32_t> counts(arrays.item_ids.size());
  std::vector<size_t> counted(counts.size());  // basket + 1 that counted last
  for (size_t basket = 0; basket < arrays.basket_times.size(); ++basket) {
    const uint64_t end = arrays.basket_offsets[basket + 1];
    for (uint64_t i = arrays.basket_offsets[basket]; i < end; ++i) {
      const uint32_t item = arrays.items[i];
      if (counted[item] == basket + 1) continue;
      counted[item] = basket + 1;
      ++counts[item];
    }
  }
  return counts;
}

std::vector<float> MeanPrices(const CorpusArrays& arrays) {
  std::vector<double> prices(arrays.item_ids.size()), quantities(prices.size());
  for (size_t i = 0; i < arrays.paid.size(); ++i) {
    prices[arrays.items[i]] += arrays.paid[i].price;
    quantities[arrays.items[i]] += arrays.paid[i].quantity;
  }
  std::vector<float> means(prices.size());
  for (size_t row = 0; row < means.size(); ++row) {
    if (quantities[row] <= 0) continue;
    const auto mean = static_cast<float>(prices[row] / quantities[row]);
    if (std::isfinite(mean)) means[row] = mean;
  }
  return means;
}

}  // namespace

void AppendBasket(const CorpusArrays& from, size_t basket, size_t count,
                  CorpusArrays& to) {
  const uint64_t begin = from.basket_offsets[basket];
  to.items.insert(to.items.end(), from.items.begin() + begin,
                  from.items.begin() + begin + count);
  if (!from.paid.empty()) {
    to.paid.insert(to.paid.end(), from.paid.begin() + begin,
                   from.paid.begin() + begin + count);
  }
  to.basket_offsets.push_back(to.items.size());
  to.basket_times.push_back(from.basket_times[basket]);
  to.basket_customers.push_back(from.basket_customers[basket]);
}

Corpus::Corpus(CorpusArrays arrays)
    : arrays_(std::move(arrays)), basket_counts_(CountBaskets(arrays_)) {
  if (!arrays_.paid.empty()) arrays_.item_prices = MeanPrices(arrays_);
}

bool Corpus::IsCut() const {
  return std::any_of(arrays_.horizons.begin(), arrays_.horizons.end(),
                     [](int64_t horizon) { return horizon != kNoHorizon; });
}

CorpusArrays Corpus::RoomFor(const std::vector<bool>& keep) const {
  size_t baskets = 0, items = 0;
  for (size_t basket = 0; basket < basket_count(); ++basket) {
    if (!keep[basket]) continue;
    ++baskets;
    items += Items(basket).size();
  }
  CorpusArrays room;
  room.items.reserve(items);
  room.paid.reserve(arrays_.paid.empty() ? 0 : items);
  room.basket_offsets.reserve(baskets + 1);
  room.basket_times.reserve(baskets);
  room.basket_customers.reserve(baskets);
  room.customer_offsets.reserve(customer_count() + 1);
  room.horizons.reserve(customer_count());
  return room;
}

Corpus Corpus::Select(const std::vector<bool>& keep) const {
  CorpusArrays kept = RoomFor(keep);
  kept.item_ids = arrays_.item_ids;
  kept.customer_ids = arrays_.customer_ids;
  kept.item_prices = arrays_.item_prices;
  // Of nothing, if no line stays.
  if (!arrays_.paid.empty()) kept.item_prices.assign(item_count(), 0);
  kept.has_times = arrays_.has_times;
  kept.basket_offsets.push_back(0);
  kept.customer_offsets.push_back(0);
  size_t basket = 0;
  for (uint32_t customer = 0; customer < customer_count(); ++customer) {
    int64_t horizon = FirstHeldOut(customer);
    for (; basket < arrays_.customer_offsets[customer + 1]; ++basket) {
      if (keep[basket]) {
        AppendBasket(arrays_, basket, Items(basket).size(), kept);
      } else {
        horizon = std::min(horizon, arrays_.basket_times[basket]);
      }
    }
    kept.horizons.push_back(horizon);
    kept.customer_offsets.push_back(kept.basket_times.size());
  }
  for (; basket < basket_count(); ++basket) {
    if (keep[basket]) {
      AppendBasket(arrays_, basket, Items(basket).size(), kept);
    }
  }
  return Corpus(std::move(kept));
}

size_t VocabularySize(const Corpus& corpus, uint32_t min_count) {
  const std::vector<uint32_t>& counts = corpus.basket_counts();
  return std::partition_point(
             counts.begin(), counts.end(),
             [min_count](uint32_t count) { return count >= min_count; }) -
         counts.begin();
}

}  // namespace customer2vec
