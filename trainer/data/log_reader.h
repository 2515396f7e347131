// Events of an application log, however its lines are written: names and texts.
//
//   C2V_ASSIGN_OR_RETURN(auto reader, OpenLog({.path = "events.jsonl"}, log));
//   while (reader->Next()) {
//     for (const LogValue& value : reader->values()) {
//       Use(reader->fields()[value.field], value.text);
//     }
//   }
//   C2V_RETURN_IF_ERROR(reader->status());
//
// A field gets its number when it is first met, and keeps it in this reader. It
// may stand in an event several times (an array) or not at all (null, an empty
// text, or simply missing). Texts are UTF-8; numbers and booleans are texts
// here, too: what a field is worth is found out from its values (trainer/logs).
//
// Lines that are no events are counted with their line and reason, and the run
// stops when there are too many: see BadRowLog.
//
// Memory is bounded, whatever the file holds: a line has at most 1 MiB, an
// event at most kMaxValues values, a name at most kMaxNameBytes bytes, and a
// log at most kMaxFields names. What goes beyond the last three is left out and
// counted by omitted_values().
//
// Not thread-safe. Errors end the stream, not the process.

#ifndef CUSTOMER2VEC_TRAINER_DATA_LOG_READER_H_
#define CUSTOMER2VEC_TRAINER_DATA_LOG_READER_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "customer2vec/v1/log_models.pb.h"
#include "trainer/data/bad_row_log.h"

namespace customer2vec {

// One value of an event. The text is never empty and is valid until the
// reader's next Next().
struct LogValue {
  uint32_t field;  // its number
  absl::string_view text;
};

class LogReader {
 public:
  static constexpr size_t kMaxFields = 1000;
  static constexpr size_t kMaxNameBytes = 200;
  static constexpr size_t kMaxValues = 4096;

  virtual ~LogReader() = default;

  // Goes to the next event that could be read. False at the end, on an error
  // and when too many lines are bad; status() tells.
  virtual bool Next() = 0;
  virtual const absl::Status& status() const = 0;

  // Counts the event at hand as bad, for a reason that only the caller can see.
  virtual void Reject(BadRowReason reason, std::string detail) = 0;

  // The line that the event begins on; the first of a file is 1.
  virtual uint64_t line() const = 0;
  virtual v1::LogFormat format() const = 0;

  // In the order of the line; those of one field need not be neighbors.
  std::span<const LogValue> values() const { return values_; }
  // Names of fields, by number. Grows while events are read.
  const std::vector<std::string>& fields() const { return fields_; }
  uint64_t omitted_values() const { return omitted_values_; }

 protected:
  void ClearValues() { values_.clear(); }
  // Adds a value; an empty text is none.
  void AddValue(absl::string_view name, absl::string_view text);

 private:
  std::vector<LogValue> values_;
  std::vector<std::string> fields_;
  absl::flat_hash_map<std::string, uint32_t> numbers_;
  uint64_t omitted_values_ = 0;
};

// What OpenLog() needs to know.
struct LogFile {
  std::string path;
  v1::LogFormat format = v1::LOG_FORMAT_UNSPECIFIED;  // unspecified: guessed
  std::string separator;                              // empty: by the name
};

// Opens the log and adds it to `log`, which outlives the reader. Errors of
// OpenByteSource(); INVALID_ARGUMENT when the format cannot be guessed or the
// header of a delimited file cannot be read.
absl::StatusOr<std::unique_ptr<LogReader>> OpenLog(const LogFile& file,
                                                   BadRowLog& log);

// The format of a file: by its name, else by its first line that is not empty.
// INVALID_ARGUMENT when neither tells; errors of OpenByteSource().
absl::StatusOr<v1::LogFormat> GuessLogFormat(const std::string& path);

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_TRAINER_DATA_LOG_READER_H_
