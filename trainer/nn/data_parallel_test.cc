// Shards, the pool that works on them, and OpenBLAS's threads beside it.

#include "trainer/nn/data_parallel.h"

#include <cblas.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdint>

#include "core/base/random.h"
#include "core/nn/nn_test_util.h"

namespace customer2vec::nn {
namespace {

using ::testing::Each;

TEST(WorkerPoolTest, EachPieceIsDoneOnceInEachRound) {
  for (const size_t threads : {1, 2, 5}) {
    WorkerPool pool(threads);
    EXPECT_EQ(pool.threads(), threads);
    std::vector<int> done(100);
    for (int round = 1; round <= 50; ++round) {
      pool.Run(done.size(), [&](size_t i) { ++done[i]; });
      EXPECT_THAT(done, Each(round));
    }
  }
}

TEST(WorkerPoolTest, RoundsMayBeSmallOrEmpty) {
  WorkerPool pool(3);
  int done = 0;
  pool.Run(0, [&](size_t) { ++done; });
  EXPECT_EQ(done, 0);
  pool.Run(1, [&](size_t) { ++done; });
  EXPECT_EQ(done, 1);
}

TEST(SingleThreadedBlasTest, TheLastGuardPutsThreadsBack) {
  openblas_set_num_threads(2);
  const int before = BlasThreads();
  {
    const SingleThreadedBlas outer;
    EXPECT_EQ(BlasThreads(), 1);
    { const SingleThreadedBlas inner; }
    EXPECT_EQ(BlasThreads(), 1);
  }
  EXPECT_EQ(BlasThreads(), before);
}

TEST(ShardOfTest, ShardsAreAllExamplesInOrder) {
  for (const size_t examples : {0, 1, 3, 7, 100}) {
    size_t next = 0;
    for (size_t shard = 0; shard < 4; ++shard) {
      const ShardRange range = ShardOf(examples, 4, shard);
      EXPECT_EQ(range.begin, next);
      EXPECT_LE(range.size(), examples / 4 + 1);
      next = range.end;
    }
    EXPECT_EQ(next, examples);
  }
}

constexpr size_t kDense = 40000;  // several blocks of the sum
constexpr size_t kRows = 500;
constexpr size_t kShards = 5;

// Adds numbers of very different sizes, so that another order of additions
// shows.
double AddRandom(size_t shard, Gradients<float>& gradients) {
  Random random(shard);
  const auto number = [&] {
    return static_cast<float>(std::exp(5 * random.Normal()));
  };
  for (float& gradient : gradients.dense) gradient += number();
  for (int i = 0; i < 200; ++i) {
    gradients.tables[0].Row(random.Below(kRows))[i % 3] += number();
  }
  return number();
}

struct Result {
  double loss;
  Gradients<float> gradients;
};

// The second of two rounds, so that what the first left would show.
Result RunTwice(size_t threads) {
  const TableShape shape = {kRows, 3};
  DataParallel<float> parallel({.shards = kShards, .threads = threads}, kDense,
                               {&shape, 1});
  double loss = 0;
  for (int round = 0; round < 2; ++round) {
    loss = parallel.Run([](size_t shard, Shard<float>& memory) {
      return AddRandom(shard, memory.gradients);
    });
  }
  return {loss, parallel.gradients()};
}

TEST(DataParallelTest, TheSumIsThatOfShardsInOrder) {
  const Result result = RunTwice(2);
  const TableShape shape = {kRows, 3};
  std::vector<Gradients<float>> shards(kShards,
                                       Gradients<float>(kDense, {&shape, 1}));
  double loss = 0;
  for (size_t i = 0; i < kShards; ++i) loss += AddRandom(i, shards[i]);
  EXPECT_EQ(result.loss, loss);
  for (size_t j = 0; j < kDense; ++j) {
    float sum = shards[0].dense[j];
    for (size_t i = 1; i < kShards; ++i) sum += shards[i].dense[j];
    ASSERT_EQ(result.gradients.dense[j], sum);
  }
  RowGradients<float> rows = result.gradients.tables[0];
  for (uint32_t row = 0; row < kRows; ++row) {
    float sum = shards[0].tables[0].Row(row)[1];
    for (size_t i = 1; i < kShards; ++i) sum += shards[i].tables[0].Row(row)[1];
    ASSERT_EQ(rows.Row(row)[1], sum);
  }
}

TEST(DataParallelTest, ThreadsChangeNothing) {
  const Result one = RunTwice(1);
  for (const size_t threads : {2, 3, 9}) {
    const Result more = RunTwice(threads);
    EXPECT_EQ(more.loss, one.loss);
    EXPECT_EQ(more.gradients.dense, one.gradients.dense);
    const RowGradients<float>& rows = more.gradients.tables[0];
    const RowGradients<float>& rows_of_one = one.gradients.tables[0];
    EXPECT_TRUE(std::ranges::equal(rows.rows(), rows_of_one.rows()));
    ExpectNear<float>(rows.values(), rows_of_one.values(), 0);
  }
}

}  // namespace
}  // namespace customer2vec::nn
