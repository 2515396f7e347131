#include "trainer/data/data_config_checks.h"

#include "absl/strings/match.h"
#include "core/base/status_macros.h"
#include "trainer/data/data_config.h"

namespace customer2vec {

absl::Status RequireText(absl::string_view value, absl::string_view field,
                         absl::string_view remedy) {
  if (!value.empty()) return absl::OkStatus();
  return InvalidConfig(field, " is empty: ", remedy);
}

absl::Status ValidateSeparator(absl::string_view separator,
                               absl::string_view field) {
  if (separator.empty()) return absl::OkStatus();
  const unsigned char byte = separator[0];
  if (separator.size() == 1 && byte < 0x80 &&
      !absl::StrContains("\"\r\n", separator)) {
    return absl::OkStatus();
  }
  return InvalidConfig(field,
                       ": a separator is one ASCII character, no quote and no "
                       "line end");
}

absl::Status ValidateAttribute(const v1::AttributeColumn& attribute,
                               const std::string& field,
                               std::vector<AttributeSchema>& own) {
  C2V_RETURN_IF_ERROR(RequireText(attribute.column(), field + ".column",
                                  "name the column that holds the attribute"));
  if (!v1::AttributeType_IsValid(attribute.type())) {
    return InvalidConfig(field, ".type: no such type of attribute");
  }
  const AttributeSchema schema = SchemaOf(attribute);
  for (const AttributeSchema& other : own) {
    if (other.name != schema.name) continue;
    return InvalidConfig(field, ": a second attribute is called \"",
                         schema.name, "\"; give it another name");
  }
  own.push_back(schema);
  return absl::OkStatus();
}

}  // namespace customer2vec
