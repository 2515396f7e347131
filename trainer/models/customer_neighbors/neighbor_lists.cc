#include "trainer/models/customer_neighbors/neighbor_lists.h"

#include <algorithm>
#include <atomic>
#include <thread>

#include "core/servables/customer_neighbors.h"
#include "core/vocabulary/vocabulary.h"

namespace customer2vec {
namespace {

// Customers that a thread takes at a time.
constexpr uint32_t kChunk = 64;

class ListMaker {
 public:
  ListMaker(const Space& space, size_t neighbors)
      : space_(space),
        neighbors_(neighbors),
        inverse_norms_(CustomerInverseNorms(space)) {
    lists_.neighbors.resize(space.customer_count() * neighbors, kNoRow);
    lists_.similarities.resize(space.customer_count() * neighbors);
  }

  void Run(size_t threads) {
    std::vector<std::thread> others;
    for (size_t i = 1; i < threads; ++i) {
      others.emplace_back([this] { Work(); });
    }
    Work();
    for (std::thread& other : others) other.join();
  }

  NeighborLists Take() && { return std::move(lists_); }

 private:
  void Work() {
    const auto count = static_cast<uint32_t>(inverse_norms_.size());
    std::vector<CustomerNeighbor> nearest;
    for (uint32_t begin; (begin = next_.fetch_add(kChunk)) < count;) {
      const uint32_t end = std::min(begin + kChunk, count);
      for (uint32_t row = begin; row < end; ++row) List(row, nearest);
    }
  }

  void List(uint32_t row, std::vector<CustomerNeighbor>& nearest) {
    if (inverse_norms_[row] == 0) return;
    FindNearestCustomers(space_, inverse_norms_, space_.CustomerVector(row),
                         row, neighbors_, &nearest);
    for (size_t i = 0; i < nearest.size(); ++i) {
      lists_.neighbors[row * neighbors_ + i] = nearest[i].item;
      lists_.similarities[row * neighbors_ + i] = nearest[i].score;
    }
  }

  const Space& space_;
  const size_t neighbors_;
  const std::vector<float> inverse_norms_;
  NeighborLists lists_;
  std::atomic<uint32_t> next_ = 0;
};

}  // namespace

NeighborLists ListNearestCustomers(const Space& space, size_t neighbors,
                                   size_t threads) {
  ListMaker maker(space, neighbors);
  maker.Run(threads);
  return std::move(maker).Take();
}

}  // namespace customer2vec
