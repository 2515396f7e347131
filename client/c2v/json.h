// Messages as proto3 JSON, indented, with a newline at the end: what grpcurl
// and every proto library read back.
//
//   std::cout << ToJson(response);
//
// Pure, thread-safe.

#ifndef CUSTOMER2VEC_CLIENT_C2V_JSON_H_
#define CUSTOMER2VEC_CLIENT_C2V_JSON_H_

#include <google/protobuf/message.h>

#include <string>

namespace customer2vec {

std::string ToJson(const google::protobuf::Message& message);

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_CLIENT_C2V_JSON_H_
