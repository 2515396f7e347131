// Keeps the k best of many scored items.
//
//   TopK best(20, &top);
//   for (uint32_t row = 0; row < n; ++row) best.Push({row, scores[row]});
//   best.Finish();   // top is sorted, best first
//
// The order is RanksBefore(), so the result does not depend on the order of the
// pushes. NaN is dropped. Push() is O(1) for what does not make it and
// O(log k) for what does. Not thread-safe.

#ifndef CUSTOMER2VEC_CORE_VECTORS_TOP_K_H_
#define CUSTOMER2VEC_CORE_VECTORS_TOP_K_H_

#include <algorithm>
#include <cstddef>
#include <vector>

#include "core/vectors/scored_item.h"

namespace customer2vec {

class TopK {
 public:
  // Clears `top`, which outlives this object and has its capacity reused.
  TopK(size_t k, std::vector<ScoredItem>* top) : k_(k), heap_(*top) {
    heap_.clear();
  }

  // Whether Push() would keep it now.
  bool WouldKeep(const ScoredItem& item) const {
    if (item.score != item.score || k_ == 0) return false;
    return heap_.size() < k_ || RanksBefore(item, heap_.front());
  }

  void Push(const ScoredItem& item) {
    if (!WouldKeep(item)) return;
    if (heap_.size() == k_) {
      std::pop_heap(heap_.begin(), heap_.end(), RanksBefore);
      heap_.pop_back();
    }
    heap_.push_back(item);
    std::push_heap(heap_.begin(), heap_.end(), RanksBefore);
  }

  // Sorts what was kept. Nothing may be pushed after.
  void Finish() { std::sort_heap(heap_.begin(), heap_.end(), RanksBefore); }

 private:
  size_t k_;
  std::vector<ScoredItem>& heap_;  // the worst kept item in front
};

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_CORE_VECTORS_TOP_K_H_
