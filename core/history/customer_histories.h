// What each customer has taken: item, in how many baskets, in which last. For
// repeats, for seen items and for showing where a recommendation comes from.
//
//   for (const HistoryEntry& entry : histories.Of(customer)) {
//     // entry.item, entry.basket_count, entry.last_basket, entry.last_time
//   }
//   histories.basket_count(customer);  // ages: basket_count - 1 - last_basket
//
// Compressed rows: entries of customer c are entries[offsets[c], offsets[c +
// 1]), ordered by item row. A view over mapped arrays, which outlive it.
// Immutable, safe for concurrent use.

#ifndef CUSTOMER2VEC_CORE_HISTORY_CUSTOMER_HISTORIES_H_
#define CUSTOMER2VEC_CORE_HISTORY_CUSTOMER_HISTORIES_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "absl/status/statusor.h"

namespace customer2vec {

// 24 bytes, no padding: also the layout in the file, little-endian.
struct HistoryEntry {
  uint32_t item;          // row of the item vocabulary
  uint32_t basket_count;  // baskets of the customer that hold it, >= 1
  uint32_t
      last_basket;      // number of the last of them, 0 is the customer's first
  float decayed_count;  // sum over those baskets of decay^(age in baskets),
                        // with the decay of the snapshot's personal frequency
  int64_t last_time;    // time of the last of them, Unix seconds
};
static_assert(sizeof(HistoryEntry) == 24);

struct CustomerHistoriesView {
  std::span<const uint64_t> offsets;        // size customers + 1
  std::span<const uint32_t> basket_counts;  // baskets of each customer
  std::span<const HistoryEntry> entries;
};

class CustomerHistories {
 public:
  // Of no customers.
  CustomerHistories() = default;

  // DATA_LOSS when offsets are not ascending or leave `entries`, an item is not
  // below `item_count`, items of a customer do not ascend, a basket number is
  // not below the customer's basket count, an item's basket count is 0 or above
  // the customer's, or a decayed count is not in [0, basket count].
  static absl::StatusOr<CustomerHistories> Create(
      const CustomerHistoriesView& view, size_t item_count);

  size_t customer_count() const {
    return view_.offsets.empty() ? 0 : view_.offsets.size() - 1;
  }
  // REQUIRES: customer < customer_count().
  std::span<const HistoryEntry> Of(uint32_t customer) const {
    return view_.entries.subspan(
        view_.offsets[customer],
        view_.offsets[customer + 1] - view_.offsets[customer]);
  }
  uint32_t basket_count(uint32_t customer) const {
    return view_.basket_counts[customer];
  }

 private:
  explicit CustomerHistories(const CustomerHistoriesView& view) : view_(view) {}

  CustomerHistoriesView view_;
};

// Arrays that own their memory, for writing a snapshot and for tests.
struct CustomerHistoriesArrays {
  std::vector<uint64_t> offsets = {0};
  std::vector<uint32_t> basket_counts;
  std::vector<HistoryEntry> entries;

  CustomerHistoriesView view() const {
    return {offsets, basket_counts, entries};
  }
};

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_CORE_HISTORY_CUSTOMER_HISTORIES_H_
