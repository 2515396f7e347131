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
#include <utility>
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
  // By session: Corpus::Time() of the basket that it is, where the logs are the
  // interactions (BasketTimes() of log_interactions.h); else empty.
  std::vector<int64_t> basket_times;

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

// The events of a log that may be learned from where later ones are held out.
//
//   const KnownEvents known(log, horizons);
//   if (known.Has(customer, session, event)) Use(event);
//
// A view: `log` outlives it. Safe for concurrent use.
class KnownEvents {
 public:
  // All of them. Implicit: a whole log is as good as a cut one.
  KnownEvents(const EventLog& log) : log_(log) {}  // NOLINT

  // Without the events of each customer from `horizons[customer]` on: those
  // that are as late, where the log has times, and those of sessions whose
  // baskets are, where sessions are baskets. Of a log that is neither, all.
  // REQUIRES: one horizon a customer.
  KnownEvents(const EventLog& log, std::vector<int64_t> horizons)
      : log_(log), horizons_(std::move(horizons)) {}

  const EventLog& log() const { return log_; }

  // Whether the event, of that session of that customer, is known.
  bool Has(size_t customer, size_t session, size_t event) const {
    if (horizons_.empty()) return true;
    const int64_t horizon = horizons_[customer];
    return (!log_.has_times || log_.event_times[event] < horizon) &&
           (log_.basket_times.empty() || log_.basket_times[session] < horizon);
  }

 private:
  const EventLog& log_;
  const std::vector<int64_t> horizons_;
};

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_TRAINER_LOGS_EVENT_LOG_H_
