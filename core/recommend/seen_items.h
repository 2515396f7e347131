// What a customer or a session has had: tells repeats from discoveries.
//
//   const SeenItems seen(histories.Of(customer), events);
//   seen.Has(row);
//   filter.Exclude(seen.Rows());   // discovery only
//
// A view over the history, which outlives it. Has() is O(log n). Thread-safe.

#ifndef CUSTOMER2VEC_CORE_RECOMMEND_SEEN_ITEMS_H_
#define CUSTOMER2VEC_CORE_RECOMMEND_SEEN_ITEMS_H_

#include <cstdint>
#include <span>
#include <vector>

#include "core/history/customer_histories.h"
#include "core/servables/servable.h"

namespace customer2vec {

class SeenItems {
 public:
  SeenItems(std::span<const HistoryEntry> history,
            std::span<const HistoryEvent> events);

  bool Has(uint32_t row) const;

  // Rows of the events, ascending.
  std::span<const uint32_t> event_rows() const { return event_rows_; }
  // Rows of history and events. Allocates.
  std::vector<uint32_t> Rows() const;

 private:
  std::span<const HistoryEntry> history_;  // by row
  std::vector<uint32_t> event_rows_;       // ascending
};

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_CORE_RECOMMEND_SEEN_ITEMS_H_
