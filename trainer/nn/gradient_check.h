// A gradient against finite differences, for tests of backward passes.
//
//   ExpectGradient(x.numbers(), dx.numbers(), [&] { return LossOf(x); });
//
// Central differences in double: (f(x + h) - f(x - h)) / 2h with h = 1e-5,
// whose own error is near 1e-9 for functions of size 1.

#ifndef CUSTOMER2VEC_TRAINER_NN_GRADIENT_CHECK_H_
#define CUSTOMER2VEC_TRAINER_NN_GRADIENT_CHECK_H_

#include <gtest/gtest.h>

#include <cmath>
#include <span>

#include "core/nn/matrix.h"

namespace customer2vec::nn {

inline constexpr double kGradientTolerance = 1e-7;

// `loss` depends on `numbers`, which are moved one by one and put back;
// `gradient` is what is claimed, within the tolerance, absolute and relative.
template <typename Loss>
void ExpectGradient(std::span<double> numbers, std::span<const double> gradient,
                    const Loss& loss) {
  ASSERT_EQ(numbers.size(), gradient.size());
  constexpr double kStep = 1e-5;
  for (size_t i = 0; i < numbers.size(); ++i) {
    const double before = numbers[i];
    numbers[i] = before + kStep;
    const double above = loss();
    numbers[i] = before - kStep;
    const double below = loss();
    numbers[i] = before;
    const double slope = (above - below) / (2 * kStep);
    EXPECT_NEAR(gradient[i], slope, kGradientTolerance * (1 + std::abs(slope)))
        << "of number " << i;
  }
}

// sum of a(i, j) b(i, j): a loss whose gradient by `a` is `b`.
inline double InnerProduct(MatrixView<const double> a,
                           MatrixView<const double> b) {
  double sum = 0;
  for (size_t i = 0; i < a.rows; ++i) {
    for (size_t j = 0; j < a.cols; ++j) sum += a(i, j) * b(i, j);
  }
  return sum;
}

}  // namespace customer2vec::nn

#endif  // CUSTOMER2VEC_TRAINER_NN_GRADIENT_CHECK_H_
