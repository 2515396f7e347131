#include "trainer/nn/layer_gradients.h"

#include <gtest/gtest.h>

#include "core/nn/attention.h"
#include "core/nn/nn_test_util.h"
#include "core/nn/unit_rows.h"
#include "trainer/nn/attention_gradient.h"
#include "trainer/nn/gradient_check.h"

namespace customer2vec::nn {
namespace {

// The gradient from above is a random matrix `dy` throughout, so that the loss
// is the inner product of the layer's result with it.

class DenseGradient : public ::testing::TestWithParam<Activation> {};

TEST_P(DenseGradient, IsThatOfDifferences) {
  Random random(1);
  Matrix<double> weight = RandomMatrix<double>(4, 6, random);
  AlignedVector<double> bias = RandomNumbers<double>(4, random);
  Matrix<double> x = RandomMatrix<double>(3, 6, random);
  const Matrix<double> dy = RandomMatrix<double>(3, 4, random);
  Matrix<double> y(3, 4);
  const auto loss = [&] {
    DenseForward({weight.view(), bias}, x.view(), GetParam(), y.view());
    return InnerProduct(y.view(), dy.view());
  };
  loss();
  Matrix<double> above = dy, dweight(4, 6), dx(3, 6);
  std::vector<double> dbias(4);
  DenseBackward({weight.view(), bias}, x.view(), GetParam(), y.view(),
                above.view(), {dweight.view(), dbias}, dx.view());
  ExpectGradient(weight.numbers(), dweight.numbers(), loss);
  ExpectGradient(bias, dbias, loss);
  ExpectGradient(x.numbers(), dx.numbers(), loss);
}

INSTANTIATE_TEST_SUITE_P(Activations, DenseGradient,
                         ::testing::Values(Activation::kIdentity,
                                           Activation::kRelu, Activation::kTanh,
                                           Activation::kSigmoid));

TEST(DenseGradientTest, WeightsAreAddedToAndInputsMayBeLeftOut) {
  const Matrix<double> weight(1, 1), y(1, 1);
  Matrix<double> x(1, 1), dy(1, 1), dweight(1, 1);
  x(0, 0) = 3;
  dy(0, 0) = 2;
  dweight(0, 0) = 10;
  DenseBackward({weight.view(), {}}, x.view(), Activation::kIdentity, y.view(),
                dy.view(), {dweight.view(), {}}, {});
  EXPECT_EQ(dweight(0, 0), 16);
}

TEST(LayerNormGradientTest, IsThatOfDifferences) {
  Random random(2);
  AlignedVector<double> gain = RandomNumbers<double>(7, random);
  AlignedVector<double> bias = RandomNumbers<double>(7, random);
  Matrix<double> x = RandomMatrix<double>(3, 7, random);
  const Matrix<double> dy = RandomMatrix<double>(3, 7, random);
  Matrix<double> y(3, 7);
  std::vector<double> means(3), inverse_sds(3);
  const auto loss = [&] {
    LayerNormForward({gain, bias}, x.view(), means, inverse_sds, y.view());
    return InnerProduct(y.view(), dy.view());
  };
  loss();
  std::vector<double> dgain(7), dbias(7);
  Matrix<double> dx(3, 7);
  LayerNormBackward({gain, bias}, x.view(), means, inverse_sds, dy.view(),
                    {dgain, dbias}, dx.view());
  ExpectGradient(gain, dgain, loss);
  ExpectGradient(bias, dbias, loss);
  ExpectGradient(x.numbers(), dx.numbers(), loss);
}

TEST(UnitRowsGradientTest, IsThatOfDifferences) {
  Random random(3);
  Matrix<double> x = RandomMatrix<double>(3, 5, random);
  const Matrix<double> dunit = RandomMatrix<double>(3, 5, random);
  Matrix<double> unit(3, 5), dx = dunit;
  std::vector<double> norms(3);
  const auto loss = [&] {
    ToUnitRows(x.view(), norms, unit.view());
    return InnerProduct(unit.view(), dunit.view());
  };
  loss();
  UnitRowsBackward(norms, unit.view(), dx.view(), dx.view());
  ExpectGradient(x.numbers(), dx.numbers(), loss);
}

TEST(UnitRowsGradientTest, ARowOfLengthZeroHasNone) {
  const Matrix<double> unit(1, 2);
  Matrix<double> dx(1, 2);
  dx(0, 1) = 5;
  UnitRowsBackward<double>(std::vector<double>{0}, unit.view(), dx.view(),
                           dx.view());
  EXPECT_EQ(dx(0, 1), 0);
}

// Of a table of five rows, of which row 2 is in no bag.
void CheckBagGradient(Pooling pooling) {
  Random random(4);
  Matrix<double> table = RandomMatrix<double>(5, 3, random);
  AlignedVector<double> weights = RandomNumbers<double>(5, random);
  const std::vector<uint64_t> offsets = {0, 2, 2, 5};
  const std::vector<uint32_t> rows = {3, 0, 1, 1, 4};
  const Bags<double> bags = {offsets, rows, weights};
  const Matrix<double> dout = RandomMatrix<double>(3, 3, random);
  Matrix<double> out(3, 3);
  const auto loss = [&] {
    EmbeddingBag(table.view(), bags, pooling, out.view());
    return InnerProduct(out.view(), dout.view());
  };
  RowGradients<double> touched(5, 3);
  std::vector<double> dweights(5);
  EmbeddingBagBackward(table.view(), bags, pooling, dout.view(), touched,
                       dweights);
  EXPECT_EQ(touched.rows().size(), 4);
  Matrix<double> dtable(5, 3);
  for (size_t i = 0; i < touched.rows().size(); ++i) {
    Copy(touched.values().Rows(i, 1), dtable.view().Rows(touched.rows()[i], 1));
  }
  ExpectGradient(table.numbers(), dtable.numbers(), loss);
  ExpectGradient(weights, dweights, loss);
}

TEST(EmbeddingBagGradientTest, SumsAreThatOfDifferences) {
  CheckBagGradient(Pooling::kSum);
}

TEST(EmbeddingBagGradientTest, MeansAreThatOfDifferences) {
  CheckBagGradient(Pooling::kMean);
}

TEST(DropoutTest, KeepsTheMeanAndItsGradient) {
  Random random(5);
  Matrix<double> x(100, 100), mask(100, 100);
  for (double& number : x.numbers()) number = 2;
  DropoutForward(0.25, random, mask.view(), x.view());
  size_t dropped = 0;
  for (const double number : x.numbers()) {
    dropped += number == 0;
    EXPECT_DOUBLE_EQ(number, number == 0 ? 0 : 2 / 0.75);
  }
  // Five standard deviations of 10,000 draws.
  EXPECT_NEAR(static_cast<double>(dropped) / 10000, 0.25, 0.022);
  Matrix<double> gradient(100, 100);
  for (double& number : gradient.numbers()) number = 2;
  DropoutBackward(mask.view(), gradient.view());
  EXPECT_EQ(gradient.numbers(), x.numbers());
}

TEST(DropoutTest, TheSameSeedDropsTheSame) {
  Matrix<float> masks[2] = {{8, 8}, {8, 8}}, x(8, 8);
  for (Matrix<float>& mask : masks) {
    Random random(6);
    DropoutForward(0.5, random, mask.view(), x.view());
  }
  EXPECT_EQ(masks[0].numbers(), masks[1].numbers());
}

void CheckAttentionGradient(size_t queries, size_t length, size_t heads) {
  Random random(7);
  Matrix<double> q = RandomMatrix<double>(queries, 6, random);
  Matrix<double> k = RandomMatrix<double>(length, 6, random);
  Matrix<double> v = RandomMatrix<double>(length, 6, random);
  const Matrix<double> dout = RandomMatrix<double>(queries, 6, random);
  Matrix<double> weights(heads * queries, length), out(queries, 6);
  const auto loss = [&] {
    CausalAttention(q.view(), k.view(), v.view(), heads, weights.view(),
                    out.view());
    return InnerProduct(out.view(), dout.view());
  };
  loss();
  Workspace<double> workspace;
  Matrix<double> dq(queries, 6), dk(length, 6), dv(length, 6);
  CausalAttentionBackward(q.view(), k.view(), v.view(), heads, weights.view(),
                          dout.view(), workspace, dq.view(), dk.view(),
                          dv.view());
  ExpectGradient(q.numbers(), dq.numbers(), loss);
  ExpectGradient(k.numbers(), dk.numbers(), loss);
  ExpectGradient(v.numbers(), dv.numbers(), loss);
}

TEST(AttentionGradientTest, OneHeadIsThatOfDifferences) {
  CheckAttentionGradient(5, 5, 1);
}

TEST(AttentionGradientTest, HeadsAreThatOfDifferences) {
  CheckAttentionGradient(5, 5, 3);
}

TEST(AttentionGradientTest, TheLastEventsAloneAreThatOfDifferences) {
  CheckAttentionGradient(2, 5, 2);
}

}  // namespace
}  // namespace customer2vec::nn
