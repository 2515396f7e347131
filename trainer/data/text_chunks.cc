#include "trainer/data/text_chunks.h"

#include <string.h>  // memrchr

#include <algorithm>
#include <utility>

namespace customer2vec {
namespace {

// A record is looked at up to its longest length and the bytes that may follow
// a quote there.
constexpr size_t kBeyondLongest = 64;

// How many bytes lead up to the end of the last whole line; 0 without one.
size_t WholeLines(const std::vector<char>& bytes, size_t searched) {
  const void* newline =
      memrchr(bytes.data() + searched, '\n', bytes.size() - searched);
  if (newline == nullptr) return 0;
  return static_cast<const char*>(newline) - bytes.data() + 1;
}

}  // namespace

bool TextChunkCutter::Next(TextChunk* chunk) {
  if (finished_) return false;
  chunk->bytes.swap(begun_);
  begun_.clear();
  chunk->first_line = rest_.line;
  const size_t whole = FillLines(chunk->bytes);
  finished_ = whole == 0;
  chunk->is_last = finished_;
  chunk->end = end_;
  if (finished_) return true;
  begun_.insert(begun_.end(), chunk->bytes.begin() + whole, chunk->bytes.end());
  chunk->bytes.resize(whole);
  rest_.line += std::count(chunk->bytes.begin(), chunk->bytes.end(), '\n');
  return true;
}

// Reads until there is a whole line. Returns how many bytes whole lines have; 0
// when the file ended.
size_t TextChunkCutter::FillLines(std::vector<char>& bytes) {
  size_t searched = 0;
  while (true) {
    if (!Fill(bytes, searched + chunk_bytes_)) return 0;
    const size_t whole = WholeLines(bytes, searched);
    if (whole > 0) return whole;
    searched = bytes.size();
    if (searched <= max_line_bytes_ + kBeyondLongest) continue;
    bytes.resize(max_line_bytes_ + kBeyondLongest);
    if (!SkipLine()) return 0;
    bytes.push_back('\n');
    return bytes.size();
  }
}

// Reads until there are `size` bytes. False when the file ends before.
bool TextChunkCutter::Fill(std::vector<char>& bytes, size_t size) {
  size_t filled = bytes.size();
  if (filled >= size) return true;
  bytes.resize(size);
  while (filled < size) {
    const size_t count = Read(std::span(bytes).subspan(filled));
    if (count == 0) break;
    filled += count;
  }
  bytes.resize(filled);
  return filled == size;
}

// Passes over what remains of a line; what was read behind it goes to begun_.
// False when the file ends before.
bool TextChunkCutter::SkipLine() {
  while (true) {
    begun_.resize(chunk_bytes_);
    begun_.resize(Read(begun_));
    if (begun_.empty()) return false;
    const auto newline = std::find(begun_.begin(), begun_.end(), '\n');
    if (newline == begun_.end()) continue;
    begun_.erase(begun_.begin(), newline + 1);
    return true;
  }
}

// Some of the next bytes, 0 at the end; an error is one, too, and goes to end_.
size_t TextChunkCutter::Read(std::span<char> buffer) {
  const size_t count = std::min(buffer.size(), rest_.bytes.size() - taken_);
  if (count > 0) {
    std::copy_n(rest_.bytes.begin() + taken_, count, buffer.begin());
    taken_ += count;
    return count;
  }
  if (!rest_.bytes.empty()) rest_.bytes = {};
  taken_ = 0;
  if (rest_.source_ended) return 0;
  const absl::StatusOr<size_t> read = rest_.source->Read(buffer);
  if (!read.ok()) end_ = read.status();
  rest_.source_ended = !read.ok() || *read == 0;
  return rest_.source_ended ? 0 : *read;
}

}  // namespace customer2vec
