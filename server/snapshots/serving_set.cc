#include "server/snapshots/serving_set.h"

#include <utility>

namespace customer2vec {

ServingSetCell::ServingSetCell() { Swap({}); }

std::shared_ptr<const ServingSet> ServingSetCell::Get() const {
  const Shard& shard = shards_[ThreadShard()];
  std::lock_guard lock(shard.mutex);
  return shard.set;
}

void ServingSetCell::Swap(const ServingSet& set) {
  for (Shard& shard : shards_) {
    auto copy = std::make_shared<const ServingSet>(set);
    std::lock_guard lock(shard.mutex);
    shard.set.swap(copy);
  }
}

}  // namespace customer2vec
