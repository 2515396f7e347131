// Errors of requests, with the google.rpc details that clients act on.
//
//   return InvalidField("k", "must be between 1 and 1000; it is 0");
//   return UnknownName("label", "canary", {"stable"});
//
// Details travel inside the absl::Status as payloads, one a message type under
// its type URL ("type.googleapis.com/google.rpc.BadRequest"), so that core
// needs no gRPC; server/rpc/rpc_status.h turns them into the trailing
// google.rpc.Status. Every error has an ErrorInfo with domain "customer2vec"
// and a reason in UPPER_SNAKE_CASE (AIP-193). Functions are pure and
// thread-safe.

#ifndef CUSTOMER2VEC_CORE_ERRORS_ERROR_DETAILS_H_
#define CUSTOMER2VEC_CORE_ERRORS_ERROR_DETAILS_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace customer2vec {

// INVALID_ARGUMENT with BadRequest{field, description} and ErrorInfo
// INVALID_FIELD. `field` is the path from the request: "events[3].item_id".
absl::Status InvalidField(absl::string_view field,
                          absl::string_view description);

// UNIMPLEMENTED with BadRequest{field} and ErrorInfo UNSUPPORTED_FIELD: the
// field is part of the API, but this version does not carry it out.
absl::Status UnsupportedField(absl::string_view field);

// NOT_FOUND with ErrorInfo UNKNOWN_<KIND> whose metadata lists the known names
// (at most 20) under "known". `kind` in lower case: "label", "version",
// "servable".
absl::Status UnknownName(absl::string_view kind, absl::string_view name,
                         const std::vector<std::string>& known);

// NOT_FOUND with ResourceInfo{type, name}: an item or a customer, where the
// request switched fallbacks off. `type` is "item" or "customer".
absl::Status UnknownResource(absl::string_view type, absl::string_view id);

// `code` with ErrorInfo{reason}: everything else.
absl::Status ErrorWithReason(absl::StatusCode code, absl::string_view reason,
                             absl::string_view message);

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_CORE_ERRORS_ERROR_DETAILS_H_
