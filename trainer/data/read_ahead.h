// A source that is read on a thread of its own, ahead of who takes its bytes.
//
//   std::unique_ptr<ByteSource> source = ReadAhead(std::move(gzip));
//   while (...) source->Read(buffer);   // what `gzip` gives, in the same order
//
// Reading, decompressing and hashing then go on while the bytes before are
// parsed. Bytes, errors and where they stand among the bytes do not depend on
// how the threads are scheduled.
//
// The thread begins with the first Read(), waits when kReadAheadBlocks blocks
// of kReadAheadBytes are ready, and ends with the source, with an error or with
// the object. Memory: those blocks and one in each thread's hand, 1.5 MiB,
// beside what the source takes.
//
// Like any source it is one caller's at a time.

#ifndef CUSTOMER2VEC_TRAINER_DATA_READ_AHEAD_H_
#define CUSTOMER2VEC_TRAINER_DATA_READ_AHEAD_H_

#include <cstddef>
#include <memory>

#include "trainer/data/byte_source.h"

namespace customer2vec {

inline constexpr size_t kReadAheadBlocks = 4;
inline constexpr size_t kReadAheadBytes = 256 << 10;

std::unique_ptr<ByteSource> ReadAhead(std::unique_ptr<ByteSource> source);

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_TRAINER_DATA_READ_AHEAD_H_
