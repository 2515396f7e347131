#include "server/snapshots/serving_set.h"

#include <gtest/gtest.h>

#include <array>
#include <atomic>
#include <thread>
#include <vector>

namespace customer2vec {
namespace {

// Stands for a snapshot: an address and a count of references, never looked
// into.
class FakeSnapshots {
 public:
  std::shared_ptr<const Snapshot> Make(int number) {
    return std::shared_ptr<const Snapshot>(
        std::make_shared<int>(number),
        reinterpret_cast<const Snapshot*>(&addresses_[number]));
  }

 private:
  std::array<char, 16> addresses_;
};

TEST(ServingSetTest, StartsWithNothing) {
  const ServingSetCell cell;
  ASSERT_NE(cell.Get(), nullptr);
  EXPECT_TRUE(cell.Get()->loaded.empty());
  EXPECT_EQ(cell.Get()->stable, nullptr);
}

TEST(ServingSetTest, EveryThreadSeesTheSwap) {
  FakeSnapshots fake;
  const auto snapshot = fake.Make(0);
  ServingSetCell cell;
  cell.Swap({.loaded = {snapshot}, .stable = snapshot.get()});
  for (size_t i = 0; i < 2 * kThreadShards; ++i) {
    std::thread([&] { EXPECT_EQ(cell.Get()->stable, snapshot.get()); }).join();
  }
}

TEST(ServingSetTest, AHeldSetOutlivesTheSwap) {
  FakeSnapshots fake;
  auto snapshot = fake.Make(0);
  const std::weak_ptr<const Snapshot> weak = snapshot;
  ServingSetCell cell;
  cell.Swap({.loaded = {snapshot}, .stable = snapshot.get()});
  auto held = cell.Get();
  cell.Swap({});
  snapshot.reset();
  EXPECT_FALSE(weak.expired());
  held.reset();
  EXPECT_TRUE(weak.expired()) << "no shard keeps it";
}

TEST(ServingSetTest, ReadersNeverSeeHalfASet) {
  FakeSnapshots fake;
  ServingSetCell cell;
  std::atomic<bool> stop = false;
  std::vector<std::thread> readers;
  for (int t = 0; t < 4; ++t) {
    readers.emplace_back([&] {
      while (!stop) {
        const auto set = cell.Get();
        if (set->stable == nullptr) continue;
        ASSERT_EQ(set->loaded.size(), 1);
        ASSERT_EQ(set->loaded[0].get(), set->stable);
      }
    });
  }
  for (int i = 0; i < 2000; ++i) {
    const auto snapshot = fake.Make(i % 16);
    cell.Swap({.loaded = {snapshot}, .stable = snapshot.get()});
  }
  stop = true;
  for (std::thread& reader : readers) reader.join();
}

}  // namespace
}  // namespace customer2vec
