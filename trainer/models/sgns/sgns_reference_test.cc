#include "trainer/models/sgns/sgns_reference.h"

#include <gtest/gtest.h>

#include <cmath>

#include "core/base/random.h"

namespace customer2vec {
namespace {

constexpr size_t kDimension = 5;

EmbeddingMatrix RandomMatrix(Random& random) {
  EmbeddingMatrix matrix(6, kDimension);
  for (size_t row = 0; row < matrix.rows(); ++row) {
    for (size_t i = 0; i < kDimension; ++i) {
      matrix.Row(row)[i] = static_cast<float>(random.Normal() / 2);
    }
  }
  return matrix;
}

const SgnsBlock kBlock{
    {0, 2, 5}, {2, 1, 4, 3}, 2, {1, 0, 2, 1, 1, 1, 0.5f, 3, 0, 1, 1, 1}};

// d loss / d parameter, by central differences.
double Slope(float& parameter, const EmbeddingMatrix& input,
             const EmbeddingMatrix& output) {
  constexpr float kStep = 1.0f / 256;
  const float value = parameter;
  parameter = value + kStep;
  const double above = SgnsLoss(kBlock, input, output);
  parameter = value - kStep;
  const double below = SgnsLoss(kBlock, input, output);
  parameter = value;
  return (above - below) / (2 * kStep);
}

TEST(SgnsReferenceTest, StepIsTheNegativeGradientOfTheLoss) {
  Random random(5);
  EmbeddingMatrix input = RandomMatrix(random), output = RandomMatrix(random);
  EmbeddingMatrix moved_input = input.Copy(), moved_output = output.Copy();
  // A rate at which terms of the second order, of the order of the rate, and
  // the rounding of floats, 2^-24 / rate, are both small beside the slopes.
  constexpr float kRate = 1.0f / 1024;
  SgnsUpdateReference(kBlock, kRate, moved_input, moved_output);
  for (size_t row = 0; row < input.rows(); ++row) {
    for (size_t i = 0; i < kDimension; ++i) {
      EXPECT_NEAR((moved_input.Row(row)[i] - input.Row(row)[i]) / kRate,
                  -Slope(input.Row(row)[i], input, output), 5e-3);
      EXPECT_NEAR((moved_output.Row(row)[i] - output.Row(row)[i]) / kRate,
                  -Slope(output.Row(row)[i], input, output), 5e-3);
    }
  }
}

TEST(SgnsReferenceTest, OnePairIsWord2VecsUpdate) {
  EmbeddingMatrix input(1, 2), output(1, 2);
  input.Row(0)[0] = 1;
  output.Row(0)[0] = 0;
  output.Row(0)[1] = 2;
  SgnsUpdateReference({{0}, {0}, 1, {1}}, 0.5f, input, output);
  // x . y = 0, sigmoid 1/2, g = 0.5 * (1 - 1/2) = 1/4.
  EXPECT_EQ(input.Dense(), (std::vector<float>{1, 0.5f}));
  EXPECT_EQ(output.Dense(), (std::vector<float>{0.25f, 2}));
}

TEST(SgnsReferenceTest, LossOfZeroVectorsIsLogTwoForEachUnitOfWeight) {
  const EmbeddingMatrix zeros(6, kDimension);
  EXPECT_NEAR(SgnsLoss(kBlock, zeros, zeros), 12.5 * std::log(2.0), 1e-12);
}

TEST(SgnsReferenceTest, LossIsFiniteAtBothEnds) {
  EmbeddingMatrix input(1, 1), output(2, 1);
  input.Row(0)[0] = 1000;
  output.Row(0)[0] = 1000;
  output.Row(1)[0] = -1000;
  EXPECT_EQ(SgnsLoss({{0}, {0, 1}, 1, {1, 1}}, input, output), 0);
  EXPECT_EQ(SgnsLoss({{0}, {1, 0}, 1, {1, 1}}, input, output), 2e6);
}

}  // namespace
}  // namespace customer2vec
