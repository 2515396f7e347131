// What tests of layers share: random matrices, plain products, comparison.

#ifndef CUSTOMER2VEC_CORE_NN_NN_TEST_UTIL_H_
#define CUSTOMER2VEC_CORE_NN_NN_TEST_UTIL_H_

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "core/base/random.h"
#include "core/nn/matrix.h"

namespace customer2vec::nn {

template <typename T>
AlignedVector<T> RandomNumbers(size_t count, Random& random) {
  AlignedVector<T> numbers(count);
  for (T& number : numbers) number = static_cast<T>(random.Normal());
  return numbers;
}

template <typename T>
Matrix<T> RandomMatrix(size_t rows, size_t cols, Random& random) {
  Matrix<T> matrix(rows, cols);
  matrix.numbers() = RandomNumbers<T>(rows * cols, random);
  return matrix;
}

inline double PlainSigmoid(double x) { return 1 / (1 + std::exp(-x)); }

// row `row` of weights . x, in double.
template <typename T>
double PlainDot(ConstMatrix<T> weights, size_t row, std::span<const T> x) {
  double sum = 0;
  for (size_t j = 0; j < x.size(); ++j) {
    sum += static_cast<double>(weights(row, j)) * x[j];
  }
  return sum;
}

// The same shape, and numbers within `tolerance`, absolute and relative.
template <typename T>
void ExpectNear(ConstMatrix<T> actual, ConstMatrix<T> expected,
                double tolerance) {
  ASSERT_EQ(actual.rows, expected.rows);
  ASSERT_EQ(actual.cols, expected.cols);
  for (size_t i = 0; i < actual.rows; ++i) {
    for (size_t j = 0; j < actual.cols; ++j) {
      EXPECT_NEAR(actual(i, j), expected(i, j),
                  tolerance * (1 + std::abs(expected(i, j))))
          << "at row " << i << ", column " << j;
    }
  }
}

}  // namespace customer2vec::nn

#endif  // CUSTOMER2VEC_CORE_NN_NN_TEST_UTIL_H_
