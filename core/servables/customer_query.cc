#include "core/servables/customer_query.h"

#include <algorithm>
#include <cstdint>
#include <vector>

namespace customer2vec {
namespace {

// A zero vector stands for a customer whose items have none.
bool CopyStoredVector(const Space& space, uint32_t customer,
                      std::span<float> query) {
  const std::span<const float> vector = space.CustomerVector(customer);
  std::copy(vector.begin(), vector.end(), query.begin());
  return std::any_of(vector.begin(), vector.end(),
                     [](float value) { return value != 0; });
}

}  // namespace

bool EncodeCustomer(const Space& space, const CustomerHistories& histories,
                    const ScorerQuery& subject, std::span<float> query) {
  if (!subject.customer) {
    return space.Encode(Scoring::kNext, subject.events, query);
  }
  if (subject.events.empty() && space.customer_count() > 0) {
    return CopyStoredVector(space, *subject.customer, query);
  }
  thread_local std::vector<HistoryEvent> events;
  events.clear();
  for (const HistoryEntry& entry : histories.Of(*subject.customer)) {
    events.push_back({entry.item, entry.decayed_count, entry.last_time});
  }
  events.insert(events.end(), subject.events.begin(), subject.events.end());
  return space.Encode(Scoring::kNext, events, query) ||
         CopyStoredVector(space, *subject.customer, query);
}

}  // namespace customer2vec
