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
// header. What a row offers is in table_row.h. Not thread-safe; large files are
// read on several threads by a ParallelTable.

#ifndef CUSTOMER2VEC_TRAINER_DATA_TABLE_READER_H_
#define CUSTOMER2VEC_TRAINER_DATA_TABLE_READER_H_

#include <cstddef>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "trainer/data/bad_row_log.h"
#include "trainer/data/delimited_reader.h"
#include "trainer/data/table_row.h"

namespace customer2vec {

class TableReader final : public TableRow {
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

  const std::string& path() const { return file_.path(); }

  // For who reads the rows in another way than by Next():
  // Goes to the row that was read to count columns. False where the file has a
  // header, and when the row is bad. Once, before anything else.
  bool NextFirst();
  // The bytes behind it. Once, and nothing but the row at hand after it.
  TextRest TakeRest() { return reader().TakeRest(); }
  FileLog& file() const { return file_; }
  char separator() const { return reader().separator(); }

 private:
  TableReader(FileLog& file, std::unique_ptr<DelimitedReader> reader)
      : TableRow(file, std::move(reader)), file_(file) {}

  absl::Status ReadFirst(absl::string_view what);
  absl::Status ReadHeader();
  absl::Status CountColumns();
  void Finish();

  FileLog& file_;
  bool first_is_row_ = false;  // the first record was read and not given out
  bool finished_ = false;
};

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_TRAINER_DATA_TABLE_READER_H_
