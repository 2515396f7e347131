#include "trainer/logs/event_log_builder.h"

#include <algorithm>
#include <numeric>
#include <string>
#include <tuple>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

namespace customer2vec {
namespace {

// What no id begins with: ids of a log are text that somebody wrote.
constexpr absl::string_view kAnonymous("\0", 1);

}  // namespace

uint32_t EventLogBuilder::CustomerOf(const LoggedEvent& event) {
  if (!event.customer.empty()) return customers_.Intern(event.customer);
  return customers_.Intern(absl::StrCat(kAnonymous, event.session));
}

uint32_t EventLogBuilder::SessionOf(const LoggedEvent& event,
                                    uint32_t customer) {
  if (event.session.empty()) return kNoSession;
  const uint64_t key =
      uint64_t{customer} << 32 | uint64_t{session_ids_.Intern(event.session)};
  const auto [found, is_new] =
      sessions_.try_emplace(key, static_cast<uint32_t>(session_starts_.size()));
  if (is_new) session_starts_.push_back(event.time);
  int64_t& start = session_starts_[found->second];
  start = std::min(start, event.time);
  return found->second;
}

void EventLogBuilder::Add(const LoggedEvent& event,
                          std::span<const uint32_t> attributes) {
  const uint32_t customer = CustomerOf(event);
  const uint64_t first = attributes_.size();
  for (const uint32_t attribute : attributes) {
    if (std::find(attributes_.begin() + first, attributes_.end(), attribute) ==
        attributes_.end()) {
      attributes_.push_back(attribute);
    }
  }
  events_.push_back(
      {event.time, first, customer, SessionOf(event, customer), event.name,
       static_cast<uint32_t>(attributes_.size() - first), event.gap_seconds});
}

// Gives a session to every event that has none.
void EventLogBuilder::CutByGaps(bool has_times) {
  std::vector<uint32_t> order;
  for (uint32_t i = 0; i < events_.size(); ++i) {
    if (events_[i].session == kNoSession) order.push_back(i);
  }
  std::sort(order.begin(), order.end(), [&](uint32_t a, uint32_t b) {
    return std::tie(events_[a].customer, events_[a].time, a) <
           std::tie(events_[b].customer, events_[b].time, b);
  });
  const Event* previous = nullptr;
  for (const uint32_t i : order) {
    Event& event = events_[i];
    const bool goes_on =
        previous != nullptr && previous->customer == event.customer &&
        (!has_times || event.time - previous->time <= event.gap_seconds);
    if (!goes_on) session_starts_.push_back(event.time);
    event.session = static_cast<uint32_t>(session_starts_.size() - 1);
    previous = &event;
  }
}

std::vector<uint32_t> EventLogBuilder::SortedEvents() const {
  std::vector<uint32_t> order(events_.size());
  std::iota(order.begin(), order.end(), 0);
  const auto key = [&](uint32_t i) {
    const Event& event = events_[i];
    return std::make_tuple(event.customer, session_starts_[event.session],
                           event.session, event.time, i);
  };
  std::sort(order.begin(), order.end(),
            [&](uint32_t a, uint32_t b) { return key(a) < key(b); });
  return order;
}

EventLog EventLogBuilder::Build(bool has_times) && {
  CutByGaps(has_times);
  EventLog log;
  log.has_times = has_times;
  const Event* previous = nullptr;
  for (const uint32_t i : SortedEvents()) {
    const Event& event = events_[i];
    const bool is_new_customer =
        previous == nullptr || previous->customer != event.customer;
    if (previous != nullptr && previous->session != event.session) {
      log.session_offsets.push_back(log.event_names.size());
    }
    if (is_new_customer) {
      const absl::string_view id = customers_[event.customer];
      log.customer_ids.emplace_back(absl::StartsWith(id, kAnonymous) ? "" : id);
      if (previous != nullptr) {
        log.customer_offsets.push_back(log.session_offsets.size() - 1);
      }
    }
    log.event_names.push_back(event.name);
    log.event_times.push_back(event.time);
    log.attributes.insert(
        log.attributes.end(), attributes_.begin() + event.first_attribute,
        attributes_.begin() + event.first_attribute + event.attribute_count);
    log.attribute_offsets.push_back(log.attributes.size());
    previous = &event;
  }
  if (previous != nullptr) {
    log.session_offsets.push_back(log.event_names.size());
    log.customer_offsets.push_back(log.session_offsets.size() - 1);
  }
  for (uint32_t i = 0; i < words_.size(); ++i)
    log.words.emplace_back(words_[i]);
  return log;
}

}  // namespace customer2vec
