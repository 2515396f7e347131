// What of a query a neighbour model listens to: the last events, or, where
// there are none, what the customer has taken.
//
//   thread_local std::vector<WeightedEvent> events;
//   QueryEvents(histories, query, item_count, {.max_events = 30,
//                                              .recency_decay = 0.8}, &events);
//
// Each item stands once, with the weight of its latest event times
// recency_decay^age, where the last event has age 0; an event of weight 0 or
// below, or of an item not below `item_count`, does not count, and makes none
// older. A history has no order inside a basket: there the weight is the
// entry's decayed count and the age that of its last basket. Pure, thread-safe.

#ifndef CUSTOMER2VEC_CORE_SERVABLES_QUERY_EVENTS_H_
#define CUSTOMER2VEC_CORE_SERVABLES_QUERY_EVENTS_H_

#include <cstddef>
#include <cstdint>
#include <vector>

#include "core/history/customer_histories.h"
#include "core/servables/servable.h"

namespace customer2vec {

struct WeightedEvent {
  uint32_t item;
  uint32_t age;  // events (for a history: baskets) after it
  float weight;  // > 0

  friend bool operator==(const WeightedEvent&, const WeightedEvent&) = default;
};

struct QueryEventOptions {
  size_t max_events = 100;  // the latest that count, repeats included
  float recency_decay = 1;  // in (0, 1]; of events, not of a history
};

// Fills `events`, the latest first (of a history: the heaviest first).
void QueryEvents(const CustomerHistories& histories, const ScorerQuery& query,
                 size_t item_count, const QueryEventOptions& options,
                 std::vector<WeightedEvent>* events);

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_CORE_SERVABLES_QUERY_EVENTS_H_
