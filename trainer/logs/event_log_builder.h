// Events in whatever order they come, gathered into an EventLog.
//
//   EventLogBuilder builder;
//   builder.Add({.customer = "ann", .time = 7, .name = builder.Word("click")},
//               attributes);
//   EventLog log = std::move(builder).Build(/*has_times=*/true);
//
// Customers stand in order of first appearance. A customer's sessions stand by
// the time of their first event, their events by time, equal times as they
// came.
//  - Events of one customer with one session id are one session, however far
//    apart.
//  - Events without a session id are cut where more than their `gap_seconds`
//  pass
//    between two of them; without times, they are one session.
//  - A session of nobody known (no customer, but an id) is a customer without
//  an
//    id.
//
// Memory while events come: 40 bytes an event beside the attributes. Not
// thread-safe.

#ifndef CUSTOMER2VEC_TRAINER_LOGS_EVENT_LOG_BUILDER_H_
#define CUSTOMER2VEC_TRAINER_LOGS_EVENT_LOG_BUILDER_H_

#include <cstdint>
#include <span>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"
#include "trainer/base/string_interner.h"
#include "trainer/logs/event_log.h"

namespace customer2vec {

// One event as it comes.
struct LoggedEvent {
  absl::string_view customer;  // empty: nobody known, then it has a session
  absl::string_view session;   // empty: cut by gap
  int64_t time = 0;            // Unix seconds
  uint32_t gap_seconds = 1800;
  uint32_t name = kNoEventName;
};

class EventLogBuilder {
 public:
  // The number of a word, a new one when it is new.
  uint32_t Word(absl::string_view text) { return words_.Intern(text); }

  // Repeated attributes count once. REQUIRES: a customer or a session.
  void Add(const LoggedEvent& event, std::span<const uint32_t> attributes);

  size_t event_count() const { return events_.size(); }

  // Without times, the order in which events came is the order of time, and
  // gaps cut nothing.
  EventLog Build(bool has_times) &&;

 private:
  static constexpr uint32_t kNoSession = UINT32_MAX;

  struct Event {
    int64_t time;
    uint64_t first_attribute;
    uint32_t customer;
    uint32_t session;  // number in session_starts_, or kNoSession
    uint32_t name;
    uint32_t attribute_count;
    uint32_t gap_seconds;
  };

  uint32_t CustomerOf(const LoggedEvent& event);
  uint32_t SessionOf(const LoggedEvent& event, uint32_t customer);
  void CutByGaps(bool has_times);
  std::vector<uint32_t> SortedEvents() const;

  StringInterner words_;
  StringInterner customers_;  // anonymous ones as "\0" and their session
  StringInterner session_ids_;
  absl::flat_hash_map<uint64_t, uint32_t> sessions_;  // by customer and id
  std::vector<int64_t> session_starts_;
  std::vector<Event> events_;
  std::vector<uint32_t> attributes_;
};

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_TRAINER_LOGS_EVENT_LOG_BUILDER_H_
