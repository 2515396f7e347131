// What a customer2vec.v1.DataConfig asks for: checked, and its defaults.
//
//   C2V_RETURN_IF_ERROR(ValidateDataConfig(config));
//   const BadRowLimits limits = LimitsOf(config.bad_rows());
//   const std::vector<AttributeSchema> schema = AttributesOf(config);
//
// Pure functions: no file is touched.

#ifndef CUSTOMER2VEC_TRAINER_DATA_DATA_CONFIG_H_
#define CUSTOMER2VEC_TRAINER_DATA_DATA_CONFIG_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "customer2vec/v1/training_config.pb.h"
#include "trainer/data/bad_row_log.h"
#include "trainer/data/catalogue_reader.h"

namespace customer2vec {

// OK, or INVALID_ARGUMENT with the path of the field that is wrong and what to
// do: "data.interactions[0].delimited.columns.item is empty: name the column
// that holds the item id".
absl::Status ValidateDataConfig(const v1::DataConfig& config);

// The same for one source of interactions; `field` is its path.
absl::Status ValidateInteractionsSource(const v1::InteractionsSource& source,
                                        const std::string& field);

// The limits with defaults for what is not set.
BadRowLimits LimitsOf(const v1::BadRowPolicy& policy);

// Every attribute of all catalogue sources, in order of first mention; of an
// Instacart folder, "aisle" and "department"; of logs alone, "field". REQUIRES:
// config is valid.
std::vector<AttributeSchema> AttributesOf(const v1::DataConfig& config);

// Name and type of one attribute, with defaults.
AttributeSchema SchemaOf(const v1::AttributeColumn& attribute);

// Whether tokens of logs are the items and their sessions the baskets, because
// nothing else is configured.
bool LogsAreInteractions(const v1::DataConfig& config);

// Whether nodes of edges are the items, because nothing else is configured.
bool EdgesStandAlone(const v1::DataConfig& config);

// Whether interactions carry times. REQUIRES: config is valid.
bool HasTimes(const v1::DataConfig& config);

// Whether an item's second line in an order is an event of its own.
bool KeepsRepeats(const v1::DataConfig& config);

// Whether an item that the catalogue lacks is a bad row: on request, and always
// in an Instacart folder, whose products.csv is the list of its products.
bool RequiresCatalogueItem(const v1::DataConfig& config);

// `separator`, or the one that the file's name stands for when it is empty.
char SeparatorOf(absl::string_view separator, absl::string_view path);

// `path` below `root`, unless it is absolute or `root` is empty.
std::string ResolvePath(absl::string_view root, absl::string_view path);

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_TRAINER_DATA_DATA_CONFIG_H_
