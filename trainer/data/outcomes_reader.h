// What customers did or are, wherever it comes from: the rows that look-alike
// models and outcome predictions learn from.
//
//   while (reader.Next()) {
//     const OutcomeRow& row = reader.row();
//     if (row.value) Use(row.customer, row.metric, *row.value);
//   }
//   C2V_RETURN_IF_ERROR(reader.status());
//
// Not thread-safe.

#ifndef CUSTOMER2VEC_TRAINER_DATA_OUTCOMES_READER_H_
#define CUSTOMER2VEC_TRAINER_DATA_OUTCOMES_READER_H_

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "customer2vec/v1/training_config.pb.h"
#include "trainer/data/bad_row_log.h"

namespace customer2vec {

// One outcome. Text is valid until the reader's next Next().
struct OutcomeRow {
  absl::string_view customer;
  absl::string_view metric;
  std::optional<double> value;  // finite; nothing where the row has none
  std::optional<int64_t> time;  // Unix seconds; nothing without a column
};

class OutcomesReader {
 public:
  virtual ~OutcomesReader() = default;

  // Goes to the next row that could be read. False at the end, on an error and
  // when too many rows are bad; status() tells.
  virtual bool Next() = 0;
  virtual const absl::Status& status() const = 0;
  const OutcomeRow& row() const { return row_; }

  // Counts the row at hand as bad, for a reason that only the caller can see.
  virtual void Reject(BadRowReason reason, std::string detail) = 0;

 protected:
  OutcomeRow row_;
};

// Rows of a CSV or TSV file. `path` is config.path, resolved; `field` is the
// configuration's path to `config`, for errors. Where the
// configuration names no positive values, a value that is no finite number is a
// bad row. REQUIRES: config is valid (see data_config.h).
absl::StatusOr<std::unique_ptr<OutcomesReader>> OpenDelimitedOutcomes(
    const v1::DelimitedOutcomes& config, const std::string& path,
    absl::string_view field, BadRowLog& log);

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_TRAINER_DATA_OUTCOMES_READER_H_
