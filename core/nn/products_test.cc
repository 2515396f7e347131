#include "core/nn/products.h"

#include <gtest/gtest.h>

#include "core/nn/allocation_count.h"
#include "core/nn/nn_test_util.h"

namespace customer2vec::nn {
namespace {

// Numbers beside the matrix that must stay as they are.
constexpr double kUntouched = 1e6;
constexpr size_t kPadding = 3;

// n x m of sum_k a(i, k) b(k, j), by plain loops.
template <typename T>
Matrix<T> Plain(const Matrix<T>& a, const Matrix<T>& b) {
  Matrix<T> product(a.rows(), b.cols());
  for (size_t i = 0; i < a.rows(); ++i) {
    for (size_t j = 0; j < b.cols(); ++j) {
      double sum = 0;
      for (size_t k = 0; k < a.cols(); ++k) sum += double{a(i, k)} * b(k, j);
      product(i, j) = static_cast<T>(sum);
    }
  }
  return product;
}

template <typename T>
Matrix<T> Transposed(const Matrix<T>& a) {
  Matrix<T> transposed(a.cols(), a.rows());
  for (size_t i = 0; i < a.rows(); ++i) {
    for (size_t j = 0; j < a.cols(); ++j) transposed(j, i) = a(i, j);
  }
  return transposed;
}

// Runs a product into a block of a wider matrix, over numbers and added to
// them.
template <typename T, typename Product>
void CheckProduct(const Matrix<T>& expected, double tolerance,
                  const Product& product) {
  Matrix<T> wide(expected.rows(), expected.cols() + kPadding);
  for (T& number : wide.numbers()) number = static_cast<T>(kUntouched);
  const MatrixView<T> out = wide.view().Cols(0, expected.cols());
  product(out, Sum::kOverwrite);
  ExpectNear<T>(out, expected.view(), tolerance);
  product(out, Sum::kAddTo);
  for (size_t i = 0; i < out.rows; ++i) {
    for (T& number : out.Row(i)) number /= 2;
    EXPECT_EQ(wide(i, expected.cols()), static_cast<T>(kUntouched));
  }
  ExpectNear<T>(out, expected.view(), tolerance);
}

template <typename T>
void CheckShapes(double tolerance) {
  Random random(1);
  // One row, small ones of Eigen, large ones of OpenBLAS, none to sum.
  const size_t shapes[][3] = {{1, 1, 1},   {1, 70, 300}, {3, 5, 7},
                              {40, 1, 99}, {64, 65, 66}, {130, 33, 20},
                              {4, 3, 0},   {0, 3, 4}};
  for (const auto& [n, m, k] : shapes) {
    SCOPED_TRACE(testing::Message() << n << " x " << m << " over " << k);
    const Matrix<T> a = RandomMatrix<T>(n, k, random);
    const Matrix<T> b = RandomMatrix<T>(k, m, random);
    const Matrix<T> at = Transposed(a), bt = Transposed(b);
    const Matrix<T> expected = Plain(a, b);
    CheckProduct(expected, tolerance, [&](MatrixView<T> out, Sum sum) {
      MultiplyAB(a.view(), b.view(), out, sum);
    });
    CheckProduct(expected, tolerance, [&](MatrixView<T> out, Sum sum) {
      MultiplyABt(a.view(), bt.view(), out, sum);
    });
    CheckProduct(expected, tolerance, [&](MatrixView<T> out, Sum sum) {
      MultiplyAtB(at.view(), b.view(), out, sum);
    });
  }
}

TEST(ProductsTest, FloatsAreAsPlainLoops) { CheckShapes<float>(2e-5); }

TEST(ProductsTest, DoublesAreAsPlainLoops) { CheckShapes<double>(1e-13); }

TEST(ProductsTest, AReaderOfColumnsSeesItsOwn) {
  Random random(2);
  const Matrix<float> a = RandomMatrix<float>(50, 90, random);
  const Matrix<float> b = RandomMatrix<float>(50, 90, random);
  Matrix<float> left(50, 40), right(50, 40);
  for (size_t i = 0; i < 50; ++i) {
    for (size_t j = 0; j < 40; ++j) {
      left(i, j) = a(i, 30 + j);
      right(i, j) = b(i, 50 + j);
    }
  }
  Matrix<float> out(50, 50);
  MultiplyABt(a.view().Cols(30, 40), b.view().Cols(50, 40), out.view());
  ExpectNear<float>(out.view(), Plain(left, Transposed(right)).view(), 2e-5);
}

TEST(ProductsTest, OneRowDoesNotAllocate) {
  if (!kCountsAllocations) GTEST_SKIP() << "a sanitizer allocates";
  Random random(3);
  const Matrix<float> x = RandomMatrix<float>(1, 500, random);
  const Matrix<float> weights = RandomMatrix<float>(900, 500, random);
  Matrix<float> y(1, 900);
  EXPECT_EQ(AllocationsOf([&] {
              MultiplyABt(x.view(), weights.view(), y.view());
              MultiplyABt(x.view(), weights.view(), y.view(), Sum::kAddTo);
            }),
            0);
}

TEST(ProductsTest, AllocationsAreCounted) {
  if (!kCountsAllocations) GTEST_SKIP() << "a sanitizer allocates";
  EXPECT_EQ(AllocationsOf([] { Matrix<float> matrix(30, 40); }), 1);
}

}  // namespace
}  // namespace customer2vec::nn
