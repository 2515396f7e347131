#include "core/servables/query_events.h"

#include <algorithm>
#include <span>

namespace customer2vec {
namespace {

bool Holds(const std::vector<WeightedEvent>& events, uint32_t item) {
  return std::any_of(events.begin(), events.end(),
                     [item](const auto& event) { return event.item == item; });
}

void LastEvents(std::span<const HistoryEvent> events, size_t item_count,
                const QueryEventOptions& options,
                std::vector<WeightedEvent>* latest) {
  uint32_t age = 0;
  float factor = 1;
  for (size_t i = events.size(); i-- > 0 && age < options.max_events;) {
    const HistoryEvent& event = events[i];
    if (!(event.weight > 0) || event.item >= item_count) continue;
    if (!Holds(*latest, event.item)) {
      latest->push_back({event.item, age, event.weight * factor});
    }
    ++age;
    factor *= options.recency_decay;
  }
}

bool Heavier(const WeightedEvent& a, const WeightedEvent& b) {
  return a.weight != b.weight ? a.weight > b.weight : a.item < b.item;
}

void OfHistory(const CustomerHistories& histories, uint32_t customer,
               size_t item_count, size_t max_events,
               std::vector<WeightedEvent>* events) {
  const uint32_t baskets = histories.basket_count(customer);
  for (const HistoryEntry& entry : histories.Of(customer)) {
    if (entry.item >= item_count || !(entry.decayed_count > 0)) continue;
    events->push_back(
        {entry.item, baskets - 1 - entry.last_basket, entry.decayed_count});
  }
  const size_t count = std::min(events->size(), max_events);
  std::partial_sort(events->begin(), events->begin() + count, events->end(),
                    Heavier);
  events->resize(count);
}

}  // namespace

void QueryEvents(const CustomerHistories& histories, const ScorerQuery& query,
                 size_t item_count, const QueryEventOptions& options,
                 std::vector<WeightedEvent>* events) {
  events->clear();
  LastEvents(query.events, item_count, options, events);
  if (events->empty() && query.customer) {
    OfHistory(histories, *query.customer, item_count, options.max_events,
              events);
  }
}

}  // namespace customer2vec
