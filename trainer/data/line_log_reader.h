// What logs of one event a line have in common: lines are read, counted and,
// where the format cannot read them, rejected.

#ifndef CUSTOMER2VEC_TRAINER_DATA_LINE_LOG_READER_H_
#define CUSTOMER2VEC_TRAINER_DATA_LINE_LOG_READER_H_

#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "trainer/data/bad_row_log.h"
#include "trainer/data/line_reader.h"
#include "trainer/data/log_reader.h"

namespace customer2vec {

// A line that is no event.
struct LineDefect {
  BadRowReason reason;
  std::string detail;
};

// A format implements ReadLine(). Not thread-safe.
class LineLogReader : public LogReader {
 public:
  // `file` outlives the reader.
  LineLogReader(FileLog& file, std::unique_ptr<ByteSource> source)
      : file_(file), lines_(std::move(source)) {}

  bool Next() final;
  const absl::Status& status() const final { return status_; }
  void Reject(BadRowReason reason, std::string detail) final;
  uint64_t line() const final { return lines_.number(); }

 protected:
  // Adds the values of the line, or says why there are none. Whatever the bytes
  // are, it returns.
  virtual std::optional<LineDefect> ReadLine(absl::string_view line) = 0;

 private:
  void Finish();

  FileLog& file_;
  LineReader lines_;
  absl::Status status_;
  bool finished_ = false;
};

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_TRAINER_DATA_LINE_LOG_READER_H_
