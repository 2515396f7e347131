#include "trainer/models/sgns/cbow_path_step.h"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "core/base/random.h"

namespace customer2vec {
namespace {

EmbeddingMatrix RandomMatrix(size_t rows, size_t dimension, Random& random) {
  EmbeddingMatrix matrix(rows, dimension);
  for (size_t row = 0; row < rows; ++row) {
    for (size_t i = 0; i < dimension; ++i) {
      matrix.Row(row)[i] = static_cast<float>(random.Normal() / 2);
    }
  }
  return matrix;
}

// Input 2 stands twice.
SgnsBlock SomePath() {
  return {.inputs = {2, 0, 2, 5}, .outputs = {3, 1, 4}, .positives = 2};
}

// The step of the file comment, one node after another, in double.
void PlainUpdate(const SgnsBlock& path, Pooling pooling, double rate,
                 EmbeddingMatrix& input, EmbeddingMatrix& output) {
  const size_t d = input.dimension();
  const double c = static_cast<double>(path.inputs.size());
  const bool mean = pooling == Pooling::kMean;
  std::vector<double> h(d), g;
  for (uint32_t row : path.inputs) {
    for (size_t i = 0; i < d; ++i) {
      h[i] += mean ? input.Row(row)[i] / c : input.Row(row)[i];
    }
  }
  double sum = 0;
  for (size_t n = 0; n < path.outputs.size(); ++n) {
    double z = 0;
    for (size_t i = 0; i < d; ++i) z += h[i] * output.Row(path.outputs[n])[i];
    const double target = n < path.positives ? 1 : 0;
    g.push_back(rate * (target - 1 / (1 + std::exp(-z))));
    sum += std::abs(g.back());
  }
  const std::vector<double> start = h;
  for (size_t n = 0; n < path.outputs.size(); ++n) {
    if (sum > kSgnsMoveLimit) g[n] *= kSgnsMoveLimit / sum;
    float* y = output.Row(path.outputs[n]);
    for (size_t i = 0; i < d; ++i) {
      const double old_y = y[i];
      y[i] = static_cast<float>(old_y + g[n] * h[i]);
      h[i] += g[n] * old_y;
    }
  }
  for (uint32_t row : path.inputs) {
    for (size_t i = 0; i < d; ++i) {
      input.Row(row)[i] +=
          static_cast<float>((h[i] - start[i]) / (mean ? 1 : c));
    }
  }
}

TEST(CbowPathStepTest, IsThePlainLoops) {
  CbowPathScratch scratch;
  for (size_t dimension : {1, 5, 16, 17, 200}) {
    for (Pooling pooling : {Pooling::kMean, Pooling::kSum}) {
      for (float rate : {0.025f, 1.0f}) {
        Random random(dimension);
        EmbeddingMatrix input = RandomMatrix(6, dimension, random);
        EmbeddingMatrix output = RandomMatrix(6, dimension, random);
        EmbeddingMatrix plain_input = input.Copy(),
                        plain_output = output.Copy();
        const SgnsBlock path = SomePath();
        CbowPathUpdate(path, pooling, rate, input, output, scratch);
        PlainUpdate(path, pooling, rate, plain_input, plain_output);
        for (size_t row = 0; row < 6; ++row) {
          for (size_t i = 0; i < dimension; ++i) {
            EXPECT_NEAR(input.Row(row)[i], plain_input.Row(row)[i], 2e-5);
            EXPECT_NEAR(output.Row(row)[i], plain_output.Row(row)[i], 2e-5);
          }
        }
      }
    }
  }
}

// d loss / d parameter, by central differences.
double Slope(float& parameter, Pooling pooling, const EmbeddingMatrix& input,
             const EmbeddingMatrix& output) {
  constexpr float kStep = 1.0f / 256;
  const float value = parameter;
  parameter = value + kStep;
  const double above = CbowPathLoss(SomePath(), pooling, input, output);
  parameter = value - kStep;
  const double below = CbowPathLoss(SomePath(), pooling, input, output);
  parameter = value;
  return (above - below) / (2 * kStep);
}

TEST(CbowPathStepTest, DescendsTheLoss) {
  constexpr size_t kDimension = 5;
  constexpr float kRate = 1.0f / 1024;
  for (Pooling pooling : {Pooling::kMean, Pooling::kSum}) {
    Random random(5);
    EmbeddingMatrix input = RandomMatrix(6, kDimension, random);
    EmbeddingMatrix output = RandomMatrix(6, kDimension, random);
    EmbeddingMatrix moved_input = input.Copy(), moved_output = output.Copy();
    CbowPathScratch scratch;
    CbowPathUpdate(SomePath(), pooling, kRate, moved_input, moved_output,
                   scratch);
    const double factor = pooling == Pooling::kMean ? 4 : 0.25;
    for (size_t row = 0; row < 6; ++row) {
      for (size_t i = 0; i < kDimension; ++i) {
        EXPECT_NEAR((moved_input.Row(row)[i] - input.Row(row)[i]) / kRate,
                    -factor * Slope(input.Row(row)[i], pooling, input, output),
                    5e-3);
        EXPECT_NEAR((moved_output.Row(row)[i] - output.Row(row)[i]) / kRate,
                    -Slope(output.Row(row)[i], pooling, input, output), 5e-3);
      }
    }
  }
}

TEST(CbowPathStepTest, LossOfZeroVectorsIsLogTwoForEachTurn) {
  const EmbeddingMatrix zeros(6, 3);
  EXPECT_NEAR(CbowPathLoss(SomePath(), Pooling::kSum, zeros, zeros),
              3 * std::log(2.0), 1e-12);
}

}  // namespace
}  // namespace customer2vec
