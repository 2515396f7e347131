// The loaded snapshots as requests see them, swapped whole.
//
//   ServingSetCell cell;
//   cell.Swap({.loaded = {snapshot}, .stable = snapshot.get()});  // the loader
//   std::shared_ptr<const ServingSet> set = cell.Get();           // a request
//
// Get() is on the path of every request. One shared_ptr behind one mutex would
// have all threads fight over the mutex and over the reference count; so there
// is a copy of the set a shard, each with a mutex and a count of its own, and
// threads of different shards touch no common line. (An atomic<shared_ptr>
// would still share the count, and GCC 12's is a lock that TSan cannot see.)
//
// A set refers to its snapshots but never is the last to do so: the manager
// keeps what it swapped out until nobody has it, and destroys it on its own
// thread (see SnapshotManager). Thread-safe.

#ifndef CUSTOMER2VEC_SERVER_SNAPSHOTS_SERVING_SET_H_
#define CUSTOMER2VEC_SERVER_SNAPSHOTS_SERVING_SET_H_

#include <array>
#include <memory>
#include <mutex>
#include <vector>

#include "core/snapshot/snapshot.h"
#include "server/concurrency/thread_shard.h"

namespace customer2vec {

struct ServingSet {
  std::vector<std::shared_ptr<const Snapshot>> loaded;  // newest first
  const Snapshot* stable = nullptr;                     // one of them, or null
};

class ServingSetCell {
 public:
  // Of nothing.
  ServingSetCell();

  // Never null. A few tens of nanoseconds.
  std::shared_ptr<const ServingSet> Get() const;

  void Swap(const ServingSet& set);

 private:
  struct alignas(kShardAlignment) Shard {
    mutable std::mutex mutex;
    std::shared_ptr<const ServingSet> set;
  };

  std::array<Shard, kThreadShards> shards_;
};

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_SERVER_SNAPSHOTS_SERVING_SET_H_
