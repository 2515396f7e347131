#include "core/nn/dense.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/base/status_matchers.h"
#include "core/nn/nn_test_util.h"

namespace customer2vec::nn {
namespace {

double PlainActivation(Activation activation, double x) {
  switch (activation) {
    case Activation::kIdentity:
      return x;
    case Activation::kRelu:
      return x > 0 ? x : 0;
    case Activation::kTanh:
      return std::tanh(x);
    case Activation::kSigmoid:
      return PlainSigmoid(x);
  }
  return 0;
}

TEST(DenseTest, EachActivationIsAsPlainLoops) {
  Random random(1);
  const Matrix<float> weight = RandomMatrix<float>(6, 9, random);
  const AlignedVector<float> bias = RandomNumbers<float>(6, random);
  const Matrix<float> x = RandomMatrix<float>(4, 9, random);
  for (const Activation activation :
       {Activation::kIdentity, Activation::kRelu, Activation::kTanh,
        Activation::kSigmoid}) {
    Matrix<float> y(4, 6), expected(4, 6);
    DenseForward({weight.view(), bias}, x.view(), activation, y.view());
    for (size_t i = 0; i < 4; ++i) {
      for (size_t j = 0; j < 6; ++j) {
        const double sum = PlainDot<float>(weight.view(), j, x.view().Row(i));
        expected(i, j) =
            static_cast<float>(PlainActivation(activation, sum + bias[j]));
      }
    }
    ExpectNear<float>(y.view(), expected.view(), 1e-5);
  }
}

TEST(DenseTest, ABiasMayBeLeftOut) {
  Random random(2);
  const Matrix<float> weight = RandomMatrix<float>(2, 3, random);
  const Matrix<float> x = RandomMatrix<float>(1, 3, random);
  Matrix<float> y(1, 2);
  DenseForward({weight.view(), {}}, x.view(), Activation::kIdentity, y.view());
  EXPECT_NEAR(y(0, 1), PlainDot<float>(weight.view(), 1, x.view().Row(0)),
              1e-5);
}

TEST(DenseTest, ShapesThatDoNotFitAreNamed) {
  const Matrix<float> weight(64, 100);
  const std::vector<float> bias(63);
  EXPECT_THAT(CheckDense({weight.view(), bias}, 100, 63, "tower[1]"),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       "tower[1].weight is 64 x 100, wanted is 63 x 100"));
  EXPECT_THAT(CheckDense({weight.view(), bias}, 100, 64, "tower[1]"),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       "tower[1].bias is 1 x 63, wanted is 1 x 64"));
  EXPECT_THAT(CheckDense({weight.view(), {}}, 100, 64, "tower[1]"), IsOk());
}

}  // namespace
}  // namespace customer2vec::nn
