#include "trainer/models/sgns/working_rows.h"

#include <gtest/gtest.h>

#include <cmath>
#include <memory>
#include <vector>

namespace customer2vec {
namespace {

constexpr size_t kRows = 6;
constexpr float kFree = INFINITY;

// One number a row: its own.
EmbeddingMatrix Numbers() {
  EmbeddingMatrix matrix(kRows, 1);
  for (size_t row = 0; row < kRows; ++row) {
    matrix.Row(row)[0] = static_cast<float>(row);
  }
  return matrix;
}

// Adds 10 to each of the rows, as a step would.
void Step(std::vector<uint32_t> rows, WorkingRows& working,
          float effort = 0.01f) {
  working.Take(rows, effort);
  for (uint32_t row : rows) working.matrix().Row(row)[0] += 10;
  working.Release(rows);
}

TEST(WorkingRowsTest, WithoutCopiesStepsAreOnTheMatrix) {
  EmbeddingMatrix matrix = Numbers();
  const RowAnchors anchors(matrix,
                           std::vector<float>{kFree, kFree, 4, kFree, 0, 0});
  MovedRows nothing;
  WorkingRows working(matrix, anchors, nothing);
  Step({1, 2, 4}, working);
  EXPECT_EQ(matrix.Dense(), (std::vector<float>{0, 11, 6, 3, 4, 5}))
      << "anchored rows are back within their reach";
  working.TurnIntoMoves();
  working.CountMoves(0, 1);
  working.AddMoves(0, 1);
  working.HoldMoved(0, 1);
  working.Finish();
  EXPECT_EQ(matrix.Dense(), (std::vector<float>{0, 11, 6, 3, 4, 5}));
}

TEST(WorkingRowsTest, CopiesMoveTheMatrixWhenTheyAreAdded) {
  EmbeddingMatrix matrix = Numbers();
  const RowAnchors anchors(
      matrix, std::vector<float>{kFree, kFree, 4, kFree, 0, kFree});
  MovedRows moved(kRows);
  WorkingRows a(matrix, anchors, moved), b(matrix, anchors, moved);
  Step({5, 2, 5}, a);
  Step({2, 4, 1}, b);
  EXPECT_EQ(matrix.Dense(), Numbers().Dense());
  for (WorkingRows* each : {&a, &b}) each->TurnIntoMoves();
  for (size_t share : {0, 1}) {
    for (WorkingRows* each : {&a, &b}) each->CountMoves(share, 2);
    for (WorkingRows* each : {&a, &b}) each->AddMoves(share, 2);
    for (WorkingRows* each : {&a, &b}) each->HoldMoved(share, 2);
    if (share == 0) {
      EXPECT_EQ(matrix.Dense(), (std::vector<float>{0, 1, 6, 3, 4, 5}))
          << "even rows alone";
    }
  }
  EXPECT_EQ(matrix.Dense(), (std::vector<float>{0, 11, 6, 3, 4, 25}));
  for (WorkingRows* each : {&a, &b}) each->Finish();
  Step({5}, a);
  EXPECT_EQ(a.matrix().Row(0)[0], 35) << "a new copy of what is there now";
}

// Row 1 is all eight workers', row 2 three workers', row 4 one's.
std::vector<float> AfterTwoTurns(float effort) {
  EmbeddingMatrix matrix = Numbers();
  const RowAnchors anchors;
  MovedRows moved(kRows);
  std::vector<std::unique_ptr<WorkingRows>> all;
  for (int i = 0; i < 8; ++i) {
    all.push_back(std::make_unique<WorkingRows>(matrix, anchors, moved));
  }
  for (int turn = 0; turn < 2; ++turn) {
    for (size_t i = 0; i < 8; ++i) {
      std::vector<uint32_t> rows = {1};
      if (i < 3) rows.push_back(2);
      if (i == 5) rows.push_back(4);
      Step(rows, *all[i], effort);
      all[i]->TurnIntoMoves();
    }
    for (const auto& each : all) each->CountMoves(0, 1);
    for (const auto& each : all) each->AddMoves(0, 1);
    for (const auto& each : all) each->HoldMoved(0, 1);
    for (const auto& each : all) each->Finish();
  }
  return matrix.Dense();
}

TEST(WorkingRowsTest, MovesOfManyAddUpWhileTheyAreSmall) {
  EXPECT_EQ(AfterTwoTurns(kFreeEffort / 8),
            (std::vector<float>{0, 1 + 2 * 80, 2 + 2 * 30, 3, 4 + 2 * 10, 5}));
}

TEST(WorkingRowsTest, LargeMovesOfManyCountAsFew) {
  const std::vector<float> rows = AfterTwoTurns(1000);
  EXPECT_FLOAT_EQ(rows[1], 1 + 2 * 10 * kMovesTogether);
  EXPECT_FLOAT_EQ(rows[2], 2 + 2 * 10 * kMovesTogether);
  EXPECT_FLOAT_EQ(rows[4], 4 + 2 * 10) << "of one worker";
  // Half of the sum between the two.
  EXPECT_FLOAT_EQ(AfterTwoTurns(kFreeEffort / 4)[1], 1 + 2 * 40);
}

}  // namespace
}  // namespace customer2vec
