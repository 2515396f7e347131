// N counters that many threads raise without waiting for each other.
//
//   enum Cell { kStarted, kFailed, kCells };
//   ShardedCounters<kCells> counters;
//   counters.Add(kStarted);                      // a request's path
//   uint64_t started = counters.Sum(kStarted);   // a scrape's
//
// Each shard has all N on cache lines of its own; a reader adds the shards up.
// prometheus-cpp's own counters share one line, its histograms a mutex. A sum
// taken while others add may miss the newest; it never goes down. Thread-safe.

#ifndef CUSTOMER2VEC_SERVER_METRICS_SHARDED_COUNTERS_H_
#define CUSTOMER2VEC_SERVER_METRICS_SHARDED_COUNTERS_H_

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>

#include "server/concurrency/thread_shard.h"

namespace customer2vec {

template <size_t N>
class ShardedCounters {
 public:
  // REQUIRES: cell < N.
  void Add(size_t cell, uint64_t amount = 1) {
    shards_[ThreadShard()].cells[cell].fetch_add(amount,
                                                 std::memory_order_relaxed);
  }

  uint64_t Sum(size_t cell) const {
    uint64_t sum = 0;
    for (const Shard& shard : shards_) {
      sum += shard.cells[cell].load(std::memory_order_relaxed);
    }
    return sum;
  }

 private:
  struct alignas(kShardAlignment) Shard {
    std::array<std::atomic<uint64_t>, N> cells = {};
  };

  std::array<Shard, kThreadShards> shards_;
};

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_SERVER_METRICS_SHARDED_COUNTERS_H_
