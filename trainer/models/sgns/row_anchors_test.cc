#include "trainer/models/sgns/row_anchors.h"

#include <gtest/gtest.h>

#include <limits>
#include <vector>

namespace customer2vec {
namespace {

constexpr float kFree = std::numeric_limits<float>::infinity();

EmbeddingMatrix Ones(size_t rows) {
  EmbeddingMatrix matrix(rows, 2);
  for (size_t row = 0; row < rows; ++row) {
    matrix.Row(row)[0] = matrix.Row(row)[1] = 1;
  }
  return matrix;
}

TEST(RowAnchorsTest, FrozenRowsComeBackExactly) {
  EmbeddingMatrix matrix = Ones(2);
  const RowAnchors anchors(matrix, std::vector<float>{kFree, 0});
  for (uint32_t row : {0u, 1u}) matrix.Row(row)[0] = 1.7f;
  for (uint32_t row : {0u, 1u}) anchors.Hold(row, matrix);
  EXPECT_EQ(matrix.Dense(), (std::vector<float>{1.7f, 1, 1, 1}));
}

TEST(RowAnchorsTest, RowsStopAtTheirMaximum) {
  EmbeddingMatrix matrix = Ones(2);
  const RowAnchors anchors(matrix, std::vector<float>{5, 0.5f});
  for (uint32_t row : {0u, 1u}) {
    matrix.Row(row)[0] = 4;
    matrix.Row(row)[1] = 5;  // 5 away
  }
  anchors.HoldAll(matrix);
  EXPECT_EQ(matrix.Row(0)[0], 4) << "just within";
  EXPECT_FLOAT_EQ(matrix.Row(1)[0], 1.3f) << "a tenth of the way";
  EXPECT_FLOAT_EQ(matrix.Row(1)[1], 1.4f);
}

TEST(RowAnchorsTest, ADivergedRowComesBackToo) {
  EmbeddingMatrix matrix = Ones(1);
  const RowAnchors anchors(matrix, std::vector<float>{0.5f});
  matrix.Row(0)[0] = kFree;
  anchors.Hold(0, matrix);
  EXPECT_EQ(matrix.Dense(), (std::vector<float>{1, 1}));
}

TEST(RowAnchorsTest, NothingAnchoredIsEmpty) {
  EmbeddingMatrix matrix = Ones(1);
  EXPECT_TRUE(RowAnchors().empty());
  EXPECT_TRUE(RowAnchors(matrix, {}).empty());
  EXPECT_TRUE(RowAnchors(matrix, std::vector<float>{kFree}).empty());
  EXPECT_FALSE(RowAnchors(matrix, std::vector<float>{3}).empty());
}

}  // namespace
}  // namespace customer2vec
