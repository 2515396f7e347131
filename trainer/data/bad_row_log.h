// Rows that could not be read: counted by file and reason, the first ones kept
// to be shown, and the run stopped when there are too many.
//
//   BadRowLog log({.max_ratio = 0.01});
//   FileLog& file = log.AddFile("orders.csv");
//   file.CountRow();                                   // each row
//   C2V_RETURN_IF_ERROR(file.Reject(                   // and the bad ones
//       BadRowReason::kNotANumber, /*line=*/17,
//       "column \"price\": \"abc\" is not a number"));
//   C2V_RETURN_IF_ERROR(file.Finish(bytes, digest));   // the file's end
//
// A file is refused (INVALID_ARGUMENT, with counts, samples and what to do)
//  - at once when `strict`, at its first bad row;
//  - early, when at least 10,000 of its rows were seen and more than
//    `max_ratio` of them are bad: a wrong column mapping should not read
//    gigabytes first;
//  - at its end by the same ratio.
//
// Not thread-safe. FileLogs live as long as the BadRowLog.

#ifndef CUSTOMER2VEC_TRAINER_DATA_BAD_ROW_LOG_H_
#define CUSTOMER2VEC_TRAINER_DATA_BAD_ROW_LOG_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace customer2vec {

enum class BadRowReason {
  kWrongFieldCount,  // not as many fields as the header has
  kUnclosedQuote,    // a quoted field that does not end
  kStrayQuote,       // text after a closing quote
  kLineTooLong,      // above DelimitedReader::kMaxRecordBytes
  kInvalidUtf8,      // bytes that are no text
  kEmptyId,          // an id that is required and missing
  kIdTooLong,        // an id above 512 bytes
  kNotANumber,       // a number that is none, or out of range
  kNotATime,         // a time that is none, or out of range
  kUnknownProduct,   // an item that the catalogue lacks
  kUnknownOrder,     // a line of an order that the table of orders lacks
  kUnknownCategory,  // a product of an aisle or department without a name
  kDuplicateId,      // a second row for the same id
  kOrderOfAnother,   // a line of an order that belongs to another customer
  kNotJson,          // a line that is no JSON object
  kNotALogLine,      // a line that is not of a web server's log
};
inline constexpr size_t kBadRowReasons =
    static_cast<size_t>(BadRowReason::kNotALogLine) + 1;

// In words: "not a number".
absl::string_view BadRowReasonName(BadRowReason reason);

// One of them.
struct BadRow {
  uint64_t line;  // that the row begins on; the first line of a file is 1
  BadRowReason reason;
  std::string detail;  // "column \"price\": \"abc\" is not a number"
};

// Limits; the defaults are those of customer2vec.v1.BadRowPolicy.
struct BadRowLimits {
  double max_ratio = 0.01;  // of a file's rows, in [0, 1]
  bool strict = false;
  size_t samples = 5;  // of a file
};

// Where who reads rows counts them.
class RowLog {
 public:
  virtual ~RowLog() = default;

  // Counts a row, good or bad.
  virtual void CountRow() = 0;
  // Counts the last row as bad. An error when that are too many.
  virtual absl::Status Reject(BadRowReason reason, uint64_t line,
                              std::string detail) = 0;
};

// One file as it was read.
class FileLog final : public RowLog {
 public:
  FileLog(std::string path, const BadRowLimits& limits)
      : path_(std::move(path)), limits_(limits) {}

  void CountRow() override { CountRows(1); }
  void CountRows(uint64_t count) { rows_ += count; }
  absl::Status Reject(BadRowReason reason, uint64_t line,
                      std::string detail) override;
  // The end of the file. `digest` is the SHA-256 of its stored bytes.
  absl::Status Finish(uint64_t bytes, std::string digest);

  const std::string& path() const { return path_; }
  const BadRowLimits& limits() const { return limits_; }
  uint64_t bytes() const { return bytes_; }  // as stored
  const std::string& digest() const { return digest_; }
  uint64_t rows() const { return rows_; }  // good and bad
  uint64_t bad_rows() const { return bad_rows_; }
  uint64_t bad_rows(BadRowReason reason) const {
    return by_reason_[static_cast<size_t>(reason)];
  }
  const std::vector<BadRow>& samples() const { return samples_; }

  // "orders.csv: 17 of 300 rows (5.67%) are bad: 17 not a number\n  ..." with a
  // line for each sample.
  std::string Describe() const;

 private:
  absl::Status CheckRatio() const;
  absl::Status Refuse(absl::string_view limit) const;

  std::string path_;
  BadRowLimits limits_;
  uint64_t bytes_ = 0;
  std::string digest_;
  uint64_t rows_ = 0;
  uint64_t bad_rows_ = 0;
  std::array<uint64_t, kBadRowReasons> by_reason_{};
  std::vector<BadRow> samples_;
};

// What happened to the rows of a piece of a file, until it is the piece's turn
// to be told to the file's log.
//
//   RowNotes notes;
//   notes.Begin(file.limits());
//   Read(piece, notes);                               // by any thread
//   for (const Row& row : rows) {
//     C2V_RETURN_IF_ERROR(notes.Tell(row.number, file));
//     Use(row);
//   }
//   C2V_RETURN_IF_ERROR(notes.Tell(notes.rows(), file));
class RowNotes final : public RowLog {
 public:
  // Forgets all, for a piece of a file with these limits.
  void Begin(const BadRowLimits& limits);

  void CountRow() override { ++rows_; }
  // Never an error. Details that no log would keep are dropped.
  absl::Status Reject(BadRowReason reason, uint64_t line,
                      std::string detail) override;

  // Rows counted, good and bad: also the number, from 1, of the row at hand.
  uint64_t rows() const { return rows_; }
  // Tells `file` what it was not told yet of the rows up to number `row`, with
  // it, and says what it says to the first that it does not bear.
  absl::Status Tell(uint64_t row, FileLog& file);

 private:
  struct Note {
    uint64_t row;  // its number
    BadRow bad;
  };
  size_t details_ = 1;
  uint64_t rows_ = 0;
  std::vector<Note> notes_;
  uint64_t told_rows_ = 0;
  size_t told_notes_ = 0;
};

// All files of a run, in the order they were opened.
class BadRowLog {
 public:
  explicit BadRowLog(const BadRowLimits& limits) : limits_(limits) {}

  FileLog& AddFile(std::string path) {
    return files_.emplace_back(std::move(path), limits_);
  }
  const std::deque<FileLog>& files() const { return files_; }

 private:
  const BadRowLimits limits_;
  std::deque<FileLog> files_;  // keeps its elements where they are
};

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_TRAINER_DATA_BAD_ROW_LOG_H_
