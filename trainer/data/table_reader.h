// A delimited file as a table: columns by name, values by type, bad rows set
// aside.
//
//   C2V_ASSIGN_OR_RETURN(auto table, TableReader::Open("orders.csv", ',',
//   log)); C2V_ASSIGN_OR_RETURN(const size_t order, table->Column("order_id"));
//   C2V_ASSIGN_OR_RETURN(const size_t price, table->Column("price"));
//   while (table->Next()) {
//     absl::string_view id;
//     double amount;
//     if (!table->TakeId(order, &id) || !table->TakeNumber(price, &amount)) {
//       continue;  // rejected, with its line and the value
//     }
//     Use(id, amount);
//   }
//   C2V_RETURN_IF_ERROR(table->status());
//
// The first record names the columns, unless the table was opened without a
// header. Rows that are no records, have another
// number of fields or hold bytes that are no UTF-8 never come out of Next().
// Not thread-safe.

#ifndef CUSTOMER2VEC_TRAINER_DATA_TABLE_READER_H_
#define CUSTOMER2VEC_TRAINER_DATA_TABLE_READER_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "core/vocabulary/vocabulary.h"
#include "trainer/data/bad_row_log.h"
#include "trainer/data/delimited_reader.h"

namespace customer2vec {

class TableReader {
 public:
  // Reads the header. Adds the file to `log`, which outlives the reader. Errors
  // of OpenByteSource(), or INVALID_ARGUMENT when the header cannot be read.
  static absl::StatusOr<std::unique_ptr<TableReader>> Open(
      const std::string& path, char separator, BadRowLog& log);

  // The same for a file whose first record is a row like the others. Columns
  // are named by number then: "1" is the first. As many fields as the first row
  // has, all rows must have.
  static absl::StatusOr<std::unique_ptr<TableReader>> OpenHeaderless(
      const std::string& path, char separator, BadRowLog& log);

  // Number of the column called `name`. INVALID_ARGUMENT, listing the columns
  // there are, when none or more than one is.
  absl::StatusOr<size_t> Column(absl::string_view name) const;

  // Goes to the next row. False at the end, on an error and when too many rows
  // are bad; status() tells.
  bool Next();

  // The value of the row in a column; valid until the next Next().
  absl::string_view Value(size_t column) const {
    return reader_->fields()[column];
  }

  // Typed values. False when there is none; the row is rejected then, and the
  // caller goes on to the next.
  bool TakeId(size_t column, absl::string_view* id);
  bool TakeNumber(size_t column, double* number);
  bool TakeUnsigned(size_t column, uint64_t* number);
  bool TakeTime(size_t column, int64_t* unix_seconds);

  // Rejects the row for a reason of the caller's.
  void Reject(BadRowReason reason, std::string detail);
  // The same, where a value is at fault: `column "price": "abc" <complaint>`.
  void RejectValue(BadRowReason reason, size_t column,
                   absl::string_view complaint);

  const absl::Status& status() const { return status_; }
  const std::string& path() const { return file_.path(); }
  // Names of the columns, as the header spells them.
  const std::vector<std::string>& columns() const { return columns_; }
  // The line that the row begins on; the first of a file is 1.
  uint64_t line() const { return reader_->line(); }

 private:
  TableReader(FileLog& file, std::unique_ptr<DelimitedReader> reader)
      : file_(file), reader_(std::move(reader)) {}

  absl::Status ReadFirst(absl::string_view what);
  absl::Status ReadHeader();
  absl::Status CountColumns();
  bool IsSound();
  void RejectDefect();
  void Finish();

  FileLog& file_;
  const std::unique_ptr<DelimitedReader> reader_;
  std::vector<std::string> columns_;
  bool first_is_row_ = false;  // the first record was read and not given out
  absl::Status status_;
  bool finished_ = false;
};

// `text` in quotes, escaped and cut to be shown in an error.
std::string Shown(absl::string_view text);

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_TRAINER_DATA_TABLE_READER_H_
