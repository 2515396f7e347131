// The one place where an absl::Status becomes a grpc::Status.
//
//   return ToGrpcStatus(InvalidField("k", "must be between 1 and 1000"));
//   // code and message as they are; a serialized google.rpc.Status with a
//   // BadRequest and an ErrorInfo in the trailer grpc-status-details-bin
//
// Payloads whose key is a type URL ("type.googleapis.com/google.rpc.ErrorInfo")
// are the details (core/errors/error_details.h makes them); others stay here.
// Trailers are bounded, since clients refuse more than 8 KiB of metadata and
// would lose the error with it: a message is cut at kMaxMessageBytes, and
// details that do not fit kMaxDetailBytes are left out, ErrorInfo last.
//
// Pure, thread-safe.

#ifndef CUSTOMER2VEC_SERVER_RPC_RPC_STATUS_H_
#define CUSTOMER2VEC_SERVER_RPC_RPC_STATUS_H_

#include <cstddef>
#include <optional>

#include "absl/status/status.h"
#include "absl/time/time.h"

namespace grpc {
class Status;
}  // namespace grpc

namespace customer2vec {

inline constexpr size_t kMaxMessageBytes = 1024;
inline constexpr size_t kMaxDetailBytes = 4096;

grpc::Status ToGrpcStatus(const absl::Status& status);

// How long the client is asked to wait before the next try, if the status has
// a RetryInfo.
std::optional<absl::Duration> RetryDelay(const absl::Status& status);

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_SERVER_RPC_RPC_STATUS_H_
