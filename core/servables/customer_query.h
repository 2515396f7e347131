// The query vector of a customer: the stored vector, or, with events newer than
// the snapshot, the mean of history and events.
//
//   std::vector<float> query(space.dimension());
//   if (EncodeCustomer(space, histories, {.events = recent, .customer = row},
//                      query)) {
//     space.Search(Scoring::kNext, query, {.k = 20}, &top);
//   }
//
// A space whose items have no vectors, of a graph of customers, cannot encode
// events; the stored vector then stays what it is.
//
// Histories count by HistoryEntry::decayed_count, as in RollUpCustomers(), and
// each event by its weight. Thread-safe.

#ifndef CUSTOMER2VEC_CORE_SERVABLES_CUSTOMER_QUERY_H_
#define CUSTOMER2VEC_CORE_SERVABLES_CUSTOMER_QUERY_H_

#include <span>

#include "core/history/customer_histories.h"
#include "core/servables/servable.h"

namespace customer2vec {

// Fills `query` for Scoring::kNext. False, with zeros, when neither history nor
// events have a vector. REQUIRES: query.size() == space.dimension().
bool EncodeCustomer(const Space& space, const CustomerHistories& histories,
                    const ScorerQuery& subject, std::span<float> query);

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_CORE_SERVABLES_CUSTOMER_QUERY_H_
