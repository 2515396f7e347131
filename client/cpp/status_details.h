// Errors of calls, with everything the server said about them.
//
//   absl::Status status = StatusFromGrpc(grpc_status);
//   std::cerr << "c2v: " << DescribeError(status);
//   // NOT_FOUND: label "canary" is unknown
//   //   known: stable
//
// A gRPC status carries its google.rpc details as bytes in a trailer.
// StatusFromGrpc() unpacks them into payloads of the absl::Status, one a
// message type under its type URL, as core/errors makes them. Pure functions,
// thread-safe.

#ifndef CUSTOMER2VEC_CLIENT_CPP_STATUS_DETAILS_H_
#define CUSTOMER2VEC_CLIENT_CPP_STATUS_DETAILS_H_

#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/cord.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "absl/types/optional.h"
#include "google/rpc/error_details.pb.h"

namespace grpc {
class Status;
}  // namespace grpc

namespace customer2vec {

// Code, message and details of `status`. Details that cannot be parsed are left
// out: the code and the message still stand.
absl::Status StatusFromGrpc(const grpc::Status& status);

// The detail of type `Message` ("google.rpc.BadRequest"), if `status` has one
// that parses.
template <typename Message>
std::optional<Message> GetDetail(const absl::Status& status) {
  // The packaged absl::optional is not std::optional.
  const absl::optional<absl::Cord> payload = status.GetPayload(
      absl::StrCat("type.googleapis.com/", Message::descriptor()->full_name()));
  Message message;
  if (!payload || !message.ParseFromString(std::string(*payload))) {
    return std::nullopt;
  }
  return message;
}

// How long the server asks to wait before the next try, if it does.
std::optional<absl::Duration> RetryDelay(const absl::Status& status);

// The error in words: "CODE: message", then one indented line a detail (fields
// that were refused, known names, when to try again). No newline at the end.
std::string DescribeError(const absl::Status& status);

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_CLIENT_CPP_STATUS_DETAILS_H_
