#include "trainer/models/sgns/dbow_reference.h"

#include <gtest/gtest.h>

#include <cmath>

#include "core/base/random.h"
#include "trainer/models/sgns/sgns_kernel.h"

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

// A rate at which the limit is far and second-order parts are small.
constexpr float kRate = 1e-3f;

TEST(DbowReferenceTest, SmallStepsAreTheNegativeGradientOfTheLoss) {
  Random random(3);
  EmbeddingMatrix document = RandomMatrix(1, random);
  EmbeddingMatrix output = RandomMatrix(5, random);
  EmbeddingMatrix moved = document.Copy(), moved_output = output.Copy();
  DbowUpdateReference(kBlock, kRate, moved.Row(0), moved_output);
  for (size_t i = 0; i < kDimension; ++i) {
    EXPECT_NEAR((moved.Row(0)[i] - document.Row(0)[i]) / kRate,
                -Slope(document.Row(0)[i], document, output), 5e-3);
    for (size_t row = 0; row < output.rows(); ++row) {
      EXPECT_NEAR((moved_output.Row(row)[i] - output.Row(row)[i]) / kRate,
                  -Slope(output.Row(row)[i], document, output), 5e-3);
    }
  }
}

// With x = (1, 0), y = (0, 2), (0, 0) and g = 1/4, -1/8: the second output
// already meets what the first one made of x.
TEST(DbowReferenceTest, OutputsMoveOneByOne) {
  EmbeddingMatrix document(1, 2), output(2, 2);
  document.Row(0)[0] = 1;
  output.Row(0)[1] = 2;
  DbowUpdateReference({{0, 1}, {1, 0}, {1, 0.5f}}, 0.5f, document.Row(0),
                      output);
  EXPECT_EQ(document.Dense(), (std::vector<float>{1, 0.5f}));
  EXPECT_EQ(output.Dense(), (std::vector<float>{0.25f, 2, -0.125f, -0.0625f}));
}

// At this rate the coefficient would be 2.
TEST(DbowReferenceTest, MovesAreLimited) {
  EmbeddingMatrix document(1, 2), output(1, 2);
  document.Row(0)[0] = 1;
  DbowUpdateReference({{0}, {1}, {1}}, 4, document.Row(0), output);
  EXPECT_EQ(output.Dense(), (std::vector<float>{kSgnsMoveLimit, 0}));
}

TEST(DbowReferenceTest, LossOfZeroVectorsIsLogTwoForEachUnitOfWeight) {
  const EmbeddingMatrix zeros(5, kDimension);
  EXPECT_NEAR(DbowLoss(kBlock, zeros.Row(0), zeros), 8.5 * std::log(2.0),
              1e-12);
}

}  // namespace
}  // namespace customer2vec
