#include "server/rpc/server_errors.h"

#include <string>

#include "absl/strings/cord.h"
#include "absl/strings/str_cat.h"
#include "core/errors/error_details.h"
#include "google/rpc/error_details.pb.h"

namespace customer2vec {
namespace {

// About as long as a small snapshot takes to load.
constexpr absl::Duration kRetryWithoutSnapshot = absl::Seconds(1);
// Some tens of the searches that the executor is there for.
constexpr absl::Duration kRetryAfterOverload = absl::Milliseconds(100);

}  // namespace

absl::Status WithRetryDelay(absl::Status status, absl::Duration delay) {
  google::rpc::RetryInfo retry;
  absl::Duration rest;
  retry.mutable_retry_delay()->set_seconds(
      absl::IDivDuration(delay, absl::Seconds(1), &rest));
  retry.mutable_retry_delay()->set_nanos(
      static_cast<int32_t>(absl::ToInt64Nanoseconds(rest)));
  status.SetPayload("type.googleapis.com/google.rpc.RetryInfo",
                    absl::Cord(retry.SerializeAsString()));
  return status;
}

absl::Status NoSnapshot(absl::string_view why) {
  return WithRetryDelay(
      ErrorWithReason(absl::StatusCode::kUnavailable, "NO_SNAPSHOT",
                      absl::StrCat("no snapshot is loaded yet: ", why)),
      kRetryWithoutSnapshot);
}

absl::Status Overloaded(int queued) {
  return WithRetryDelay(
      ErrorWithReason(absl::StatusCode::kUnavailable, "OVERLOADED",
                      absl::StrCat("too much is asked at once: ", queued,
                                   " calls wait already; try again")),
      kRetryAfterOverload);
}

absl::Status Draining() {
  return ErrorWithReason(absl::StatusCode::kUnavailable, "DRAINING",
                         "this server is shutting down; ask another");
}

absl::Status ExpiredInQueue() {
  return ErrorWithReason(absl::StatusCode::kDeadlineExceeded,
                         "DEADLINE_BEFORE_START",
                         "the deadline passed while the call waited its turn");
}

absl::Status CallerGone() {
  return ErrorWithReason(absl::StatusCode::kCancelled, "CALLER_GONE",
                         "the caller cancelled before the call's turn");
}

absl::Status MethodNotImplemented(absl::string_view method) {
  return ErrorWithReason(
      absl::StatusCode::kUnimplemented, "METHOD_NOT_IMPLEMENTED",
      absl::StrCat(method,
                   " is part of the API, but this version of the "
                   "server does not carry it out"));
}

}  // namespace customer2vec
