#include "trainer/nn/sequence_batch.h"

#include <algorithm>
#include <numeric>

namespace customer2vec::nn {

void SequenceBatch::Assign(std::span<const uint32_t> lengths) {
  order_.resize(lengths.size());
  std::iota(order_.begin(), order_.end(), uint32_t{0});
  // Not stable_sort, which allocates.
  std::ranges::sort(order_, [&](uint32_t a, uint32_t b) {
    return lengths[a] != lengths[b] ? lengths[a] > lengths[b] : a < b;
  });
  place_.resize(lengths.size());
  for (uint32_t i = 0; i < order_.size(); ++i) place_[order_[i]] = i;
  begins_.assign(1, 0);
  size_t going = lengths.size();
  for (uint32_t step = 0;; ++step) {
    while (going > 0 && lengths[order_[going - 1]] <= step) --going;
    if (going == 0) return;
    begins_.push_back(begins_.back() + going);
  }
}

}  // namespace customer2vec::nn
