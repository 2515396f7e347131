// Shares numbered pieces of work out over threads.
//
//   ParallelChunks(threads, chunks.size(), [&](size_t chunk, size_t thread) {
//     Solve(chunks[chunk], scratch[thread]);
//   });
//
// Which thread does which chunk is not defined; results that are kept by chunk,
// or by what a chunk holds, do not depend on the number of threads.

#ifndef CUSTOMER2VEC_TRAINER_MODELS_INTERACTIONS_PARALLEL_CHUNKS_H_
#define CUSTOMER2VEC_TRAINER_MODELS_INTERACTIONS_PARALLEL_CHUNKS_H_

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <thread>
#include <vector>

namespace customer2vec {

// Calls work(chunk, thread) once for each chunk of [begin, end), in order as
// far as threads begin them, until stop(), which is asked after each, is true.
// Returns when all that were begun are done: the first that was not, or `end`.
// `thread` is below `threads`. REQUIRES: threads > 0, begin <= end, nothing
// throws.
template <typename Stop, typename Work>
size_t ParallelChunksUntil(size_t threads, size_t begin, size_t end,
                           const Stop& stop, const Work& work) {
  std::atomic<size_t> next = begin;
  const auto loop = [&](size_t thread) {
    do {
      const size_t chunk = next.fetch_add(1);
      if (chunk >= end) return;
      work(chunk, thread);
    } while (!stop());
  };
  std::vector<std::thread> others;
  for (size_t i = 1; i < threads; ++i) others.emplace_back(loop, i);
  loop(0);
  for (std::thread& thread : others) thread.join();
  return std::min(next.load(), end);
}

// All of [0, count).
template <typename Work>
void ParallelChunks(size_t threads, size_t count, const Work& work) {
  ParallelChunksUntil(
      threads, 0, count, [] { return false; }, work);
}

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_TRAINER_MODELS_INTERACTIONS_PARALLEL_CHUNKS_H_
