#include "trainer/data/line_reader.h"

#include <cstring>
#include <span>
#include <utility>

#include "absl/strings/match.h"

namespace customer2vec {
namespace {

constexpr size_t kChunkBytes = 1 << 19;
constexpr absl::string_view kByteOrderMark = "\xEF\xBB\xBF";

}  // namespace

LineReader::LineReader(std::unique_ptr<ByteSource> source,
                       size_t max_line_bytes)
    : source_(std::move(source)),
      max_line_bytes_(max_line_bytes),
      buffer_bytes_(max_line_bytes + 2 * kChunkBytes),
      buffer_(std::make_unique_for_overwrite<char[]>(buffer_bytes_)) {}

bool LineReader::Next() {
  while (TakeLine()) {
    if (!started_) {
      started_ = true;
      if (absl::StartsWith(line_, kByteOrderMark)) {
        line_.remove_prefix(kByteOrderMark.size());
      }
    }
    if (too_long_ || !line_.empty()) return true;
  }
  return false;
}

// Reads more behind the bytes at hand. False at the end of the file.
bool LineReader::Refill() {
  if (at_end_) return false;
  if (buffer_bytes_ - end_ < kChunkBytes) {
    std::memmove(buffer_.get(), buffer_.get() + begin_, end_ - begin_);
    end_ -= begin_;
    begin_ = 0;
  }
  const absl::StatusOr<size_t> count =
      source_->Read(std::span(buffer_.get(), buffer_bytes_).subspan(end_));
  if (!count.ok()) status_ = count.status();
  at_end_ = !count.ok() || *count == 0;
  if (!at_end_) end_ += *count;
  return !at_end_;
}

// The next line, empty ones too. False when there is none.
bool LineReader::TakeLine() {
  line_ = absl::string_view();
  too_long_ = false;
  size_t searched = 0;
  while (true) {
    const char* begin = buffer_.get() + begin_;
    const size_t size = end_ - begin_;
    const void* newline = std::memchr(begin + searched, '\n', size - searched);
    if (newline == nullptr && size <= max_line_bytes_) {
      searched = size;
      if (Refill()) continue;
      if (!status_.ok() || size == 0) return false;
    }
    ++number_;
    const size_t length =
        newline == nullptr ? size : static_cast<const char*>(newline) - begin;
    too_long_ = length > max_line_bytes_;
    if (newline == nullptr && too_long_) {
      SkipRest();
      return status_.ok();
    }
    begin_ += length + (newline == nullptr ? 0 : 1);
    if (!too_long_) line_ = absl::string_view(begin, length);
    if (absl::EndsWith(line_, "\r")) line_.remove_suffix(1);
    return true;
  }
}

// Drops what remains of a line of any length.
void LineReader::SkipRest() {
  while (true) {
    const char* begin = buffer_.get() + begin_;
    const void* newline = std::memchr(begin, '\n', end_ - begin_);
    if (newline != nullptr) {
      begin_ += static_cast<const char*>(newline) - begin + 1;
      return;
    }
    begin_ = end_;
    if (!Refill()) return;
  }
}

}  // namespace customer2vec
