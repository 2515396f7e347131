#include "core/recommend/seen_items.h"

#include <algorithm>

namespace customer2vec {

SeenItems::SeenItems(std::span<const HistoryEntry> history,
                     std::span<const HistoryEvent> events)
    : history_(history) {
  event_rows_.reserve(events.size());
  for (const HistoryEvent& event : events) event_rows_.push_back(event.item);
  std::sort(event_rows_.begin(), event_rows_.end());
}

bool SeenItems::Has(uint32_t row) const {
  if (std::binary_search(event_rows_.begin(), event_rows_.end(), row)) {
    return true;
  }
  const auto found = std::lower_bound(
      history_.begin(), history_.end(), row,
      [](const HistoryEntry& entry, uint32_t r) { return entry.item < r; });
  return found != history_.end() && found->item == row;
}

std::vector<uint32_t> SeenItems::Rows() const {
  std::vector<uint32_t> rows = event_rows_;
  for (const HistoryEntry& entry : history_) rows.push_back(entry.item);
  return rows;
}

}  // namespace customer2vec
