#include "core/nn/workspace.h"

#include <gtest/gtest.h>

#include <cstdint>

#include "core/nn/allocation_count.h"

namespace customer2vec::nn {
namespace {

TEST(WorkspaceTest, WhatWasTakenStaysWhileMoreIsTaken) {
  Workspace<float> workspace;
  const MatrixView<float> first = workspace.TakeZeros(3, 5);
  first(2, 4) = 7;
  for (int i = 0; i < 100; ++i) {
    for (float& number : workspace.Take(500)) number = 1;
  }
  EXPECT_EQ(first(2, 4), 7);
  EXPECT_EQ(first(0, 0), 0);
}

TEST(WorkspaceTest, PiecesStartOnCacheLines) {
  Workspace<double> workspace;
  for (const size_t size : {1, 7, 100, 5000, 3}) {
    EXPECT_EQ(reinterpret_cast<uintptr_t>(workspace.Take(size).data()) % 64, 0);
  }
}

TEST(WorkspaceTest, TheSameWorkAgainDoesNotAllocate) {
  if (!kCountsAllocations) GTEST_SKIP() << "a sanitizer allocates";
  Workspace<float> workspace;
  const auto work = [&] {
    workspace.Reset();
    for (const size_t size : {10, 5000, 77, 100000}) workspace.Take(size);
  };
  EXPECT_GT(AllocationsOf(work), 0);
  work();
  EXPECT_EQ(AllocationsOf(work), 0);
}

}  // namespace
}  // namespace customer2vec::nn
