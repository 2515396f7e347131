#include "trainer/fit/build_tables.h"

#include <algorithm>
#include <cmath>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "core/base/status_macros.h"
#include "core/catalogue/catalogue_builder.h"
#include "core/vocabulary/vocabulary.h"

namespace customer2vec {
namespace {

// One customer's entries, by item. `entries` is left empty for the next
// customer.
class CustomerTally {
 public:
  CustomerTally(size_t item_count, double decay)
      : slot_of_(item_count, kNoSlot), decay_(decay) {}

  // Baskets come oldest first, so what stands already grows older by one.
  void AddBasket(std::span<const uint32_t> items, uint32_t basket,
                 int64_t time) {
    for (uint32_t item : items) {
      if (item >= slot_of_.size()) continue;
      if (slot_of_[item] == kNoSlot) {
        slot_of_[item] = static_cast<uint32_t>(entries_.size());
        entries_.push_back(
            {.item = item, .basket_count = 0, .decayed_count = 0});
        weights_.push_back(0);
      }
      const uint32_t slot = slot_of_[item];
      HistoryEntry& entry = entries_[slot];
      const bool repeated =
          entry.basket_count > 0 && entry.last_basket == basket;
      if (repeated) continue;
      weights_[slot] = weights_[slot] * Power(basket - entry.last_basket) + 1;
      ++entry.basket_count;
      entry.last_basket = basket;
      entry.last_time = time;
    }
  }

  // Appends the entries by item row, aged to the newest of `basket_count`
  // baskets.
  void MoveTo(uint32_t basket_count, std::vector<HistoryEntry>* all) {
    for (uint32_t slot = 0; slot < entries_.size(); ++slot) {
      HistoryEntry& entry = entries_[slot];
      entry.decayed_count = static_cast<float>(
          weights_[slot] * Power(basket_count - 1 - entry.last_basket));
      slot_of_[entry.item] = kNoSlot;
    }
    std::sort(entries_.begin(), entries_.end(),
              [](const HistoryEntry& a, const HistoryEntry& b) {
                return a.item < b.item;
              });
    all->insert(all->end(), entries_.begin(), entries_.end());
    entries_.clear();
    weights_.clear();
  }

 private:
  static constexpr uint32_t kNoSlot = UINT32_MAX;

  double Power(uint32_t age) const { return std::pow(decay_, age); }

  std::vector<uint32_t> slot_of_;  // by item row
  double decay_;
  std::vector<HistoryEntry> entries_;
  std::vector<double> weights_;  // of entries_, as of the entry's last basket
};

// The columns' first `item_count` rows.
std::vector<AttributeColumn> Columns(const CatalogueTable& catalogue,
                                     size_t item_count) {
  std::vector<AttributeColumn> columns = catalogue.attributes;
  for (AttributeColumn& column : columns) column.values.resize(item_count);
  return columns;
}

template <typename T>
std::span<const T> Prefix(const std::vector<T>& values, size_t count) {
  return std::span(values).first(count);
}

}  // namespace

CustomerHistoriesArrays BuildHistories(const Corpus& corpus, size_t item_count,
                                       double decay) {
  CustomerHistoriesArrays histories;
  CustomerTally tally(item_count, decay);
  for (uint32_t customer = 0; customer < corpus.customer_count(); ++customer) {
    uint32_t number = 0;
    for (size_t basket : corpus.BasketsOf(customer)) {
      tally.AddBasket(corpus.Items(basket), number++, corpus.Time(basket));
    }
    tally.MoveTo(number, &histories.entries);
    histories.basket_counts.push_back(number);
    histories.offsets.push_back(histories.entries.size());
  }
  return histories;
}

absl::StatusOr<TablesArrays> BuildTables(const Corpus& corpus,
                                         const CatalogueTable* catalogue,
                                         size_t item_count, double decay) {
  TablesArrays tables;
  const std::vector<std::string>& ids = corpus.arrays().item_ids;
  C2V_ASSIGN_OR_RETURN(tables.items, BuildVocabulary(Prefix(ids, item_count)));
  C2V_ASSIGN_OR_RETURN(tables.customers,
                       BuildVocabulary(corpus.arrays().customer_ids));
  C2V_ASSIGN_OR_RETURN(
      tables.catalogue,
      BuildCatalogue(
          Prefix(catalogue == nullptr ? ids : catalogue->names, item_count),
          catalogue == nullptr ? std::vector<AttributeColumn>()
                               : Columns(*catalogue, item_count)));
  const std::vector<uint32_t>& counts = corpus.basket_counts();
  tables.basket_counts.assign(counts.begin(), counts.begin() + item_count);
  tables.basket_count = corpus.basket_count();
  tables.histories = BuildHistories(corpus, item_count, decay);
  return tables;
}

}  // namespace customer2vec
