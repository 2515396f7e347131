// Lines of a file, one after another, in bounded memory.
//
//   LineReader reader(std::move(source));
//   while (reader.Next()) {
//     if (reader.too_long()) continue;
//     Use(reader.number(), reader.line());
//   }
//   C2V_RETURN_IF_ERROR(reader.status());
//
// A line ends with LF or CR LF, the last one may end with the file. A UTF-8
// byte order mark at the start and empty lines are skipped. A line above
// `max_line_bytes` is passed over in pieces and shown without its text. Memory
// is bounded by `max_line_bytes` + 1 MiB.
//
// Not thread-safe. Next() costs O(line).

#ifndef CUSTOMER2VEC_TRAINER_DATA_LINE_READER_H_
#define CUSTOMER2VEC_TRAINER_DATA_LINE_READER_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "trainer/data/byte_source.h"

namespace customer2vec {

class LineReader {
 public:
  static constexpr size_t kMaxLineBytes = 1 << 20;

  explicit LineReader(std::unique_ptr<ByteSource> source,
                      size_t max_line_bytes = kMaxLineBytes);

  // Goes to the next line. False at the end of the file or on an error, which
  // status() tells apart.
  bool Next();

  // The line without its end; valid until the next Next(). Empty when it was
  // too long.
  absl::string_view line() const { return line_; }
  bool too_long() const { return too_long_; }
  // The first line of a file is 1.
  uint64_t number() const { return number_; }

  const absl::Status& status() const { return status_; }
  const ByteSource& source() const { return *source_; }

 private:
  bool Refill();
  bool TakeLine();
  void SkipRest();

  const std::unique_ptr<ByteSource> source_;
  const size_t max_line_bytes_;
  const size_t buffer_bytes_;
  // Left uninitialized: a file opened ahead of its turn costs no memory yet.
  const std::unique_ptr<char[]> buffer_;
  size_t begin_ = 0;  // of what is not taken yet
  size_t end_ = 0;    // of the bytes read
  bool started_ = false;
  bool at_end_ = false;
  absl::Status status_;

  absl::string_view line_;
  bool too_long_ = false;
  uint64_t number_ = 0;
};

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_TRAINER_DATA_LINE_READER_H_
