// Events of all logs of a run, ready to become texts: customers, their
// sessions, and what happened in them, in order of time.
//
//   for (size_t customer = 0; customer < log.customer_count(); ++customer) {
//     for (size_t session : log.SessionsOf(customer)) {
//       for (size_t event : log.EventsOf(session)) {
//         Use(log.event_names[event], log.AttributesOf(event));
//       }
//     }
//   }
//
// Names of events and attributes ("field=value") are words of one list. Memory:
// 20 bytes an event and 4 an attribute of it.

#ifndef CUSTOMER2VEC_TRAINER_LOGS_EVENT_LOG_H_
#define CUSTOMER2VEC_TRAINER_LOGS_EVENT_LOG_H_

#include <cstddef>
#include <cstdint>
#include <ranges>
#include <span>
#include <string>
#include <vector>

#include "customer2vec/v1/log_models.pb.h"

namespace customer2vec {

// An event whose name is not known.
inline constexpr uint32_t kNoEventName = UINT32_MAX;

struct EventLog {
  // By customer, in order of first appearance; empty: a session of nobody
  // known.
  std::vector<std::string> customer_ids;
  std::vector<uint64_t> customer_offsets{0};   // into sessions
  std::vector<uint64_t> session_offsets{0};    // into events
  std::vector<uint32_t> event_names;           // into words, or kNoEventName
  std::vector<int64_t> event_times;            // Unix seconds; 0 without times
  std::vector<uint64_t> attribute_offsets{0};  // into attributes, by event
  std::vector<uint32_t> attributes;            // into words
  std::vector<std::string> words;              // "click", "device=phone"
  bool has_times = false;

  // One a source, in order of the configuration.
  std::vector<v1::LogReport> reports;

  bool empty() const { return event_names.empty(); }
  size_t customer_count() const { return customer_ids.size(); }
  size_t session_count() const { return session_offsets.size() - 1; }
  size_t event_count() const { return event_names.size(); }

  auto SessionsOf(size_t customer) const {
    return std::views::iota(customer_offsets[customer],
                            customer_offsets[customer + 1]);
  }
  auto EventsOf(size_t session) const {
    return std::views::iota(session_offsets[session],
                            session_offsets[session + 1]);
  }
  std::span<const uint32_t> AttributesOf(size_t event) const {
    return std::span(attributes)
        .subspan(attribute_offsets[event],
                 attribute_offsets[event + 1] - attribute_offsets[event]);
  }
};

// The log without the events of each customer from `horizons[customer]`, Unix
// seconds, on; sessions and customers that are left without events stay. The
// log as it is where it has no times. REQUIRES: one horizon a customer.
EventLog EventsBefore(const EventLog& log, std::span<const int64_t> horizons);

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_TRAINER_LOGS_EVENT_LOG_H_
