#include "server/metrics/sharded_counters.h"

#include <gtest/gtest.h>

#include <thread>
#include <vector>

namespace customer2vec {
namespace {

TEST(ShardedCountersTest, StartsAtZero) {
  const ShardedCounters<2> counters;
  EXPECT_EQ(counters.Sum(0), 0);
  EXPECT_EQ(counters.Sum(1), 0);
}

TEST(ShardedCountersTest, CellsAreApart) {
  ShardedCounters<2> counters;
  counters.Add(0);
  counters.Add(1, 5);
  EXPECT_EQ(counters.Sum(0), 1);
  EXPECT_EQ(counters.Sum(1), 5);
}

TEST(ShardedCountersTest, LosesNothingUnderManyThreads) {
  constexpr int kThreads = 20;  // more than there are shards
  constexpr int kAdds = 2000;
  ShardedCounters<3> counters;
  std::vector<std::thread> threads;
  for (int t = 0; t < kThreads; ++t) {
    threads.emplace_back([&] {
      for (int i = 0; i < kAdds; ++i) counters.Add(2);
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(counters.Sum(2), kThreads * kAdds);
}

}  // namespace
}  // namespace customer2vec
