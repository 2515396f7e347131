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

#include <atomic>
#include <cstddef>
#include <thread>
#include <vector>

namespace customer2vec {

// Calls work(chunk, thread) once for each chunk below `count`; `thread` is
// below `threads`. Returns when all are done. REQUIRES: threads > 0, `work`
// does not throw.
template <typename Work>
void ParallelChunks(size_t threads, size_t count, const Work& work) {
  std::atomic<size_t> next = 0;
  const auto loop = [&](size_t thread) {
    for (size_t i = next.fetch_add(1); i < count; i = next.fetch_add(1)) {
      work(i, thread);
    }
  };
  std::vector<std::thread> others;
  for (size_t i = 1; i < threads; ++i) others.emplace_back(loop, i);
  loop(0);
  for (std::thread& thread : others) thread.join();
}

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_TRAINER_MODELS_INTERACTIONS_PARALLEL_CHUNKS_H_
