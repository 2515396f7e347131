// JSON Lines: one object a line.
//
//   {"user": {"id": 7}, "event": "buy", "tags": ["a", "b"], "price": 1.50}
//
// gives user.id=7, event=buy, tags=a, tags=b, price=1.5. Names of nested
// objects are joined by dots; an array gives its elements under its own name,
// objects in it included; null and empty texts are no values. What is nested
// deeper than 16 levels is left out. Numbers are written in the shortest form
// that means the same double; integers of 64 bits stay as they are.
//
// simdjson finds the structure and checks the text; a line that is no object,
// no JSON or no UTF-8 is a bad row with simdjson's reason.

#ifndef CUSTOMER2VEC_TRAINER_DATA_JSON_LOG_READER_H_
#define CUSTOMER2VEC_TRAINER_DATA_JSON_LOG_READER_H_

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "trainer/data/bad_row_log.h"
#include "trainer/data/log_reader.h"

namespace customer2vec {

// Adds the file to `log`, which outlives the reader. Errors of
// OpenByteSource().
absl::StatusOr<std::unique_ptr<LogReader>> OpenJsonLog(const std::string& path,
                                                       BadRowLog& log);

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_TRAINER_DATA_JSON_LOG_READER_H_
