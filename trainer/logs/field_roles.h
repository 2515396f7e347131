// Which field of a log is the customer, the time, the session, the event's
// name.
//
//   C2V_ASSIGN_OR_RETURN(const FieldRoles roles,
//                        ChooseRoles(profile, source.roles(), "data.logs[0]"));
//   if (roles.customer) Use(profile.fields[*roles.customer].name());
//
// What the configuration says holds. Else a field is guessed by its name (of
// "user_id", "userId" and "ctx.user.id" the letters count, and of a nested one
// the last part, too), and its values must bear the name out:
//  - a customer or session has two values at least and stands in half of the
//    events; of a web server it is the user, or the host where most lines name
//    no user;
//  - a time stands in nearly all events and reads as one; without a telling
//  name,
//    the first field whose values have the form of times;
//  - an event's name has few values; of a web server it is the path.

#ifndef CUSTOMER2VEC_TRAINER_LOGS_FIELD_ROLES_H_
#define CUSTOMER2VEC_TRAINER_LOGS_FIELD_ROLES_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "customer2vec/v1/log_models.pb.h"
#include "trainer/logs/log_profile.h"

namespace customer2vec {

struct FieldRoles {
  // Numbers of fields.
  std::optional<uint32_t> customer;
  std::optional<uint32_t> time;
  std::optional<uint32_t> session;
  std::optional<uint32_t> event;

  // Why, in words, for each of them: "guessed from its name".
  std::string customer_reason;
  std::string time_reason;
  std::string session_reason;
  std::string event_reason;
};

// INVALID_ARGUMENT, listing the fields there are, when `said` names one that
// the log lacks, or one field for two roles. `place` is the configuration's
// path to the source.
absl::StatusOr<FieldRoles> ChooseRoles(const LogProfile& profile,
                                       const v1::LogRoles& said,
                                       absl::string_view place);

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_TRAINER_LOGS_FIELD_ROLES_H_
