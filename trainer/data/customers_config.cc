#include "trainer/data/customers_config.h"

#include <algorithm>
#include <string>

#include "absl/strings/str_cat.h"
#include "core/base/status_macros.h"
#include "trainer/data/data_config.h"
#include "trainer/data/data_config_checks.h"

namespace customer2vec {
namespace {

constexpr char kNameCustomer[] = "name the column that holds the customer id";

absl::Status ValidateCustomers(const v1::CustomersSource& source,
                               const std::string& field) {
  if (!source.has_delimited()) {
    return InvalidConfig(field, " names no source: set delimited { ... }");
  }
  const v1::DelimitedCustomers& delimited = source.delimited();
  const std::string inner = field + ".delimited";
  C2V_RETURN_IF_ERROR(RequireText(delimited.path(), inner + ".path",
                                  "name the file of customers"));
  C2V_RETURN_IF_ERROR(
      ValidateSeparator(delimited.separator(), inner + ".separator"));
  C2V_RETURN_IF_ERROR(
      RequireText(delimited.customer(), inner + ".customer", kNameCustomer));
  if (delimited.attributes_size() == 0) {
    return InvalidConfig(inner, ".attributes is empty: name a column to keep");
  }
  std::vector<AttributeSchema> attributes;
  for (int i = 0; i < delimited.attributes_size(); ++i) {
    C2V_RETURN_IF_ERROR(ValidateAttribute(
        delimited.attributes(i), absl::StrCat(inner, ".attributes[", i, "]"),
        attributes));
  }
  return absl::OkStatus();
}

absl::Status ValidateAbout(const v1::DelimitedOutcomes& delimited,
                           const std::string& field) {
  if (!delimited.metric().empty() || !delimited.metric_column().empty()) {
    return absl::OkStatus();
  }
  return InvalidConfig(field,
                       " says not what its rows are about: set metric_column, "
                       "or metric where they are about one");
}

absl::Status ValidateOutcomes(const v1::OutcomesSource& source,
                              const std::string& field) {
  if (!source.has_delimited()) {
    return InvalidConfig(field, " names no source: set delimited { ... }");
  }
  const v1::DelimitedOutcomes& delimited = source.delimited();
  const std::string inner = field + ".delimited";
  C2V_RETURN_IF_ERROR(RequireText(delimited.path(), inner + ".path",
                                  "name the file of outcomes"));
  C2V_RETURN_IF_ERROR(
      ValidateSeparator(delimited.separator(), inner + ".separator"));
  C2V_RETURN_IF_ERROR(
      RequireText(delimited.customer(), inner + ".customer", kNameCustomer));
  C2V_RETURN_IF_ERROR(ValidateAbout(delimited, inner));
  return RequireText(delimited.value(), inner + ".value",
                     "name the column that holds the value");
}

// One attribute of several sources has one type.
absl::Status ValidateTypes(const v1::DataConfig& config) {
  const std::vector<AttributeSchema> schema = CustomerAttributesOf(config);
  for (size_t i = 0; i < schema.size(); ++i) {
    for (size_t j = 0; j < i; ++j) {
      if (schema[i].name != schema[j].name) continue;
      return InvalidConfig("data.customers: attribute \"", schema[i].name,
                           "\" is a number in one source and a category in "
                           "another; give both the same type");
    }
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status ValidateCustomersAndOutcomes(const v1::DataConfig& config) {
  for (int i = 0; i < config.customers_size(); ++i) {
    C2V_RETURN_IF_ERROR(ValidateCustomers(
        config.customers(i), absl::StrCat("data.customers[", i, "]")));
  }
  for (int i = 0; i < config.outcomes_size(); ++i) {
    C2V_RETURN_IF_ERROR(ValidateOutcomes(
        config.outcomes(i), absl::StrCat("data.outcomes[", i, "]")));
  }
  return ValidateTypes(config);
}

std::vector<AttributeSchema> CustomerAttributesOf(
    const v1::DataConfig& config) {
  std::vector<AttributeSchema> schema;
  for (const v1::CustomersSource& source : config.customers()) {
    for (const v1::AttributeColumn& column : source.delimited().attributes()) {
      const AttributeSchema attribute = SchemaOf(column);
      if (std::find(schema.begin(), schema.end(), attribute) == schema.end()) {
        schema.push_back(attribute);
      }
    }
  }
  return schema;
}

}  // namespace customer2vec
