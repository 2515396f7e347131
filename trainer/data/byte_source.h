// The bytes of a file, decompressed as they are read.
//
//   C2V_ASSIGN_OR_RETURN(std::unique_ptr<ByteSource> source,
//                        OpenByteSource("orders.csv.gz"));
//   std::vector<char> buffer(1 << 20);
//   while (true) {
//     C2V_ASSIGN_OR_RETURN(size_t count, source->Read(buffer));
//     if (count == 0) break;
//     Use(absl::string_view(buffer.data(), count));
//   }
//
// The suffix says how a file is compressed: `.gz` (one or more gzip members),
// `.zst` (one or more zstd frames), anything else is taken as it is. Memory is
// bounded: a buffer of 256 KiB and the decoder's window, at most 128 MiB for
// zstd and 32 KiB for gzip. A file of a megabyte or more is read, decompressed
// and hashed on a thread of its own, ahead of who takes its bytes: 1.5 MiB more
// (read_ahead.h).
//
// The stored bytes are counted and hashed as they pass, so that a training run
// can say exactly what it has read.
//
// Not thread-safe.

#ifndef CUSTOMER2VEC_TRAINER_DATA_BYTE_SOURCE_H_
#define CUSTOMER2VEC_TRAINER_DATA_BYTE_SOURCE_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace customer2vec {

class ByteSource {
 public:
  virtual ~ByteSource() = default;

  // Fills the front of `buffer` and returns how many bytes; 0 only at the end.
  // REQUIRES: buffer is not empty. Errors name the file:
  //  - DATA_LOSS: a compressed file is damaged or ends too early;
  //  - UNAVAILABLE: the operating system could not read.
  virtual absl::StatusOr<size_t> Read(std::span<char> buffer) = 0;

  // Stored (compressed) bytes: the file's size. REQUIRES: Read() returned 0.
  virtual uint64_t stored_bytes() const = 0;

  // SHA-256 of those bytes, in hex. REQUIRES: Read() returned 0.
  virtual std::string StoredDigest() const = 0;
};

// NOT_FOUND when there is no such file, INVALID_ARGUMENT for a folder,
// PERMISSION_DENIED when it may not be read.
absl::StatusOr<std::unique_ptr<ByteSource>> OpenByteSource(
    const std::string& path);

// `path` without a suffix that says how it is compressed: "a.csv.gz" is
// "a.csv".
absl::string_view WithoutCompressionSuffix(absl::string_view path);

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_TRAINER_DATA_BYTE_SOURCE_H_
