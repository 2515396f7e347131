#include "trainer/nn/data_parallel.h"

#include <algorithm>

#include "core/nn/eigen_maps.h"

namespace customer2vec::nn {
namespace {

// Dense numbers that one thread sums at a time.
constexpr size_t kSumBlock = 16384;

}  // namespace

template <typename T>
DataParallel<T>::DataParallel(const DataParallelOptions& options,
                              size_t dense_size,
                              std::span<const TableShape> tables)
    : pool_(std::min(options.threads, options.shards)),
      losses_(options.shards) {
  shards_.reserve(options.shards);
  for (size_t i = 0; i < options.shards; ++i) {
    shards_.push_back({Gradients<T>(dense_size, tables), Workspace<T>()});
  }
}

template <typename T>
double DataParallel<T>::Run(absl::FunctionRef<double(size_t, Shard<T>&)> work) {
  pool_.Run(shards_.size(), [&](size_t shard) {
    shards_[shard].gradients.Clear();
    shards_[shard].workspace.Reset();
    losses_[shard] = work(shard, shards_[shard]);
  });
  SumGradients();
  double loss = 0;
  for (const double shard_loss : losses_) loss += shard_loss;
  return loss;
}

// Into those of the first shard: blocks of the dense array and whole tables are
// pieces of work, each summed shard after shard.
template <typename T>
void DataParallel<T>::SumGradients() {
  Gradients<T>& sum = shards_[0].gradients;
  const size_t blocks = (sum.dense.size() + kSumBlock - 1) / kSumBlock;
  pool_.Run(sum.tables.size() + blocks, [&](size_t piece) {
    if (piece < sum.tables.size()) {
      for (size_t i = 1; i < shards_.size(); ++i) {
        const RowGradients<T>& table = shards_[i].gradients.tables[piece];
        sum.tables[piece].Add(table.rows(), table.values());
      }
      return;
    }
    const size_t begin = (piece - sum.tables.size()) * kSumBlock;
    const size_t count = std::min(kSumBlock, sum.dense.size() - begin);
    auto block = Map(std::span<T>(sum.dense).subspan(begin, count));
    for (size_t i = 1; i < shards_.size(); ++i) {
      const std::span<const T> dense = shards_[i].gradients.dense;
      block += Map(dense.subspan(begin, count));
    }
  });
}

template class DataParallel<float>;
template class DataParallel<double>;

}  // namespace customer2vec::nn
