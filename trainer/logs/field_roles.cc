#include "trainer/logs/field_roles.h"

#include <algorithm>
#include <span>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "core/base/status_macros.h"

namespace customer2vec {
namespace {

// The most telling names first; letters and digits alone, in small letters.
constexpr absl::string_view kCustomerNames[] = {
    "customerid",    "userid",     "customer",    "user",        "clientid",
    "visitorid",     "memberid",   "accountid",   "householdid", "subscriberid",
    "shopperid",     "buyerid",    "playerid",    "patientid",   "personid",
    "uid",           "username",   "visitor",     "member",      "account",
    "household",     "distinctid", "anonymousid", "cookieid",    "deviceid",
    "fullvisitorid", "caseid",     "case",        "client",      "entityid"};
constexpr absl::string_view kSessionNames[] = {
    "sessionid", "session", "visitid", "visit",
    "basketid",  "orderid", "tripid"};
constexpr absl::string_view kTimeNames[] = {
    "timestamp",      "time",        "ts",
    "datetime",       "eventtime",   "eventtimestamp",
    "createdat",      "occurredat",  "completetimestamp",
    "starttimestamp", "date",        "unixtime",
    "timems",         "timestampms", "at"};
constexpr absl::string_view kEventNames[] = {
    "eventname", "event",    "eventtype",    "actiontype",
    "action",    "activity", "activityname", "activityid",
    "type",      "verb",     "operation",    "name"};

// "ctx.user_Id" is "ctxuserid".
std::string LettersOf(absl::string_view name) {
  std::string letters;
  for (const unsigned char byte : name) {
    if (absl::ascii_isalnum(byte)) letters.push_back(absl::ascii_tolower(byte));
  }
  return letters;
}

// How telling a name is: its place in the list, twice, plus one where it is the
// last part of a nested name only. Nothing when it tells nothing.
std::optional<size_t> RankOf(absl::string_view name,
                             std::span<const absl::string_view> list) {
  const size_t dot = name.rfind('.');
  const std::string whole = LettersOf(name);
  const std::string last =
      dot == absl::string_view::npos ? whole : LettersOf(name.substr(dot + 1));
  for (size_t i = 0; i < list.size(); ++i) {
    if (whole == list[i]) return 2 * i;
    if (last == list[i]) return 2 * i + 1;
  }
  return std::nullopt;
}

double ShareOfEvents(const LogProfile& log, const FieldProfile& field) {
  return log.events == 0 ? 0 : static_cast<double>(field.events()) / log.events;
}

// The field with the most telling name that `bears_out`; the first of equals.
template <typename Predicate>
std::optional<uint32_t> GuessByName(const LogProfile& log,
                                    std::span<const absl::string_view> list,
                                    Predicate bears_out) {
  std::optional<uint32_t> best;
  size_t best_rank = SIZE_MAX;
  for (uint32_t i = 0; i < log.fields.size(); ++i) {
    const std::optional<size_t> rank = RankOf(log.fields[i].name(), list);
    if (!rank || *rank >= best_rank || !bears_out(log.fields[i])) continue;
    best = i;
    best_rank = *rank;
  }
  return best;
}

std::optional<uint32_t> FindField(const LogProfile& log,
                                  absl::string_view name) {
  for (uint32_t i = 0; i < log.fields.size(); ++i) {
    if (log.fields[i].name() == name) return i;
  }
  return std::nullopt;
}

// An id has several values, each of not too many events.
bool LooksLikeAnId(const LogProfile& log, const FieldProfile& field) {
  constexpr uint64_t kMostEvents = 10000;
  const uint64_t distinct = field.counter().distinct();
  return ShareOfEvents(log, field) >= 0.5 && distinct >= 2 &&
         field.values() / distinct <= kMostEvents;
}

bool LooksLikeTime(const LogProfile& log, const FieldProfile& field) {
  constexpr double kNearlyAll = 0.95;
  return ShareOfEvents(log, field) >= kNearlyAll &&
         field.epoch_share() + field.time_form_share() >= kNearlyAll;
}

bool LooksLikeAnEventName(const LogProfile& log, const FieldProfile& field) {
  constexpr uint64_t kMostNames = 1000;
  return ShareOfEvents(log, field) >= 0.5 && field.time_form_share() == 0 &&
         field.counter().distinct() <= kMostNames;
}

std::optional<uint32_t> GuessCustomer(const LogProfile& log) {
  if (log.format == v1::LOG_FORMAT_WEB_SERVER) {
    constexpr double kNearlyAll = 0.95;
    const std::optional<uint32_t> user = FindField(log, "user");
    if (user && ShareOfEvents(log, log.fields[*user]) >= kNearlyAll) {
      return user;
    }
    return FindField(log, "host");
  }
  return GuessByName(log, kCustomerNames, [&](const FieldProfile& field) {
    return LooksLikeAnId(log, field);
  });
}

std::optional<uint32_t> GuessSession(const LogProfile& log) {
  return GuessByName(log, kSessionNames, [&](const FieldProfile& field) {
    return LooksLikeAnId(log, field);
  });
}

std::optional<uint32_t> GuessTime(const LogProfile& log) {
  const std::optional<uint32_t> named = GuessByName(
      log, kTimeNames,
      [&](const FieldProfile& field) { return LooksLikeTime(log, field); });
  if (named) return named;
  for (uint32_t i = 0; i < log.fields.size(); ++i) {
    if (log.fields[i].time_form_share() > 0 &&
        LooksLikeTime(log, log.fields[i])) {
      return i;
    }
  }
  return std::nullopt;
}

std::optional<uint32_t> GuessEvent(const LogProfile& log) {
  if (log.format == v1::LOG_FORMAT_WEB_SERVER) return FindField(log, "path");
  return GuessByName(log, kEventNames, [&](const FieldProfile& field) {
    return LooksLikeAnEventName(log, field);
  });
}

std::string NamesOf(const LogProfile& log) {
  return absl::StrJoin(log.fields, ", ",
                       [](std::string* out, const FieldProfile& field) {
                         absl::StrAppend(out, "\"", field.name(), "\"");
                       });
}

using Guess = std::optional<uint32_t> (*)(const LogProfile&);

absl::Status ChooseRole(const LogProfile& log, const std::string& said,
                        const std::string& place, Guess guess,
                        std::optional<uint32_t>* field, std::string* reason) {
  if (said == "-") return absl::OkStatus();
  *field = said.empty() ? guess(log) : FindField(log, said);
  *reason = said.empty() ? "guessed from its name and values"
                         : "named by the configuration";
  if (said.empty() || *field) return absl::OkStatus();
  return absl::InvalidArgumentError(
      absl::StrCat(place, ": the log has no field \"", said,
                   "\"; its fields are ", NamesOf(log), "; \"-\" means none"));
}

// A guess gives way to what was said, and a later guess to an earlier one.
absl::Status KeepApart(const LogProfile& log, const v1::LogRoles& said,
                       absl::string_view place, FieldRoles* roles) {
  std::pair<std::optional<uint32_t>*, bool> all[] = {
      {&roles->customer, !said.customer().empty()},
      {&roles->time, !said.time().empty()},
      {&roles->session, !said.session().empty()},
      {&roles->event, !said.event().empty()}};
  for (auto& [first, first_said] : all) {
    for (auto& [second, second_said] : all) {
      if (&first >= &second || !*first || *first != *second) continue;
      if (first_said && second_said) {
        return absl::InvalidArgumentError(
            absl::StrCat(place, ".roles: \"", log.fields[**first].name(),
                         "\" has two roles; a field has one"));
      }
      (second_said ? first : second)->reset();
    }
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<FieldRoles> ChooseRoles(const LogProfile& profile,
                                       const v1::LogRoles& said,
                                       absl::string_view place) {
  FieldRoles roles;
  const auto choose = [&](const std::string& name, absl::string_view role,
                          Guess guess, std::optional<uint32_t>* field,
                          std::string* reason) {
    return ChooseRole(profile, name, absl::StrCat(place, ".roles.", role),
                      guess, field, reason);
  };
  C2V_RETURN_IF_ERROR(choose(said.customer(), "customer", GuessCustomer,
                             &roles.customer, &roles.customer_reason));
  C2V_RETURN_IF_ERROR(
      choose(said.time(), "time", GuessTime, &roles.time, &roles.time_reason));
  C2V_RETURN_IF_ERROR(choose(said.session(), "session", GuessSession,
                             &roles.session, &roles.session_reason));
  C2V_RETURN_IF_ERROR(choose(said.event(), "event", GuessEvent, &roles.event,
                             &roles.event_reason));
  C2V_RETURN_IF_ERROR(KeepApart(profile, said, place, &roles));
  return roles;
}

}  // namespace customer2vec
