#include "trainer/data/ordered_batches.h"

#include <gtest/gtest.h>

#include <atomic>
#include <set>
#include <thread>
#include <vector>

namespace customer2vec {
namespace {

struct Batch {
  int number = 0;
  int square = 0;
  std::vector<int> memory;
};

// Squares of 0, 1, ..., count - 1.
class Squares {
 public:
  explicit Squares(int count) : count_(count) {}

  OrderedBatches<Batch> Start(size_t threads) {
    return OrderedBatches<Batch>(
        threads, [this](Batch* batch) { return Fill(batch); },
        [this](Batch* batch) { Work(batch); });
  }
  bool Fill(Batch* batch) {
    if (filled_ == count_) return false;
    EXPECT_FALSE(filling_.exchange(true)) << "two fill at once";
    batch->number = filled_++;
    batch->memory.resize(100);
    addresses_.insert(batch->memory.data());
    filling_ = false;
    return true;
  }
  // Later batches are done before earlier ones.
  void Work(Batch* batch) const {
    for (int i = 0; i < 3 - batch->number % 4; ++i) std::this_thread::yield();
    batch->square = batch->number * batch->number;
  }

  int filled() const { return filled_; }
  size_t memories() const { return addresses_.size(); }

 private:
  const int count_;
  std::atomic<int> filled_ = 0;
  std::atomic<bool> filling_ = false;
  std::set<const int*> addresses_;
};

TEST(OrderedBatchesTest, GivesResultsInTheOrderOfFilling) {
  for (const size_t threads : {0, 1, 2, 5}) {
    for (const int count : {0, 1, 2, 3, 50}) {
      Squares squares(count);
      OrderedBatches<Batch> batches = squares.Start(threads);
      Batch batch;
      std::vector<int> found;
      while (batches.Next(&batch)) found.push_back(batch.square);
      std::vector<int> expected(count);
      for (int i = 0; i < count; ++i) expected[i] = i * i;
      EXPECT_EQ(found, expected) << threads << " threads";
      EXPECT_FALSE(batches.Next(&batch)) << "and stays at the end";
    }
  }
}

TEST(OrderedBatchesTest, MemoryIsUsedAgain) {
  for (const size_t threads : {0, 1, 3}) {
    Squares squares(60);
    OrderedBatches<Batch> batches = squares.Start(threads);
    Batch batch;
    while (batches.Next(&batch)) {
    }
    EXPECT_LE(squares.memories(), 2 * threads + 2);
  }
}

TEST(OrderedBatchesTest, GoesNoFurtherAheadThanItSays) {
  Squares squares(1000);
  OrderedBatches<Batch> batches = squares.Start(2);
  Batch batch;
  ASSERT_TRUE(batches.Next(&batch));
  EXPECT_EQ(squares.filled(), 1) << "threads begin with the second";
  ASSERT_TRUE(batches.Next(&batch));
  while (squares.filled() < 2 + 4) std::this_thread::yield();
  for (int i = 0; i < 100; ++i) std::this_thread::yield();
  EXPECT_EQ(squares.filled(), 2 + 4);
}

TEST(OrderedBatchesTest, MayEndBeforeItsSourceDoes) {
  for (int taken = 0; taken < 20; ++taken) {
    Squares squares(1000);
    OrderedBatches<Batch> batches = squares.Start(3);
    Batch batch;
    for (int i = 0; i < taken; ++i) ASSERT_TRUE(batches.Next(&batch));
    EXPECT_LE(squares.filled(), taken + 6);
  }
}

}  // namespace
}  // namespace customer2vec
