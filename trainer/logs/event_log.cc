#include "trainer/logs/event_log.h"

namespace customer2vec {

EventLog EventsBefore(const EventLog& log, std::span<const int64_t> horizons) {
  if (!log.has_times) return log;
  EventLog known;
  known.customer_ids = log.customer_ids;
  known.customer_offsets = log.customer_offsets;
  known.words = log.words;
  known.has_times = true;
  known.reports = log.reports;
  for (size_t customer = 0; customer < log.customer_count(); ++customer) {
    for (const size_t session : log.SessionsOf(customer)) {
      for (const size_t event : log.EventsOf(session)) {
        if (log.event_times[event] >= horizons[customer]) continue;
        known.event_names.push_back(log.event_names[event]);
        known.event_times.push_back(log.event_times[event]);
        const std::span<const uint32_t> attributes = log.AttributesOf(event);
        known.attributes.insert(known.attributes.end(), attributes.begin(),
                                attributes.end());
        known.attribute_offsets.push_back(known.attributes.size());
      }
      known.session_offsets.push_back(known.event_names.size());
    }
  }
  return known;
}

}  // namespace customer2vec
