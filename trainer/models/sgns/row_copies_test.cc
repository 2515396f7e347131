#include "trainer/models/sgns/row_copies.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace customer2vec {
namespace {

using ::testing::ElementsAre;

EmbeddingMatrix Counting(size_t rows) {
  EmbeddingMatrix matrix(rows, 1);
  for (size_t row = 0; row < rows; ++row) {
    matrix.Row(row)[0] = static_cast<float>(row);
  }
  return matrix;
}

TEST(RowCopiesTest, MovesOfPartsAddUp) {
  EmbeddingMatrix matrix = Counting(6);
  RowCopies one(matrix), other(matrix);
  one.rows().Row(one.SlotOf(4))[0] += 10;
  one.rows().Row(one.SlotOf(4))[0] += 10;
  one.rows().Row(one.SlotOf(1))[0] += 5;
  other.rows().Row(other.SlotOf(4))[0] += 100;
  EXPECT_EQ(matrix.Row(4)[0], 4) << "nobody sees it yet";
  EXPECT_THAT(one.copied(), ElementsAre(4, 1));
  for (RowCopies* copies : {&one, &other}) copies->TurnIntoMoves();
  for (RowCopies* copies : {&one, &other}) {
    for (uint32_t slot = 0; slot < copies->copied().size(); ++slot) {
      copies->AddTo(matrix, slot, 1);
    }
  }
  EXPECT_THAT(matrix.Dense(), ElementsAre(0, 6, 2, 3, 124, 5));
}

TEST(RowCopiesTest, AddsAShareOfOneRowsMove) {
  EmbeddingMatrix matrix = Counting(4);
  RowCopies copies(matrix);
  for (uint32_t row : {3, 1}) copies.rows().Row(copies.SlotOf(row))[0] += 10;
  copies.TurnIntoMoves();
  copies.AddTo(matrix, 0, 0.5f);
  EXPECT_THAT(matrix.Dense(), ElementsAre(0, 1, 2, 8));
}

TEST(RowCopiesTest, GrowsAndClears) {
  EmbeddingMatrix matrix = Counting(1000);
  RowCopies copies(matrix);
  for (uint32_t row = 0; row < 1000; ++row) {
    ASSERT_EQ(copies.SlotOf(row), row);
  }
  EXPECT_EQ(copies.rows().Row(3)[0], 3);
  EXPECT_EQ(copies.rows().Row(999)[0], 999);
  copies.Clear();
  matrix.Row(7)[0] = 70;
  EXPECT_EQ(copies.SlotOf(7), 0u);
  EXPECT_EQ(copies.rows().Row(0)[0], 70) << "copied anew";
}

}  // namespace
}  // namespace customer2vec
