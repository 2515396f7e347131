#include "trainer/data/data_config.h"

#include <algorithm>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "core/base/status_macros.h"
#include "trainer/data/byte_source.h"
#include "trainer/data/customers_config.h"
#include "trainer/data/data_config_checks.h"
#include "trainer/data/log_config.h"

namespace customer2vec {
namespace {

absl::Status ValidateDelimited(const v1::DelimitedInteractions& delimited,
                               const std::string& field) {
  C2V_RETURN_IF_ERROR(RequireText(delimited.path(), field + ".path",
                                  "name the file of interactions"));
  C2V_RETURN_IF_ERROR(
      ValidateSeparator(delimited.separator(), field + ".separator"));
  C2V_RETURN_IF_ERROR(RequireText(
      delimited.columns().order(), field + ".columns.order",
      "name the column that holds the order, basket or session id"));
  for (int i = 0; i < delimited.skip_size(); ++i) {
    C2V_RETURN_IF_ERROR(
        RequireText(delimited.skip(i).column(),
                    absl::StrCat(field, ".skip[", i, "].column"),
                    "name the column whose values are looked at"));
  }
  return RequireText(delimited.columns().item(), field + ".columns.item",
                     "name the column that holds the item id");
}

// Whether its rows have times; a source without a time column has none.
bool HasTimes(const v1::InteractionsSource& source) {
  return source.has_delimited() && !source.delimited().columns().time().empty();
}

// Times order the baskets of all sources, so all must have them or none.
absl::Status ValidateTimes(const v1::DataConfig& config) {
  for (int i = 1; i < config.interactions_size(); ++i) {
    if (HasTimes(config.interactions(i)) != HasTimes(config.interactions(0))) {
      return InvalidConfig("data.interactions[", i,
                           "].delimited.columns.time: either every source of "
                           "interactions names a time column or none does");
    }
  }
  return absl::OkStatus();
}

absl::Status ValidateCatalogue(const v1::CatalogueSource& source,
                               const std::string& field) {
  if (!source.has_delimited()) {
    return InvalidConfig(field, " names no source: set delimited { ... }");
  }
  const v1::DelimitedCatalogue& delimited = source.delimited();
  const std::string inner = field + ".delimited";
  C2V_RETURN_IF_ERROR(
      RequireText(delimited.path(), inner + ".path", "name the file of items"));
  C2V_RETURN_IF_ERROR(
      ValidateSeparator(delimited.separator(), inner + ".separator"));
  C2V_RETURN_IF_ERROR(RequireText(delimited.item(), inner + ".item",
                                  "name the column that holds the item id"));
  for (int i = 0; i < delimited.name_size(); ++i) {
    C2V_RETURN_IF_ERROR(
        RequireText(delimited.name(i), absl::StrCat(inner, ".name[", i, "]"),
                    "name a column whose values are part of the item's name"));
  }
  std::vector<AttributeSchema> attributes;
  for (int i = 0; i < delimited.attributes_size(); ++i) {
    C2V_RETURN_IF_ERROR(ValidateAttribute(
        delimited.attributes(i), absl::StrCat(inner, ".attributes[", i, "]"),
        attributes));
  }
  return absl::OkStatus();
}

// One attribute of several sources has one type.
absl::Status ValidateTypes(const v1::DataConfig& config) {
  const std::vector<AttributeSchema> schema = AttributesOf(config);
  for (size_t i = 0; i < schema.size(); ++i) {
    for (size_t j = 0; j < i; ++j) {
      if (schema[i].name != schema[j].name) continue;
      return InvalidConfig(
          "data.catalogue: attribute \"", schema[i].name,
          "\" is a number in one source and a category in another; "
          "give both the same type");
    }
  }
  return absl::OkStatus();
}

absl::Status ValidateEdges(const v1::EdgesSource& source,
                           const std::string& field) {
  if (!source.has_delimited()) {
    return InvalidConfig(field, " names no source: set delimited { ... }");
  }
  const v1::DelimitedEdges& delimited = source.delimited();
  const std::string inner = field + ".delimited";
  C2V_RETURN_IF_ERROR(
      RequireText(delimited.path(), inner + ".path", "name the file of edges"));
  C2V_RETURN_IF_ERROR(
      ValidateSeparator(delimited.separator(), inner + ".separator"));
  C2V_RETURN_IF_ERROR(
      RequireText(delimited.from(), inner + ".from",
                  "name the column of the node where an edge begins"));
  C2V_RETURN_IF_ERROR(
      RequireText(delimited.to(), inner + ".to",
                  "name the column of the node where an edge ends"));
  if (!v1::NodeKind_IsValid(delimited.from_kind())) {
    return InvalidConfig(inner, ".from_kind: no such kind of node");
  }
  if (!v1::NodeKind_IsValid(delimited.to_kind())) {
    return InvalidConfig(inner, ".to_kind: no such kind of node");
  }
  return absl::OkStatus();
}

absl::Status ValidatePolicy(const v1::BadRowPolicy& policy) {
  if (!(policy.max_ratio() >= 0 && policy.max_ratio() <= 1)) {
    return InvalidConfig("data.bad_rows.max_ratio is ", policy.max_ratio(),
                         ": it is a share of rows, from 0 to 1");
  }
  if (policy.samples() < 0) {
    return InvalidConfig("data.bad_rows.samples is ", policy.samples(),
                         ": it is a number of rows to show, from 0");
  }
  return absl::OkStatus();
}

absl::Status ValidateLogs(const v1::DataConfig& config) {
  for (int i = 0; i < config.logs_size(); ++i) {
    const std::string place = absl::StrCat("data.logs[", i, "]");
    C2V_RETURN_IF_ERROR(CheckLogSource(config.logs(i), place));
    if (config.logs(i).tokens() == config.logs(0).tokens()) continue;
    return InvalidConfig(place,
                         ".tokens: all logs make their tokens in one way; say "
                         "the same as in data.logs[0]");
  }
  return absl::OkStatus();
}

// Logs that stand in place of interactions bring their own catalogue.
absl::Status ValidateLogsAlone(const v1::DataConfig& config) {
  if (config.catalogue_size() == 0) return absl::OkStatus();
  return InvalidConfig(
      "data.catalogue: without data.interactions the items are tokens of "
      "data.logs, which no catalogue names; leave it out");
}

absl::Status ValidateInstacart(const v1::DataConfig& config) {
  if (config.interactions_size() > 0 || config.catalogue_size() > 0) {
    return InvalidConfig(
        "data.instacart takes the place of data.interactions and "
        "data.catalogue: set it or them, not both");
  }
  return RequireText(config.instacart().folder(), "data.instacart.folder",
                     "name the folder that holds orders.csv");
}

// Edges alone: their nodes are the items, so there is nothing to say about
// them.
absl::Status ValidateEdgesAlone(const v1::DataConfig& config) {
  if (config.catalogue_size() == 0) return absl::OkStatus();
  return InvalidConfig(
      "data.catalogue: without data.interactions the items are the nodes of "
      "data.edges, which no catalogue names; leave it out");
}

}  // namespace

absl::Status ValidateInteractionsSource(const v1::InteractionsSource& source,
                                        const std::string& field) {
  switch (source.source_case()) {
    case v1::InteractionsSource::kDelimited:
      return ValidateDelimited(source.delimited(), field + ".delimited");
    case v1::InteractionsSource::kLines:
      C2V_RETURN_IF_ERROR(ValidateSeparator(source.lines().separator(),
                                            field + ".lines.separator"));
      return RequireText(source.lines().path(), field + ".lines.path",
                         "name the file with a basket or session a line");
    case v1::InteractionsSource::kJsonBaskets:
      return RequireText(source.json_baskets().path(),
                         field + ".json_baskets.path",
                         "name the file of customers and baskets");
    case v1::InteractionsSource::SOURCE_NOT_SET:
      break;
  }
  return InvalidConfig(
      field, " names no source: set delimited, lines or json_baskets { ... }");
}

absl::Status ValidateDataConfig(const v1::DataConfig& config) {
  C2V_RETURN_IF_ERROR(ValidatePolicy(config.bad_rows()));
  for (int i = 0; i < config.edges_size(); ++i) {
    C2V_RETURN_IF_ERROR(
        ValidateEdges(config.edges(i), absl::StrCat("data.edges[", i, "]")));
  }
  C2V_RETURN_IF_ERROR(ValidateCustomersAndOutcomes(config));
  C2V_RETURN_IF_ERROR(ValidateLogs(config));
  if (!v1::OrderRepeats_IsValid(config.order_repeats())) {
    return InvalidConfig("data.order_repeats: no such way to read repeats");
  }
  if (config.has_instacart()) return ValidateInstacart(config);
  if (LogsAreInteractions(config)) return ValidateLogsAlone(config);
  if (EdgesStandAlone(config)) return ValidateEdgesAlone(config);
  if (config.interactions_size() == 0) {
    return InvalidConfig(
        "data names nothing to read: set data.interactions, data.instacart, "
        "data.logs or data.edges");
  }
  for (int i = 0; i < config.interactions_size(); ++i) {
    C2V_RETURN_IF_ERROR(ValidateInteractionsSource(
        config.interactions(i), absl::StrCat("data.interactions[", i, "]")));
  }
  for (int i = 0; i < config.catalogue_size(); ++i) {
    C2V_RETURN_IF_ERROR(ValidateCatalogue(
        config.catalogue(i), absl::StrCat("data.catalogue[", i, "]")));
  }
  C2V_RETURN_IF_ERROR(ValidateTimes(config));
  return ValidateTypes(config);
}

BadRowLimits LimitsOf(const v1::BadRowPolicy& policy) {
  BadRowLimits limits;
  if (policy.max_ratio() > 0) limits.max_ratio = policy.max_ratio();
  if (policy.samples() > 0) limits.samples = policy.samples();
  limits.strict = policy.strict();
  return limits;
}

AttributeSchema SchemaOf(const v1::AttributeColumn& attribute) {
  return {attribute.name().empty() ? attribute.column() : attribute.name(),
          attribute.type() == v1::ATTRIBUTE_TYPE_NUMBER};
}

std::vector<AttributeSchema> AttributesOf(const v1::DataConfig& config) {
  if (config.has_instacart()) return {{"aisle", false}, {"department", false}};
  if (LogsAreInteractions(config)) return {{"field", false}};
  std::vector<AttributeSchema> schema;
  for (const v1::CatalogueSource& source : config.catalogue()) {
    for (const v1::AttributeColumn& column : source.delimited().attributes()) {
      const AttributeSchema attribute = SchemaOf(column);
      if (std::find(schema.begin(), schema.end(), attribute) == schema.end()) {
        schema.push_back(attribute);
      }
    }
  }
  return schema;
}

bool LogsAreInteractions(const v1::DataConfig& config) {
  return config.logs_size() > 0 && config.interactions_size() == 0 &&
         !config.has_instacart();
}

bool EdgesStandAlone(const v1::DataConfig& config) {
  return config.edges_size() > 0 && config.interactions_size() == 0 &&
         config.logs_size() == 0 && !config.has_instacart();
}

bool HasTimes(const v1::DataConfig& config) {
  if (EdgesStandAlone(config)) return false;
  return config.has_instacart() || LogsAreInteractions(config) ||
         HasTimes(config.interactions(0));
}

bool KeepsRepeats(const v1::DataConfig& config) {
  return config.order_repeats() == v1::ORDER_REPEATS_KEEP;
}

bool RequiresCatalogueItem(const v1::DataConfig& config) {
  return config.has_instacart() || config.bad_rows().require_catalogue_item();
}

char SeparatorOf(absl::string_view separator, absl::string_view path) {
  if (!separator.empty()) return separator[0];
  return absl::EndsWith(WithoutCompressionSuffix(path), ".tsv") ? '\t' : ',';
}

std::string ResolvePath(absl::string_view root, absl::string_view path) {
  if (root.empty() || absl::StartsWith(path, "/")) return std::string(path);
  if (path == ".") return std::string(root);
  return absl::StrCat(root, absl::EndsWith(root, "/") ? "" : "/", path);
}

}  // namespace customer2vec
