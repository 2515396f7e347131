// Records of a CSV or TSV file, one after another, without copying.
//
//   DelimitedReader reader(std::move(source), ',');
//   while (reader.Next()) {
//     if (reader.defect() != RecordDefect::kNone) continue;
//     Use(reader.line(), reader.fields());
//   }
//   C2V_RETURN_IF_ERROR(reader.status());
//
// The format is RFC 4180, as files in the wild write it:
//  - a field that begins with a double quote ends with one, may hold
//    separators and line ends, and holds a quote as two; elsewhere a quote is a
//    character like any other;
//  - lines end with LF or CR LF, the last one may end with the file;
//  - a UTF-8 byte order mark at the start is skipped; so are empty lines.
//
// A record that cannot be told apart is a defect, and reading goes on with the
// line after the one it began on: a forgotten quote costs its own line, not the
// rest of the file. Memory is bounded by `max_record_bytes` + 2 MiB.
//
// A file may also be read in pieces, several at a time (see text_chunks.h):
//
//   DelimitedReader reader(&chunk, ',');
//   while (reader.Next()) ...
//   if (!reader.cut_record().empty()) // goes on in the next piece
//
// Pieces that are read one by one like this give the records of the whole file
// as long as none ends inside a record: whether it does is not to be seen where
// it ends but where the reader arrives. Where it does, the piece after it was
// read from the wrong place; cut_record() and that piece, as it was before, are
// to be read as one.
//
// Not thread-safe. Next() costs O(record); a record after a defect is scanned
// again.

#ifndef CUSTOMER2VEC_TRAINER_DATA_DELIMITED_READER_H_
#define CUSTOMER2VEC_TRAINER_DATA_DELIMITED_READER_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "trainer/data/byte_source.h"
#include "trainer/data/text_chunks.h"

namespace customer2vec {

// Why a record has no fields.
enum class RecordDefect {
  kNone,
  kUnclosedQuote,    // the file or the longest record ends inside quotes
  kStrayQuote,       // after a closing quote comes more than a separator
  kTooLong,          // a line above max_record_bytes
  kWrongFieldCount,  // not as many fields as expected
};

class DelimitedReader {
 public:
  static constexpr size_t kMaxRecordBytes = 1 << 20;

  DelimitedReader(std::unique_ptr<ByteSource> source, char separator,
                  size_t max_record_bytes = kMaxRecordBytes);
  // Over one piece of a file, without its byte order mark. The chunk outlives
  // the reader, which changes bytes of records with doubled quotes. Takes no
  // memory of its own. REQUIRES: the chunk was cut at the same length of lines.
  DelimitedReader(TextChunk* chunk, char separator,
                  size_t max_record_bytes = kMaxRecordBytes);

  // Records with another number of fields are defects from now on; 0 (as at the
  // start) takes any number.
  void ExpectFields(size_t count) { expected_fields_ = count; }

  // Goes to the next record. False at the end of the file or on an error, which
  // status() tells apart.
  bool Next();

  // Fields of the record, without quotes; valid until the next Next(). Empty
  // when the record has a defect.
  std::span<const absl::string_view> fields() const { return fields_; }
  RecordDefect defect() const { return defect_; }
  // The number of fields found, also when that was the defect.
  size_t field_count() const { return field_count_; }
  // The line that the record begins on; the first is 1.
  uint64_t line() const { return line_; }

  const absl::Status& status() const { return status_; }
  // REQUIRES: reads a file.
  const ByteSource& source() const { return *source_; }
  char separator() const { return separator_; }

  // A record that the piece ends inside of, as it stands in the file; it begins
  // on line(). REQUIRES: reads a piece, and Next() returned false.
  std::span<const char> cut_record() const {
    return {record(), is_cut_ ? available() : 0};
  }

  // What follows the record at hand, to be read in another way; the record
  // stays, the reader reads no more. REQUIRES: reads a file.
  TextRest TakeRest();

 private:
  // Where a field lies in the record.
  struct FieldSpan {
    size_t begin;
    size_t end;
    bool has_doubled_quotes;
  };
  static constexpr size_t kNotFound = SIZE_MAX;

  // Positions count from the start of the record, which stays where it is in
  // the file while the buffer moves.
  const char* record() const { return buffer_ + begin_; }
  size_t available() const { return end_ - begin_; }
  bool Refill();
  size_t Find(char byte, size_t from);
  int Peek(size_t position);

  void SkipByteOrderMark();
  bool SkipToRecord();
  void SkipLongLine();
  void ReadPlain(size_t line_end);
  void ReadQuoted();
  RecordDefect ScanFields();
  RecordDefect ScanQuotedField(size_t* position);
  void ScanPlainField(size_t* position);
  void TakeFields();
  absl::string_view TakeField(const FieldSpan& span);
  void Reject(RecordDefect defect);

  std::unique_ptr<ByteSource> source_;  // null: a piece
  TextChunk* const chunk_ = nullptr;    // null: a file
  const char separator_;
  const size_t max_record_bytes_;
  size_t expected_fields_ = 0;

  const size_t buffer_bytes_;
  // Left uninitialized: a file opened ahead of its turn costs no memory yet.
  const std::unique_ptr<char[]> owned_buffer_;
  char* const buffer_;
  size_t begin_ = 0;  // of the record
  size_t end_ = 0;    // of the bytes read
  bool started_ = false;
  bool at_end_ = false;
  bool is_cut_ = false;  // the record at hand goes on after the piece
  absl::Status status_;

  size_t length_ = 0;   // of the record with its line end
  uint64_t lines_ = 1;  // in those bytes
  uint64_t line_ = 0;
  RecordDefect defect_ = RecordDefect::kNone;
  size_t field_count_ = 0;
  std::vector<FieldSpan> spans_;
  std::vector<absl::string_view> fields_;
};

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_TRAINER_DATA_DELIMITED_READER_H_
