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

void SetText(absl::string_view key, absl::string_view value,
             google::protobuf::Struct* object) {
  (*object->mutable_fields())[std::string(key)].set_string_value(
      std::string(value));
}

void SetNumber(absl::string_view key, double value,
               google::protobuf::Struct* object) {
  (*object->mutable_fields())[std::string(key)].set_number_value(value);
}

google::protobuf::Struct* AddObject(absl::string_view list,
                                    google::protobuf::Struct* object) {
  return (*object->mutable_fields())[std::string(list)]
      .mutable_list_value()
      ->add_values()
      ->mutable_struct_value();
}

}  // namespace customer2vec
