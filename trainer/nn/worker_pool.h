// Threads that wait for numbered pieces of work, for loops too short to start
// threads each time.
//
//   WorkerPool pool(/*threads=*/2);
//   for (const Batch& batch : batches) {
//     pool.Run(shards, [&](size_t shard) { ... });
//   }
//
// Which thread does which piece is not defined: keep results by piece. For
// longer work trainer/models/interactions/parallel_chunks.h does without a
// pool. Run() is for one thread at a time.

#ifndef CUSTOMER2VEC_TRAINER_NN_WORKER_POOL_H_
#define CUSTOMER2VEC_TRAINER_NN_WORKER_POOL_H_

#include <atomic>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <thread>
#include <vector>

#include "absl/functional/function_ref.h"

namespace customer2vec::nn {

class WorkerPool {
 public:
  // The calling thread is one of them. REQUIRES: threads > 0.
  explicit WorkerPool(size_t threads);
  ~WorkerPool();

  WorkerPool(const WorkerPool&) = delete;
  WorkerPool& operator=(const WorkerPool&) = delete;

  size_t threads() const { return others_.size() + 1; }

  // Calls work(i) once for each i below `count` and returns when all are done.
  // REQUIRES: `work` does not throw and does not call Run().
  void Run(size_t count, absl::FunctionRef<void(size_t)> work);

 private:
  using Work = absl::FunctionRef<void(size_t)>;

  void Wait();
  void TakePieces(size_t count, Work work);

  std::atomic<size_t> next_ = 0;
  std::mutex mutex_;
  std::condition_variable begin_, end_;
  // Guarded by mutex_.
  const Work* work_ = nullptr;
  size_t count_ = 0;
  uint64_t round_ = 0;
  size_t busy_ = 0;  // others that have not finished the round
  bool stopping_ = false;

  std::vector<std::thread> others_;
};

}  // namespace customer2vec::nn

#endif  // CUSTOMER2VEC_TRAINER_NN_WORKER_POOL_H_
