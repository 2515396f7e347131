// A row of a delimited file: values by column and type, or why it is bad.
//
//   bool Take(TableRow& row) {
//     absl::string_view id;
//     double amount;
//     if (!row.TakeId(kOrder, &id) || !row.TakeNumber(kPrice, &amount)) {
//       return false;  // rejected, with its line and the value
//     }
//     Use(id, amount);
//     return true;
//   }
//
// What goes from row to row is a TableReader, over a file, or a TableChunk,
// over a piece of one; both are the row that they stand on. Rows that are no
// records, have another number of fields or hold bytes that are no UTF-8 are
// rejected on the way and never come out. Not thread-safe.

#ifndef CUSTOMER2VEC_TRAINER_DATA_TABLE_ROW_H_
#define CUSTOMER2VEC_TRAINER_DATA_TABLE_ROW_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "trainer/data/bad_row_log.h"
#include "trainer/data/delimited_reader.h"

namespace customer2vec {

class TableRow {
 public:
  TableRow(const TableRow&) = delete;
  TableRow& operator=(const TableRow&) = delete;

  // The value in a column; valid until the next row.
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

  // Not OK when reading has ended with an error.
  const absl::Status& status() const { return status_; }
  // Names of the columns, as the header spells them.
  const std::vector<std::string>& columns() const { return columns_; }
  // The line that the row begins on; the first of a file is 1.
  uint64_t line() const { return reader_->line(); }

 protected:
  // `log` outlives the row.
  TableRow(RowLog& log, std::unique_ptr<DelimitedReader> reader)
      : log_(log), reader_(std::move(reader)) {}
  ~TableRow() = default;

  // From now on the rows have these columns.
  void SetColumns(std::vector<std::string> columns);
  // Goes to the next row. False at the end of the bytes and on an error.
  bool NextRow();
  // Counts the record at hand. Whether it is a row; rejects it otherwise.
  bool TakeRecord();

  DelimitedReader& reader() { return *reader_; }
  const DelimitedReader& reader() const { return *reader_; }
  void set_status(absl::Status status) { status_ = std::move(status); }

 private:
  bool IsSound();

  RowLog& log_;
  const std::unique_ptr<DelimitedReader> reader_;
  std::vector<std::string> columns_;
  absl::Status status_;
};

// What is wrong with a record, in words; the file has `columns` columns.
std::string DefectDetail(RecordDefect defect, size_t fields, size_t columns);

// What is wrong with a value: `column "price": "abc" <complaint>`.
std::string ValueDetail(absl::string_view column, absl::string_view value,
                        absl::string_view complaint);

// `text` in quotes, escaped and cut to be shown in an error.
std::string Shown(absl::string_view text);

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_TRAINER_DATA_TABLE_ROW_H_
