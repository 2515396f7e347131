#include "server/concurrency/thread_shard.h"

#include <gtest/gtest.h>

#include <set>
#include <thread>

namespace customer2vec {
namespace {

size_t ShardOfNewThread() {
  size_t shard = kThreadShards;
  std::thread([&] { shard = ThreadShard(); }).join();
  return shard;
}

TEST(ThreadShardTest, AThreadKeepsItsShard) {
  EXPECT_EQ(ThreadShard(), ThreadShard());
}

TEST(ThreadShardTest, ThreadsTakeTurns) {
  std::set<size_t> shards;
  for (size_t i = 0; i < kThreadShards; ++i) shards.insert(ShardOfNewThread());
  EXPECT_EQ(shards.size(), kThreadShards);
  EXPECT_EQ(*shards.rbegin(), kThreadShards - 1);
}

}  // namespace
}  // namespace customer2vec
