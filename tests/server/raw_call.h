// Any method of any service by its name, with bytes for messages: what a
// program without our protos could send.
//
//   RawReply reply = CallRaw(channel,
//   "/customer2vec.v1.EventService/RecordEvents",
//                            request.SerializeAsString());
//   reply.status.error_code();

#ifndef CUSTOMER2VEC_TESTS_SERVER_RAW_CALL_H_
#define CUSTOMER2VEC_TESTS_SERVER_RAW_CALL_H_

#include <grpcpp/grpcpp.h>

#include <memory>
#include <string>
#include <vector>

#include "google/rpc/error_details.pb.h"

namespace customer2vec {

struct RawReply {
  grpc::Status status;
  std::vector<std::string> messages;  // one for unary methods
};

// Sends one message, whatever kind the method is, and reads to the end; gives
// up after a minute.
RawReply CallRaw(const std::shared_ptr<grpc::Channel>& channel,
                 const std::string& method, const std::string& message);

// The google.rpc.ErrorInfo of a status; empty if it has none.
google::rpc::ErrorInfo ErrorInfoOf(const grpc::Status& status);

// The google.rpc.BadRequest of a status; empty if it has none.
google::rpc::BadRequest BadRequestOf(const grpc::Status& status);

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_TESTS_SERVER_RAW_CALL_H_
