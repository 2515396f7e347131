#include "trainer/models/sgns/matrix_start.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <vector>

#include "core/base/status_matchers.h"

namespace customer2vec {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

TEST(MatrixStartTest, KnownRowsAreWrittenAndHeldByTheirLength) {
  EmbeddingMatrix matrix(4, 2);
  matrix.SetDense(std::vector<float>{7, 7, 7, 7, 7, 7, 7, 7});
  const std::vector<float> values = {3, 4, 1, 1, 0, 0, 0, 2};
  const std::vector<uint8_t> known = {1, 0, 1, 1};
  const RowAnchors anchors = StartMatrix({values, known, 0.5f}, matrix);
  EXPECT_THAT(matrix.Dense(), ElementsAre(3, 4, 7, 7, 0, 0, 0, 2));
  // All move by 10 along the second axis.
  for (size_t row = 0; row < 4; ++row) matrix.Row(row)[1] += 10;
  anchors.HoldAll(matrix);
  EXPECT_THAT(matrix.Dense(), ElementsAre(3, 6.5, 7, 17, 0, 10, 0, 3));
}

TEST(MatrixStartTest, WithoutALimitNothingIsHeld) {
  EmbeddingMatrix matrix(1, 2);
  const std::vector<float> values = {3, 4};
  EXPECT_TRUE(StartMatrix({values}, matrix).empty());
  EXPECT_THAT(matrix.Dense(), ElementsAre(3, 4));
  EXPECT_TRUE(StartMatrix({}, matrix).empty());
  EXPECT_THAT(matrix.Dense(), ElementsAre(3, 4));
}

TEST(MatrixStartTest, WhatWasComputedIsHeldAsWell) {
  const std::vector<float> then = {3, 4, 1, 1, 0, 2};
  const std::vector<uint8_t> known = {1, 0, 1};
  std::vector<float> now = {3, 14, 9, 9, 0, 2.5f};
  HoldNear({then, known, 0.5f}, 2, now);
  EXPECT_THAT(now, ElementsAre(3, 6.5, 9, 9, 0, 2.5));
  HoldNear({then, known, 0}, 2, now);
  EXPECT_THAT(now, ElementsAre(3, 4, 9, 9, 0, 2));
  now = {3, 14, 9, 9, 0, 2.5f};
  HoldNear({then, known}, 2, now);
  EXPECT_THAT(now, ElementsAre(3, 14, 9, 9, 0, 2.5)) << "without a limit";
}

TEST(MatrixStartTest, WhatDoesNotFitIsRefused) {
  const std::vector<float> four(4), six(6);
  const std::vector<float> infinite = {
      1, std::numeric_limits<float>::infinity(), 1, 1};
  const std::vector<uint8_t> one = {1};
  const auto refused = [](const char* words) {
    return StatusIs(absl::StatusCode::kInvalidArgument,
                    AllOf(HasSubstr("start.input"), HasSubstr(words)));
  };
  EXPECT_THAT(CheckMatrixStart({four}, 2, 2, "start.input"), IsOk());
  EXPECT_THAT(CheckMatrixStart({}, 2, 2, "start.input"), IsOk());
  EXPECT_THAT(CheckMatrixStart({six}, 2, 2, "start.input"),
              refused("2 rows of 2"));
  EXPECT_THAT(CheckMatrixStart({four, one}, 2, 2, "start.input"),
              refused("2 rows of 2"));
  EXPECT_THAT(CheckMatrixStart({infinite}, 2, 2, "start.input"),
              refused("not finite"));
  EXPECT_THAT(CheckMatrixStart({four, {}, -0.5f}, 2, 2, "start.input"),
              refused("max_move is -0.5"));
}

}  // namespace
}  // namespace customer2vec
