// A small number for the calling thread, for data that is kept once a shard so
// that threads do not fight over a cache line.
//
//   counters[ThreadShard()].fetch_add(1, std::memory_order_relaxed);
//
// Threads get shards in turn, so up to kThreadShards threads have one each;
// more share them, which is slower but not wrong. Thread-safe, a few cycles.

#ifndef CUSTOMER2VEC_SERVER_CONCURRENCY_THREAD_SHARD_H_
#define CUSTOMER2VEC_SERVER_CONCURRENCY_THREAD_SHARD_H_

#include <cstddef>

namespace customer2vec {

inline constexpr size_t kThreadShards = 16;

// Two of these, since processors fetch lines in pairs.
inline constexpr size_t kShardAlignment = 128;

// In [0, kThreadShards), the same in each call of a thread.
size_t ThreadShard();

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_SERVER_CONCURRENCY_THREAD_SHARD_H_
