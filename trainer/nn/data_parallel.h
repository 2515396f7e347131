// Batches cut into shards that threads work on, with one gradient at the end.
//
//   const TableShape tables[] = {{item_count, 100}};
//   DataParallel<float> parallel({.shards = 4, .threads = 2}, layout.size(),
//                                tables);
//   const auto learn = [&](size_t shard, Shard<float>& memory) {
//     const ShardRange range = ShardOf(batch.size(), parallel.shards(), shard);
//     ...              // forward and backward of those examples into memory
//     return shard_loss;
//   };
//   const double loss = parallel.Run(learn);
//   ClipByNorm(5, parallel.gradients());
//
// A shard's gradient is its own, and gradients are summed in the order of
// shards, so that the number of threads changes no bit of the result; the
// number of shards does, in rounding, and in what shards draw. While one of
// these lives, OpenBLAS has one thread. Run() is for one thread at a time.

#ifndef CUSTOMER2VEC_TRAINER_NN_DATA_PARALLEL_H_
#define CUSTOMER2VEC_TRAINER_NN_DATA_PARALLEL_H_

#include <cstddef>
#include <span>
#include <vector>

#include "absl/functional/function_ref.h"
#include "core/nn/workspace.h"
#include "trainer/nn/blas_threads.h"
#include "trainer/nn/gradients.h"
#include "trainer/nn/worker_pool.h"

namespace customer2vec::nn {

struct DataParallelOptions {
  size_t shards = 4;   // > 0; more than threads evens out their work
  size_t threads = 1;  // > 0; more than shards are not used
};

// Memory of a shard. Zero gradients and an empty workspace when Run() hands it
// out.
template <typename T>
struct Shard {
  Gradients<T> gradients;
  Workspace<T> workspace;
};

// Examples [begin, end) of a shard.
struct ShardRange {
  size_t begin = 0;
  size_t end = 0;

  size_t size() const { return end - begin; }
};

// Neighbouring examples, sizes that differ by at most one.
inline ShardRange ShardOf(size_t examples, size_t shards, size_t shard) {
  return {examples * shard / shards, examples * (shard + 1) / shards};
}

template <typename T>
class DataParallel {
 public:
  DataParallel(const DataParallelOptions& options, size_t dense_size,
               std::span<const TableShape> tables);

  size_t shards() const { return shards_.size(); }

  // Calls `work` once for each shard, which adds to the shard's gradients and
  // returns its loss. Returns the sum of losses; gradients() is the sum of
  // gradients. REQUIRES: `work` does not throw.
  double Run(absl::FunctionRef<double(size_t, Shard<T>&)> work);

  Gradients<T>& gradients() { return shards_[0].gradients; }

 private:
  void SumGradients();

  SingleThreadedBlas blas_;
  WorkerPool pool_;
  std::vector<Shard<T>> shards_;
  std::vector<double> losses_;
};

}  // namespace customer2vec::nn

#endif  // CUSTOMER2VEC_TRAINER_NN_DATA_PARALLEL_H_
