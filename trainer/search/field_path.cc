#include "trainer/search/field_path.h"

#include <google/protobuf/descriptor.h>
#include <google/protobuf/io/tokenizer.h>
#include <google/protobuf/text_format.h>

#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "core/base/status_macros.h"

namespace customer2vec {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;

// A field and the message it is of.
struct Place {
  Message* message;
  const FieldDescriptor* field;
};

// The caller says what is wrong, not the parser.
class Silence : public google::protobuf::io::ErrorCollector {
  void AddError(int /*line*/, int /*column*/,
                const std::string& /*message*/) override {}
};

absl::Status Wrong(absl::string_view path, absl::string_view what) {
  return absl::InvalidArgumentError(absl::StrCat(path, ": ", what));
}

absl::StatusOr<const FieldDescriptor*> FindField(const Message& message,
                                                 absl::string_view name,
                                                 absl::string_view path) {
  const FieldDescriptor* field =
      message.GetDescriptor()->FindFieldByName(std::string(name));
  if (field != nullptr) return field;
  std::string known;
  for (int i = 0; i < message.GetDescriptor()->field_count(); ++i) {
    absl::StrAppend(&known, i == 0 ? "" : ", ",
                    message.GetDescriptor()->field(i)->name());
  }
  return Wrong(path, absl::StrCat("\"", name, "\" is no field of ",
                                  message.GetDescriptor()->name(),
                                  ", which has ", known));
}

// The entry called or numbered `key`.
absl::StatusOr<Message*> FindEntry(Message* message,
                                   const FieldDescriptor* field,
                                   absl::string_view key,
                                   absl::string_view path) {
  const Reflection* reflection = message->GetReflection();
  const int size = reflection->FieldSize(*message, field);
  const FieldDescriptor* name = field->message_type()->FindFieldByName("name");
  for (int i = 0; name != nullptr && i < size; ++i) {
    Message* entry = reflection->MutableRepeatedMessage(message, field, i);
    if (entry->GetReflection()->GetString(*entry, name) == key) return entry;
  }
  int number = 0;
  if (absl::SimpleAtoi(key, &number) && number >= 0 && number < size) {
    return reflection->MutableRepeatedMessage(message, field, number);
  }
  return Wrong(path, absl::StrCat("\"", key, "\" is none of the ", size, " ",
                                  field->name()));
}

absl::StatusOr<Place> Follow(absl::string_view path, Message* message) {
  const std::vector<absl::string_view> parts = absl::StrSplit(path, '.');
  for (size_t i = 0;; ++i) {
    C2V_ASSIGN_OR_RETURN(const FieldDescriptor* field,
                         FindField(*message, parts[i], path));
    const bool is_message =
        field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE;
    if (i + 1 == parts.size()) {
      if (is_message || field->is_repeated()) {
        return Wrong(path, "leads to no single value");
      }
      return Place{message, field};
    }
    if (!is_message)
      return Wrong(path, absl::StrCat(parts[i], " has no fields"));
    if (!field->is_repeated()) {
      message = message->GetReflection()->MutableMessage(message, field);
      continue;
    }
    if (++i + 1 == parts.size()) return Wrong(path, "leads to no single value");
    C2V_ASSIGN_OR_RETURN(message, FindEntry(message, field, parts[i], path));
  }
}

}  // namespace

absl::Status SetField(absl::string_view path, const std::string& value,
                      v1::TrainingConfig* config) {
  C2V_ASSIGN_OR_RETURN(const Place place, Follow(path, config));
  if (place.field->cpp_type() == FieldDescriptor::CPPTYPE_STRING) {
    place.message->GetReflection()->SetString(place.message, place.field,
                                              value);
    return absl::OkStatus();
  }
  google::protobuf::TextFormat::Parser parser;
  Silence silence;
  parser.RecordErrorsTo(&silence);
  if (parser.ParseFieldValueFromString(value, place.field, place.message)) {
    return absl::OkStatus();
  }
  return Wrong(path, absl::StrCat("\"", value, "\" is no ",
                                  place.field->cpp_type_name()));
}

absl::StatusOr<bool> IsWholeNumber(absl::string_view path,
                                   const v1::TrainingConfig& config) {
  v1::TrainingConfig copy = config;
  C2V_ASSIGN_OR_RETURN(const Place place, Follow(path, &copy));
  switch (place.field->cpp_type()) {
    case FieldDescriptor::CPPTYPE_INT32:
    case FieldDescriptor::CPPTYPE_INT64:
    case FieldDescriptor::CPPTYPE_UINT32:
    case FieldDescriptor::CPPTYPE_UINT64:
      return true;
    default:
      return false;
  }
}

}  // namespace customer2vec
