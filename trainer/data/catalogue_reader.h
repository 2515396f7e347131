// Items with names and attributes, wherever they come from.
//
//   const std::vector<AttributeSchema> schema = AttributesOf(config);
//   while (reader.Next()) {
//     const CatalogueRow& row = reader.row();
//     // row.values[i] is the value of schema[i]; empty: none
//   }
//   C2V_RETURN_IF_ERROR(reader.status());
//
// Not thread-safe.

#ifndef CUSTOMER2VEC_TRAINER_DATA_CATALOGUE_READER_H_
#define CUSTOMER2VEC_TRAINER_DATA_CATALOGUE_READER_H_

#include <memory>
#include <span>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "customer2vec/v1/training_config.pb.h"
#include "trainer/data/bad_row_log.h"

namespace customer2vec {

// An attribute that items may have.
struct AttributeSchema {
  std::string name;
  bool is_number = false;

  bool operator==(const AttributeSchema&) const = default;
};

// One item. Text is valid until the reader's next Next().
struct CatalogueRow {
  absl::string_view item;
  absl::string_view name;                 // never empty
  std::vector<absl::string_view> values;  // by attribute of the schema
};

class CatalogueReader {
 public:
  virtual ~CatalogueReader() = default;

  // Goes to the next row that could be read. False at the end, on an error and
  // when too many rows are bad; status() tells.
  virtual bool Next() = 0;
  virtual const absl::Status& status() const = 0;
  const CatalogueRow& row() const { return row_; }

  // Counts the row at hand as bad, for a reason that only the caller can see.
  virtual void Reject(BadRowReason reason, std::string detail) = 0;

 protected:
  CatalogueRow row_;
};

// Rows of a CSV or TSV file. `schema` holds at least the attributes of
// `config`; `path` is config.path, resolved; `field` is the configuration's
// path to `config`, for errors. REQUIRES: config is valid (see data_config.h).
absl::StatusOr<std::unique_ptr<CatalogueReader>> OpenDelimitedCatalogue(
    const v1::DelimitedCatalogue& config, const std::string& path,
    absl::string_view field, std::span<const AttributeSchema> schema,
    BadRowLog& log);

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_TRAINER_DATA_CATALOGUE_READER_H_
