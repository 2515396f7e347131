#include "trainer/models/sgns/embedding_matrix.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>

namespace customer2vec {
namespace {

TEST(EmbeddingMatrixTest, RowsStartOnCacheLinesAndArePadded) {
  for (size_t d : {1, 15, 16, 17, 200}) {
    EmbeddingMatrix matrix(3, d);
    EXPECT_EQ(matrix.stride() % 16, 0u);
    EXPECT_GE(matrix.stride(), d);
    EXPECT_LT(matrix.stride(), d + 16);
    for (size_t row = 0; row < 3; ++row) {
      EXPECT_EQ(reinterpret_cast<uintptr_t>(matrix.Row(row)) % 64, 0u);
    }
  }
}

TEST(EmbeddingMatrixTest, StartsAtZero) {
  EmbeddingMatrix matrix(3, 5);
  EXPECT_EQ(matrix.Dense(), std::vector<float>(15, 0.0f));
}

TEST(EmbeddingMatrixTest, UniformNumbersFillTheirRangeAndLeaveThePadding) {
  EmbeddingMatrix matrix(200, 10);
  Random random(1);
  matrix.FillUniform(random);
  const std::vector<float> dense = matrix.Dense();
  const auto [low, high] = std::ranges::minmax(dense);
  // The largest of 2000 uniform numbers is below 0.99 of the range with
  // probability 2e-9.
  EXPECT_GE(low, -0.05f);
  EXPECT_LT(low, -0.049f);
  EXPECT_LT(high, 0.05f);
  EXPECT_GT(high, 0.049f);
  for (size_t i = 10; i < 16; ++i) EXPECT_EQ(matrix.Row(7)[i], 0);
}

TEST(EmbeddingMatrixTest, DenseLeavesThePaddingOut) {
  EmbeddingMatrix matrix(2, 2);
  for (size_t i = 0; i < 4; ++i) {
    matrix.Row(i / 2)[i % 2] = static_cast<float>(i);
  }
  EXPECT_EQ(matrix.Dense(), (std::vector<float>{0, 1, 2, 3}));
}

TEST(EmbeddingMatrixTest, SetDenseIsTheReverse) {
  EmbeddingMatrix matrix(3, 17);
  Random random(1);
  matrix.FillUniform(random);
  EmbeddingMatrix other(3, 17);
  other.SetDense(matrix.Dense());
  EXPECT_EQ(other.Dense(), matrix.Dense());
  for (size_t i = 17; i < other.stride(); ++i) EXPECT_EQ(other.Row(2)[i], 0);
}

TEST(EmbeddingMatrixTest, CopyIsItsOwn) {
  EmbeddingMatrix matrix(1, 2);
  matrix.Row(0)[1] = 4;
  const EmbeddingMatrix copy = matrix.Copy();
  matrix.Row(0)[1] = 5;
  EXPECT_EQ(copy.Dense(), (std::vector<float>{0, 4}));
}

TEST(EmbeddingMatrixTest, MayBeEmpty) {
  EXPECT_TRUE(EmbeddingMatrix(0, 8).Dense().empty());
  EXPECT_TRUE(EmbeddingMatrix(4, 0).Dense().empty());
}

}  // namespace
}  // namespace customer2vec
