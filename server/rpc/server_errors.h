// Errors that the server itself answers, whatever was asked.
//
//   if (!snapshot) return NoSnapshot("the store holds none");
//
// What is wrong with a request is core's to say (core/errors/error_details.h).
// Each has an ErrorInfo with a reason in UPPER_SNAKE_CASE; those that may be
// tried again elsewhere or later are UNAVAILABLE with a RetryInfo. Pure,
// thread-safe.

#ifndef CUSTOMER2VEC_SERVER_RPC_SERVER_ERRORS_H_
#define CUSTOMER2VEC_SERVER_RPC_SERVER_ERRORS_H_

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"

namespace customer2vec {

// UNAVAILABLE, NO_SNAPSHOT, with RetryInfo: nothing is loaded. `why` ends the
// sentence.
absl::Status NoSnapshot(absl::string_view why);

// UNAVAILABLE, OVERLOADED, with RetryInfo: `queued` calls wait already.
absl::Status Overloaded(int queued);

// UNAVAILABLE, DRAINING, without RetryInfo: this server will not come back.
absl::Status Draining();

// DEADLINE_EXCEEDED, DEADLINE_BEFORE_START: the call waited too long in the
// queue, and nothing was done for it.
absl::Status ExpiredInQueue();

// CANCELLED, CALLER_GONE: the caller cancelled before its turn.
absl::Status CallerGone();

// UNIMPLEMENTED, METHOD_NOT_IMPLEMENTED: `method` ("/package.Service/Method" or
// any other name) is part of the API, but this version does not carry it out.
absl::Status MethodNotImplemented(absl::string_view method);

// `status` with a RetryInfo of `delay`.
absl::Status WithRetryDelay(absl::Status status, absl::Duration delay);

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_SERVER_RPC_SERVER_ERRORS_H_
