#include "client/c2v/json.h"

#include <google/protobuf/util/json_util.h>

namespace customer2vec {

std::string ToJson(const google::protobuf::Message& message) {
  google::protobuf::util::JsonPrintOptions options;
  options.add_whitespace = true;
  std::string json;
  // Fails only for an Any of unknown type or a time out of range, which no
  // response of this API holds.
  if (!google::protobuf::util::MessageToJsonString(message, &json, options)
           .ok()) {
    json = "{}\n";
  }
  return json;
}

}  // namespace customer2vec
