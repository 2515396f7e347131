#include "trainer/data/delimited_reader.h"

#include <algorithm>
#include <cstring>
#include <utility>

#include "absl/strings/match.h"

namespace customer2vec {
namespace {

constexpr size_t kChunkBytes = 1 << 20;
constexpr int kEndOfFile = -1;
constexpr absl::string_view kByteOrderMark = "\xEF\xBB\xBF";

}  // namespace

DelimitedReader::DelimitedReader(std::unique_ptr<ByteSource> source,
                                 char separator, size_t max_record_bytes)
    : source_(std::move(source)),
      separator_(separator),
      max_record_bytes_(max_record_bytes),
      buffer_bytes_(max_record_bytes + 2 * kChunkBytes),
      owned_buffer_(std::make_unique_for_overwrite<char[]>(buffer_bytes_)),
      buffer_(owned_buffer_.get()) {}

DelimitedReader::DelimitedReader(TextChunk* chunk, char separator,
                                 size_t max_record_bytes)
    : chunk_(chunk),
      separator_(separator),
      max_record_bytes_(max_record_bytes),
      buffer_bytes_(chunk->bytes.size()),
      buffer_(chunk->bytes.data()),
      end_(chunk->bytes.size()),
      started_(true),
      lines_(chunk->first_line) {}

bool DelimitedReader::Next() {
  begin_ += length_;
  line_ += lines_;
  length_ = 0;
  lines_ = 0;
  fields_.clear();
  defect_ = RecordDefect::kNone;
  if (!started_) SkipByteOrderMark();
  if (!SkipToRecord()) return false;

  const size_t newline = Find('\n', 0);
  if (newline == kNotFound && available() >= max_record_bytes_) {
    SkipLongLine();
    return status_.ok();
  }
  const size_t line_end = newline == kNotFound ? available() : newline;
  if (std::memchr(record(), '"', line_end) == nullptr) {
    ReadPlain(line_end);
  } else {
    ReadQuoted();
  }
  if (!is_cut_) return status_.ok();
  length_ = lines_ = 0;
  fields_.clear();
  return false;
}

// Reads more behind the bytes at hand. False at the end of the file.
bool DelimitedReader::Refill() {
  if (at_end_) return false;
  if (source_ == nullptr) {
    at_end_ = true;
    is_cut_ = !chunk_->is_last;
    status_ = chunk_->end;
    return false;
  }
  if (buffer_bytes_ - end_ < kChunkBytes) {
    std::memmove(buffer_, record(), available());
    end_ -= begin_;
    begin_ = 0;
  }
  const absl::StatusOr<size_t> count =
      source_->Read(std::span(buffer_, buffer_bytes_).subspan(end_));
  if (!count.ok()) status_ = count.status();
  if (!count.ok() || *count == 0) {
    at_end_ = true;
    return false;
  }
  end_ += *count;
  return true;
}

// Position of the next `byte`, within the longest record.
size_t DelimitedReader::Find(char byte, size_t from) {
  while (true) {
    const size_t limit = std::min(available(), max_record_bytes_);
    if (from < limit) {
      const void* found = std::memchr(record() + from, byte, limit - from);
      if (found != nullptr) return static_cast<const char*>(found) - record();
      from = limit;
    }
    if (limit == max_record_bytes_ || !Refill()) return kNotFound;
  }
}

int DelimitedReader::Peek(size_t position) {
  while (position >= available()) {
    if (!Refill()) return kEndOfFile;
  }
  return static_cast<unsigned char>(record()[position]);
}

void DelimitedReader::SkipByteOrderMark() {
  started_ = true;
  Peek(kByteOrderMark.size() - 1);
  if (absl::StartsWith(absl::string_view(record(), available()),
                       kByteOrderMark)) {
    begin_ += kByteOrderMark.size();
  }
}

TextRest DelimitedReader::TakeRest() {
  const char* rest = record() + length_;
  return {.bytes = {rest, rest + (available() - length_)},
          .source = std::move(source_),
          .source_ended = at_end_,
          .line = line_ + lines_};
}

// Skips empty lines. False when nothing follows.
bool DelimitedReader::SkipToRecord() {
  while (true) {
    const int first = Peek(0);
    if (first == kEndOfFile) return false;
    size_t skipped = 0;
    if (first == '\n') skipped = 1;
    if (first == '\r' && Peek(1) == '\n') skipped = 2;
    if (skipped == 0) return true;
    begin_ += skipped;
    ++line_;
  }
}

// Drops the line at hand in pieces, as it may be of any length.
void DelimitedReader::SkipLongLine() {
  size_t newline;
  while ((newline = Find('\n', 0)) == kNotFound && status_.ok()) {
    begin_ += std::min(available(), max_record_bytes_);
    if (available() == 0 && !Refill()) break;
  }
  length_ = newline == kNotFound ? 0 : newline + 1;
  lines_ = 1;
  defect_ = RecordDefect::kTooLong;
}

// A record of one line without any quote.
void DelimitedReader::ReadPlain(size_t line_end) {
  length_ = std::min(line_end + 1, available());
  lines_ = 1;
  const char* at = record();
  const char* end = at + line_end;
  if (line_end > 0 && end[-1] == '\r') --end;
  while (true) {
    const void* found = std::memchr(at, separator_, end - at);
    const char* stop = found == nullptr ? end : static_cast<const char*>(found);
    fields_.emplace_back(at, stop - at);
    if (found == nullptr) break;
    at = stop + 1;
  }
  field_count_ = fields_.size();
  if (expected_fields_ != 0 && field_count_ != expected_fields_) {
    Reject(RecordDefect::kWrongFieldCount);
  }
}

// Any record, over one or more lines.
void DelimitedReader::ReadQuoted() {
  RecordDefect defect = ScanFields();
  if (is_cut_) return;  // its bytes are to be read again
  field_count_ = spans_.size();
  if (defect == RecordDefect::kNone && expected_fields_ != 0 &&
      field_count_ != expected_fields_) {
    defect = RecordDefect::kWrongFieldCount;
  }
  if (defect != RecordDefect::kNone) return Reject(defect);
  lines_ = std::count(record(), record() + length_, '\n');
  TakeFields();
}

// Fills spans_ and length_.
RecordDefect DelimitedReader::ScanFields() {
  spans_.clear();
  size_t position = 0;
  while (true) {
    if (Peek(position) == '"') {
      const RecordDefect defect = ScanQuotedField(&position);
      if (defect != RecordDefect::kNone) return defect;
    } else {
      ScanPlainField(&position);
    }
    if (position >= max_record_bytes_) return RecordDefect::kUnclosedQuote;
    const int next = Peek(position);
    if (next == kEndOfFile || next == '\n') {
      length_ = position + (next == '\n' ? 1 : 0);
      return RecordDefect::kNone;
    }
    ++position;  // the separator
  }
}

// From the opening quote to the separator or line end after the closing one.
RecordDefect DelimitedReader::ScanQuotedField(size_t* position) {
  FieldSpan span{*position + 1, 0, false};
  size_t from = span.begin;
  while (true) {
    span.end = Find('"', from);
    if (span.end == kNotFound) return RecordDefect::kUnclosedQuote;
    if (Peek(span.end + 1) != '"') break;
    span.has_doubled_quotes = true;
    from = span.end + 2;
  }
  spans_.push_back(span);
  *position = span.end + 1;
  if (Peek(*position) == '\r') ++*position;
  const int next = Peek(*position);
  const bool ended = next == kEndOfFile || next == '\n' ||
                     (next == separator_ && *position == span.end + 1);
  return ended ? RecordDefect::kNone : RecordDefect::kStrayQuote;
}

void DelimitedReader::ScanPlainField(size_t* position) {
  FieldSpan span{*position, *position, false};
  int next;
  while ((next = Peek(span.end)) != kEndOfFile && next != '\n' &&
         next != separator_ && span.end < max_record_bytes_) {
    ++span.end;
  }
  *position = span.end;
  const bool at_line_end = next == '\n' || next == kEndOfFile;
  if (at_line_end && span.end > span.begin && record()[span.end - 1] == '\r') {
    --span.end;
  }
  spans_.push_back(span);
}

void DelimitedReader::TakeFields() {
  for (const FieldSpan& span : spans_) fields_.push_back(TakeField(span));
}

// The field's text; two quotes become one, in place.
absl::string_view DelimitedReader::TakeField(const FieldSpan& span) {
  char* begin = buffer_ + begin_ + span.begin;
  char* end = buffer_ + begin_ + span.end;
  if (span.has_doubled_quotes) {
    char* out = begin;
    for (const char* in = begin; in < end; ++in) {
      *out++ = *in;
      if (*in == '"') ++in;
    }
    end = out;
  }
  return absl::string_view(begin, end - begin);
}

// Gives up the record, all but its first line to be read again.
void DelimitedReader::Reject(RecordDefect defect) {
  defect_ = defect;
  fields_.clear();
  const size_t newline = Find('\n', 0);
  length_ = newline == kNotFound ? available() : newline + 1;
  lines_ = 1;
}

}  // namespace customer2vec
