// The bytes of a text file in pieces of whole lines, for several threads to
// work on.
//
//   TextChunkCutter cutter({.source = std::move(source)}, 128 << 10, 1 << 20);
//   TextChunk chunk;
//   while (cutter.Next(&chunk)) Hand(std::move(chunk));
//
// A piece has about `chunk_bytes`, and more where a line is longer. Of a line
// above `max_line_bytes` only the front remains: enough to see that it is too
// long. So memory is bounded by chunk_bytes + max_line_bytes a piece, and as
// much in the cutter.
//
// Whether the first line of a piece begins a record or goes on with a quoted
// field is for the reader of the piece before to say: see DelimitedReader.
//
// Not thread-safe.

#ifndef CUSTOMER2VEC_TRAINER_DATA_TEXT_CHUNKS_H_
#define CUSTOMER2VEC_TRAINER_DATA_TEXT_CHUNKS_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "trainer/data/byte_source.h"

namespace customer2vec {

// What is left of a file that was read up to the end of a line.
struct TextRest {
  std::vector<char> bytes = {};                  // read already
  std::unique_ptr<ByteSource> source = nullptr;  // of what follows them
  bool source_ended = false;                     // nothing follows them
  uint64_t line = 1;                             // that they begin with
};

// One or more whole lines; the last one of the file may lack its end.
struct TextChunk {
  std::vector<char> bytes;
  uint64_t first_line = 1;
  bool is_last = false;
  absl::Status end;  // of the last: what came after it, the file's end or an
                     // error
};

class TextChunkCutter {
 public:
  TextChunkCutter(TextRest rest, size_t chunk_bytes, size_t max_line_bytes)
      : rest_(std::move(rest)),
        chunk_bytes_(chunk_bytes),
        max_line_bytes_(max_line_bytes) {}

  // The next piece; the last may be empty. False, and an unspecified chunk,
  // when there is none any more.
  bool Next(TextChunk* chunk);

  const ByteSource& source() const { return *rest_.source; }

 private:
  size_t FillLines(std::vector<char>& bytes);
  bool Fill(std::vector<char>& bytes, size_t size);
  bool SkipLine();
  size_t Read(std::span<char> buffer);

  TextRest rest_;
  const size_t chunk_bytes_;
  const size_t max_line_bytes_;
  size_t taken_ = 0;         // of rest_.bytes
  std::vector<char> begun_;  // bytes of the next chunk
  absl::Status end_;
  bool finished_ = false;
};

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_TRAINER_DATA_TEXT_CHUNKS_H_
