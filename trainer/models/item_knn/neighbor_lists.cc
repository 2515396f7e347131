#include "trainer/models/item_knn/neighbor_lists.h"

#include <algorithm>
#include <atomic>
#include <thread>

namespace customer2vec {
namespace {

constexpr size_t kRowsAtOnce = 64;

using Rows = std::vector<std::vector<ScoredItem>>;

// Takes blocks of rows until none is left.
void FillRows(size_t neighbors, const NeighborWeights& weights_of,
              std::atomic<size_t>* next, Rows* rows) {
  SparseScores weights;
  while (true) {
    const size_t begin = next->fetch_add(kRowsAtOnce);
    if (begin >= rows->size()) return;
    const size_t end = std::min(begin + kRowsAtOnce, rows->size());
    for (size_t item = begin; item < end; ++item) {
      weights.Reset(rows->size());
      weights_of(static_cast<uint32_t>(item), &weights);
      weights.Top({.k = neighbors}, &(*rows)[item]);
      (*rows)[item].shrink_to_fit();
    }
  }
}

}  // namespace

OwnedNeighborLists BuildNeighborLists(size_t item_count, size_t neighbors,
                                      size_t threads,
                                      const NeighborWeights& weights_of) {
  Rows rows(item_count);
  std::atomic<size_t> next = 0;
  std::vector<std::thread> others;
  for (size_t i = 1; i < threads; ++i) {
    others.emplace_back(FillRows, neighbors, std::cref(weights_of), &next,
                        &rows);
  }
  FillRows(neighbors, weights_of, &next, &rows);
  for (std::thread& other : others) other.join();

  OwnedNeighborLists lists;
  for (const std::vector<ScoredItem>& row : rows) {
    for (const ScoredItem& neighbor : row) {
      lists.neighbors.push_back(neighbor.item);
      lists.weights.push_back(neighbor.score);
    }
    lists.offsets.push_back(lists.neighbors.size());
  }
  return lists;
}

}  // namespace customer2vec
