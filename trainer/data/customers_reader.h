// Customers with attributes, wherever they come from.
//
//   while (reader.Next()) {
//     const CustomerRow& row = reader.row();
//     // row.values[i] is the value of schema[i]; empty: not known
//   }
//   C2V_RETURN_IF_ERROR(reader.status());
//
// Not thread-safe.

#ifndef CUSTOMER2VEC_TRAINER_DATA_CUSTOMERS_READER_H_
#define CUSTOMER2VEC_TRAINER_DATA_CUSTOMERS_READER_H_

#include <memory>
#include <span>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "customer2vec/v1/training_config.pb.h"
#include "trainer/data/bad_row_log.h"
#include "trainer/data/catalogue_reader.h"

namespace customer2vec {

// One customer. Text is valid until the reader's next Next().
struct CustomerRow {
  absl::string_view customer;
  std::vector<absl::string_view> values;  // by attribute of the schema
};

class CustomersReader {
 public:
  virtual ~CustomersReader() = default;

  // Goes to the next row that could be read. False at the end, on an error and
  // when too many rows are bad; status() tells.
  virtual bool Next() = 0;
  virtual const absl::Status& status() const = 0;
  const CustomerRow& row() const { return row_; }

  // Counts the row at hand as bad, for a reason that only the caller can see.
  virtual void Reject(BadRowReason reason, std::string detail) = 0;

 protected:
  CustomerRow row_;
};

// Rows of a CSV or TSV file. `schema` holds at least the attributes of
// `config`; `path` is config.path, resolved; `field` is the configuration's
// path to `config`, for errors. A value of a number column that is none is a
// bad row. REQUIRES: config is valid (see data_config.h).
absl::StatusOr<std::unique_ptr<CustomersReader>> OpenDelimitedCustomers(
    const v1::DelimitedCustomers& config, const std::string& path,
    absl::string_view field, std::span<const AttributeSchema> schema,
    BadRowLog& log);

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_TRAINER_DATA_CUSTOMERS_READER_H_
