#include "trainer/models/logistic/feature_rows.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <vector>

#include "trainer/models/logistic/logistic_test_util.h"

namespace customer2vec {
namespace {

using ::testing::ElementsAre;

// Small integers, so that sums are exact in any order. Every third is 0.
std::vector<float> SmallIntegers(size_t n) {
  std::vector<float> values(n);
  for (size_t i = 0; i < n; ++i) {
    values[i] = i % 3 == 0 ? 0 : static_cast<float>((i * 7 + 3) % 11) - 5;
  }
  return values;
}

// Each operation against a plain loop, for rows dense or sparse.
void ExpectLikePlainLoops(const FeatureRows& rows,
                          const std::vector<std::vector<float>>& plain) {
  const size_t n = plain.size(), d = rows.dimension();
  ASSERT_EQ(rows.size(), n);
  std::vector<double> weights(d), factors(n);
  for (size_t j = 0; j < d; ++j) weights[j] = static_cast<double>(j % 5) - 2;
  for (size_t i = 0; i < n; ++i) factors[i] = static_cast<double>(i % 4) - 1;
  std::vector<double> products(n, 99), sums(d, 10), squares(d, 20);
  rows.Multiply(weights, products);
  rows.AddTransposed(factors, sums);
  rows.AddSquares(factors, squares);
  std::vector<double> want_sums(d, 10), want_squares(d, 20);
  for (size_t i = 0; i < n; ++i) {
    double product = 0;
    for (size_t j = 0; j < d; ++j) {
      product += plain[i][j] * weights[j];
      want_sums[j] += factors[i] * plain[i][j];
      want_squares[j] += factors[i] * plain[i][j] * plain[i][j];
    }
    EXPECT_EQ(products[i], product) << i;
  }
  EXPECT_EQ(sums, want_sums);
  EXPECT_EQ(squares, want_squares);
}

std::vector<std::vector<float>> PlainRows(const std::vector<float>& values,
                                          size_t d,
                                          const std::vector<uint32_t>& rows) {
  std::vector<std::vector<float>> plain;
  for (const uint32_t row : rows) {
    plain.emplace_back(values.begin() + row * d,
                       values.begin() + (row + 1) * d);
  }
  return plain;
}

TEST(FeatureRowsTest, MatchesPlainLoopsAtEveryLengthAroundABlock) {
  for (size_t d = 1; d <= 35; ++d) {
    SCOPED_TRACE(d);
    const std::vector<float> values = SmallIntegers(5 * d);
    const DenseRows dense(values, d);
    const SparseArrays arrays = ToSparse(dense);
    const auto plain = PlainRows(values, d, {0, 1, 2, 3, 4});
    ExpectLikePlainLoops(dense, plain);
    ExpectLikePlainLoops(
        SparseRows(arrays.offsets, arrays.columns, arrays.values, d), plain);
  }
}

TEST(FeatureRowsTest, SelectsRowsInTheGivenOrder) {
  const size_t d = 19;
  const std::vector<float> values = SmallIntegers(5 * d);
  const DenseRows dense(values, d);
  const SparseArrays arrays = ToSparse(dense);
  const std::vector<uint32_t> rows = {4, 0, 0, 2};
  const auto plain = PlainRows(values, d, rows);
  ExpectLikePlainLoops(dense.Select(rows), plain);
  ExpectLikePlainLoops(
      SparseRows(arrays.offsets, arrays.columns, arrays.values, d).Select(rows),
      plain);
}

TEST(FeatureRowsTest, AnEmptySelectionHasNoRows) {
  const std::vector<float> values = {1, 2};
  EXPECT_EQ(DenseRows(values, 1).Select({}).size(), 0u);
}

}  // namespace
}  // namespace customer2vec
