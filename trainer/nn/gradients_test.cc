// Parameters, gradients of rows and of whole networks.

#include "trainer/nn/gradients.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>

#include "core/nn/allocation_count.h"
#include "core/nn/nn_test_util.h"
#include "trainer/nn/parameters.h"

namespace customer2vec::nn {
namespace {

using ::testing::Each;
using ::testing::ElementsAre;

TEST(ParameterLayoutTest, MatricesStandOneAfterAnotherOnCacheLines) {
  ParameterLayout layout;
  const Parameter first = layout.Add("first", 3, 7);
  const Parameter second = layout.Add("second", 1, 16);
  EXPECT_EQ(first.offset, 0);
  EXPECT_EQ(second.offset, 32);
  EXPECT_EQ(layout.size(), 48);
  EXPECT_EQ(layout.entries()[1].name, "second");
  std::vector<float> values(layout.size());
  first.In<float>(values)(2, 6) = 5;
  EXPECT_EQ(values[20], 5);
  second.VectorIn<float>(values)[1] = 6;
  EXPECT_EQ(values[33], 6);
}

TEST(ParametersTest, LayersBeginAsTheySay) {
  ParameterLayout layout;
  const DenseParameters dense(layout, "dense", 8, 4);
  const LstmParameters lstm(layout, "lstm", 5, 9);
  const GruParameters gru(layout, "gru", 5, 16);
  const LayerNormParameters norm(layout, "norm", 6);
  std::vector<float> values(layout.size(), -7);
  Random random(1);
  dense.Initialize<float>(random, values);
  lstm.Initialize<float>(random, values);
  gru.Initialize<float>(random, values);
  norm.Initialize<float>(values);
  const float glorot = std::sqrt(6.0f / 12);
  for (const float weight : dense.In<float>(values).weight.Row(3)) {
    EXPECT_LE(std::abs(weight), glorot);
  }
  EXPECT_THAT(dense.In<float>(values).bias, Each(0));
  EXPECT_THAT(lstm.In<float>(values).bias.subspan(9, 9), Each(1));
  EXPECT_LE(std::abs(lstm.In<float>(values).bias[0]), 1.0f / 3);
  EXPECT_EQ(gru.In<float>(values).input.rows, 48);
  EXPECT_LE(std::abs(gru.In<float>(values).recurrent(47, 15)), 0.25f);
  EXPECT_NE(gru.In<float>(values).recurrent(47, 15), 0);
  EXPECT_THAT(norm.In<float>(values).gain, Each(1));
  EXPECT_THAT(norm.In<float>(values).bias, Each(0));
}

TEST(ParametersTest, DrawsHaveTheirSpread) {
  Random random(2);
  Matrix<double> normal(100, 100), uniform(100, 100);
  FillNormal(0.5, random, normal.view());
  FillUniform(0.5, random, uniform.view());
  double normal_square = 0, uniform_square = 0;
  for (const double number : normal.numbers()) normal_square += number * number;
  for (const double number : uniform.numbers()) {
    uniform_square += number * number;
  }
  EXPECT_NEAR(normal_square / 10000, 0.25, 0.02);
  EXPECT_NEAR(uniform_square / 10000, 0.25 / 3, 0.005);
}

TEST(RowGradientsTest, TouchedRowsStandInTheirOrder) {
  RowGradients<float> gradients(10, 2);
  gradients.Row(7)[0] += 1;
  gradients.Row(3)[1] += 2;
  gradients.Row(7)[0] += 3;
  EXPECT_THAT(gradients.rows(), ElementsAre(7, 3));
  EXPECT_THAT(gradients.values().Row(0), ElementsAre(4, 0));
  EXPECT_THAT(gradients.values().Row(1), ElementsAre(0, 2));
}

TEST(RowGradientsTest, AClearedRowBeginsAtZero) {
  RowGradients<float> gradients(10, 2);
  gradients.Row(7)[0] = 1;
  gradients.Clear();
  EXPECT_TRUE(gradients.rows().empty());
  EXPECT_THAT(gradients.Row(7), ElementsAre(0, 0));
}

TEST(RowGradientsTest, AddedRowsAreSums) {
  RowGradients<float> sum(10, 2);
  sum.Row(4)[0] = 1;
  Matrix<float> values(2, 2);
  values.numbers() = {1, 2, 3, 4};
  sum.Add(std::vector<uint32_t>{9, 4}, values.view());
  EXPECT_THAT(sum.rows(), ElementsAre(4, 9));
  EXPECT_THAT(sum.values().Row(0), ElementsAre(4, 4));
  EXPECT_THAT(sum.values().Row(1), ElementsAre(1, 2));
}

TEST(RowGradientsTest, TheSameRowsAgainDoNotAllocate) {
  if (!kCountsAllocations) GTEST_SKIP() << "a sanitizer allocates";
  RowGradients<float> gradients(100, 8);
  const auto work = [&] {
    gradients.Clear();
    for (uint32_t row = 0; row < 50; ++row) gradients.Row(row)[0] = 1;
  };
  work();
  EXPECT_EQ(AllocationsOf(work), 0);
}

// Of length 13: dense (3, 0), a row (4, 12).
Gradients<float> Thirteen() {
  const TableShape shape = {5, 2};
  Gradients<float> gradients(2, {&shape, 1});
  gradients.dense[0] = 3;
  gradients.tables[0].Row(1)[0] = 4;
  gradients.tables[0].Row(1)[1] = 12;
  return gradients;
}

TEST(ClipByNormTest, TheNormIsOfAllNumbers) {
  EXPECT_DOUBLE_EQ(Norm(Thirteen()), 13);
}

TEST(ClipByNormTest, ALongerGradientIsScaled) {
  Gradients<float> gradients = Thirteen();
  EXPECT_DOUBLE_EQ(ClipByNorm(6.5, gradients), 13);
  EXPECT_FLOAT_EQ(gradients.dense[0], 1.5);
  EXPECT_FLOAT_EQ(gradients.tables[0].Row(1)[1], 6);
}

TEST(ClipByNormTest, AShorterOneStays) {
  Gradients<float> gradients = Thirteen();
  EXPECT_DOUBLE_EQ(ClipByNorm(14, gradients), 13);
  EXPECT_EQ(gradients.dense[0], 3);
}

TEST(ClipByNormTest, OneThatIsNotFiniteStays) {
  Gradients<float> gradients = Thirteen();
  gradients.dense[1] = std::numeric_limits<float>::quiet_NaN();
  EXPECT_TRUE(std::isnan(ClipByNorm(1, gradients)));
  EXPECT_EQ(gradients.dense[0], 3);
}

}  // namespace
}  // namespace customer2vec::nn
