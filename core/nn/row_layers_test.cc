// Softmax, unit rows and layer normalisation, which work row by row.

#include <gtest/gtest.h>

#include <limits>

#include "core/nn/layer_norm.h"
#include "core/nn/nn_test_util.h"
#include "core/nn/softmax.h"
#include "core/nn/unit_rows.h"

namespace customer2vec::nn {
namespace {

TEST(SoftmaxTest, ProbabilitiesAreAsPlainLoops) {
  Random random(1);
  for (const size_t size : {1, 2, 17, 100}) {
    AlignedVector<float> scores = RandomNumbers<float>(size, random);
    double sum = 0;
    for (const float score : scores) sum += std::exp(double{score});
    AlignedVector<float> probabilities = scores;
    EXPECT_NEAR(Softmax<float>(probabilities), std::log(sum), 1e-5);
    for (size_t j = 0; j < size; ++j) {
      EXPECT_NEAR(probabilities[j], std::exp(double{scores[j]}) / sum, 1e-6);
    }
  }
}

TEST(SoftmaxTest, LargeScoresDoNotOverflow) {
  std::vector<float> scores = {1000, 999, -std::numeric_limits<float>::max()};
  EXPECT_NEAR(Softmax<float>(scores), 1000 + std::log1p(std::exp(-1.0)), 1e-4);
  EXPECT_NEAR(scores[0], 1 / (1 + std::exp(-1.0)), 1e-6);
  EXPECT_EQ(scores[2], 0);
}

TEST(UnitRowsTest, RowsHaveLengthOneAndTheirDirection) {
  Random random(2);
  Matrix<float> x = RandomMatrix<float>(3, 10, random);
  for (size_t j = 0; j < 10; ++j) x(1, j) = 0;
  Matrix<float> unit(3, 10);
  std::vector<float> norms(3);
  ToUnitRows<float>(x.view(), norms, unit.view());
  for (const size_t i : {0, 2}) {
    double square = 0;
    for (size_t j = 0; j < 10; ++j) square += double{x(i, j)} * x(i, j);
    EXPECT_NEAR(norms[i], std::sqrt(square), 1e-5);
    EXPECT_NEAR(unit(i, 7), x(i, 7) / std::sqrt(square), 1e-6);
  }
  EXPECT_EQ(norms[1], 0);
  EXPECT_EQ(unit(1, 7), 0);
}

TEST(LayerNormTest, RowsAreAsPlainLoops) {
  Random random(3);
  const Matrix<double> x = RandomMatrix<double>(4, 11, random);
  const AlignedVector<double> gain = RandomNumbers<double>(11, random);
  const AlignedVector<double> bias = RandomNumbers<double>(11, random);
  Matrix<double> y(4, 11);
  std::vector<double> means(4), inverse_sds(4);
  LayerNormForward<double>({gain, bias}, x.view(), means, inverse_sds,
                           y.view());
  for (size_t i = 0; i < 4; ++i) {
    double mean = 0, variance = 0;
    for (size_t j = 0; j < 11; ++j) mean += x(i, j) / 11;
    for (size_t j = 0; j < 11; ++j) {
      variance += (x(i, j) - mean) * (x(i, j) - mean) / 11;
    }
    for (size_t j = 0; j < 11; ++j) {
      const double standard = (x(i, j) - mean) / std::sqrt(variance + 1e-5);
      EXPECT_NEAR(y(i, j), standard * gain[j] + bias[j], 1e-12);
    }
  }
}

TEST(LayerNormTest, AConstantRowBecomesTheBias) {
  const Matrix<float> x(1, 5);
  const std::vector<float> gain(5, 2), bias(5, 3);
  Matrix<float> y(1, 5);
  std::vector<float> means(1), inverse_sds(1);
  LayerNormForward<float>({gain, bias}, x.view(), means, inverse_sds, y.view());
  for (const float number : y.numbers()) EXPECT_EQ(number, 3);
}

}  // namespace
}  // namespace customer2vec::nn
