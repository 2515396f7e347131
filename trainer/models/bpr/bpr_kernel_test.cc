#include "trainer/models/bpr/bpr_kernel.h"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "core/base/random.h"

namespace customer2vec {
namespace {

// Customer, taken, other, and the two biases, one after another.
struct Parameters {
  size_t stride;
  std::vector<float> values;

  Parameters(size_t d, uint64_t seed) : stride(d), values(3 * d + 2) {
    Random random(seed);
    for (float& value : values) {
      value = static_cast<float>(0.5 * random.Normal());
    }
  }

  BprTriple triple() {
    float* x = values.data();
    return {x, x + stride, x + 2 * stride, x + 3 * stride, x + 3 * stride + 1};
  }

  double Margin() const {
    double margin = values[3 * stride] - values[3 * stride + 1];
    for (size_t j = 0; j < stride; ++j) {
      margin += double{values[j]} *
                (double{values[stride + j]} - values[2 * stride + j]);
    }
    return margin;
  }

  // What a step ascends.
  double Objective(const BprRates& rates) const {
    double vectors = 0, biases = 0;
    for (size_t j = 0; j < 3 * stride; ++j) {
      vectors += double{values[j]} * values[j];
    }
    for (size_t j = 3 * stride; j < values.size(); ++j) {
      biases += double{values[j]} * values[j];
    }
    return -std::log1p(std::exp(-Margin())) -
           rates.regularization / 2 * vectors -
           rates.bias_regularization / 2 * biases;
  }
};

TEST(BprKernel, StepsAlongTheNumericalGradient) {
  const BprRates rates{.learning_rate = 1e-3f,
                       .regularization = 0.3f,
                       .bias_regularization = 0.7f};
  for (size_t d : {16, 32, 80}) {
    const Parameters before(d, d);
    Parameters after = before;
    const float margin = BprStep(after.triple(), d, rates);
    EXPECT_NEAR(margin, before.Margin(), 1e-5);
    constexpr float kStep = 1.0f / 256;
    for (size_t i = 0; i < before.values.size(); ++i) {
      Parameters above = before, below = before;
      above.values[i] += kStep;
      below.values[i] -= kStep;
      const double gradient =
          (above.Objective(rates) - below.Objective(rates)) / (2 * kStep);
      const double moved =
          (double{after.values[i]} - before.values[i]) / rates.learning_rate;
      EXPECT_NEAR(moved, gradient, 2e-3) << "parameter " << i << " of " << d;
    }
  }
}

TEST(BprKernel, LargeMarginsStayFinite) {
  const BprRates rates{.learning_rate = 0.1f};
  for (const float size : {100.0f, -100.0f}) {
    std::vector<float> x(16, size), y(16, 10), z(16, -10);
    float a = 0, b = 0;
    BprStep({x.data(), y.data(), z.data(), &a, &b}, 16, rates);
    for (const float value : x) EXPECT_TRUE(std::isfinite(value));
    EXPECT_TRUE(std::isfinite(a));
    EXPECT_GE(a, 0);
    EXPECT_LE(b, 0);
  }
}

}  // namespace
}  // namespace customer2vec
