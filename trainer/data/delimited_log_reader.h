// CSV and TSV files as logs: a line is an event, a column a field.
//
// The first line names the fields; a column without a name is "column_3". A
// value is the text of a field; what it is a list of ("a|b") is told apart
// later, because ids may hold a bar.

#ifndef CUSTOMER2VEC_TRAINER_DATA_DELIMITED_LOG_READER_H_
#define CUSTOMER2VEC_TRAINER_DATA_DELIMITED_LOG_READER_H_

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "trainer/data/bad_row_log.h"
#include "trainer/data/log_reader.h"

namespace customer2vec {

// Adds the file to `log`, which outlives the reader. Errors of
// TableReader::Open().
absl::StatusOr<std::unique_ptr<LogReader>> OpenDelimitedLog(
    const std::string& path, char separator, BadRowLog& log);

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_TRAINER_DATA_DELIMITED_LOG_READER_H_
