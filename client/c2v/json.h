// Messages as proto3 JSON, indented, with a newline at the end: what grpcurl
// and every proto library read back.
//
//   std::cout << ToJson(response);
//
// And objects that are no message:
//
//   google::protobuf::Struct json;
//   SetText("space", "items", &json);
//   SetNumber("customers", 12, AddObject("segments", &json));
//
// Pure, thread-safe.

#ifndef CUSTOMER2VEC_CLIENT_C2V_JSON_H_
#define CUSTOMER2VEC_CLIENT_C2V_JSON_H_

#include <google/protobuf/message.h>
#include <google/protobuf/struct.pb.h>

#include <string>

#include "absl/strings/string_view.h"

namespace customer2vec {

std::string ToJson(const google::protobuf::Message& message);

void SetText(absl::string_view key, absl::string_view value,
             google::protobuf::Struct* object);
void SetNumber(absl::string_view key, double value,
               google::protobuf::Struct* object);

// A new, empty object at the end of the object's list called `list`.
google::protobuf::Struct* AddObject(absl::string_view list,
                                    google::protobuf::Struct* object);

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_CLIENT_C2V_JSON_H_
