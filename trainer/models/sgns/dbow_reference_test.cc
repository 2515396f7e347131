#include "trainer/models/sgns/dbow_reference.h"

#include <gtest/gtest.h>

#include <cmath>

#include "core/base/random.h"

namespace customer2vec {
namespace {

constexpr size_t kDimension = 5;

EmbeddingMatrix RandomMatrix(size_t rows, Random& random) {
  EmbeddingMatrix matrix(rows, kDimension);
  for (size_t row = 0; row < rows; ++row) {
    for (size_t i = 0; i < kDimension; ++i) {
      matrix.Row(row)[i] = static_cast<float>(random.Normal() / 2);
    }
  }
  return matrix;
}

const DbowBlock kBlock{{2, 0, 4, 3}, {1, 0.25f, 0, 0}, {1, 2, 5, 0.5f}};

// d loss / d parameter, by central differences.
double Slope(float& parameter, const EmbeddingMatrix& document,
             const EmbeddingMatrix& output) {
  constexpr float kStep = 1.0f / 256;
  const float value = parameter;
  parameter = value + kStep;
  const double above = DbowLoss(kBlock, document.Row(0), output);
  parameter = value - kStep;
  const double below = DbowLoss(kBlock, document.Row(0), output);
  parameter = value;
  return (above - below) / (2 * kStep);
}

TEST(DbowReferenceTest, StepIsTheNegativeGradientOfTheLoss) {
  Random random(3);
  EmbeddingMatrix document = RandomMatrix(1, random);
  EmbeddingMatrix output = RandomMatrix(5, random);
  EmbeddingMatrix moved = document.Copy(), moved_output = output.Copy();
  DbowUpdateReference(kBlock, 1, moved.Row(0), moved_output);
  for (size_t i = 0; i < kDimension; ++i) {
    EXPECT_NEAR(moved.Row(0)[i] - document.Row(0)[i],
                -Slope(document.Row(0)[i], document, output), 5e-5);
    for (size_t row = 0; row < output.rows(); ++row) {
      EXPECT_NEAR(moved_output.Row(row)[i] - output.Row(row)[i],
                  -Slope(output.Row(row)[i], document, output), 5e-5);
    }
  }
}

TEST(DbowReferenceTest, LossOfZeroVectorsIsLogTwoForEachUnitOfWeight) {
  const EmbeddingMatrix zeros(5, kDimension);
  EXPECT_NEAR(DbowLoss(kBlock, zeros.Row(0), zeros), 8.5 * std::log(2.0),
              1e-12);
}

}  // namespace
}  // namespace customer2vec
