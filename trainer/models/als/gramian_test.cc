#include "trainer/models/als/gramian.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "core/base/random.h"

namespace customer2vec {
namespace {

using ::testing::Each;

FactorMatrix RandomFactors(size_t rows, size_t d, uint64_t seed) {
  FactorMatrix factors(rows, d);
  Random random(seed);
  for (size_t row = 0; row < rows; ++row) {
    for (size_t j = 0; j < d; ++j) {
      factors.Row(row)[j] = static_cast<float>(random.Normal());
    }
  }
  return factors;
}

double ProductOf(const FactorMatrix& factors, size_t i, size_t j) {
  double sum = 0;
  for (size_t row = 0; row < factors.rows(); ++row) {
    sum += double{factors.Row(row)[i]} * factors.Row(row)[j];
  }
  return sum;
}

TEST(Gramian, IsThePlainProduct) {
  for (size_t rows : {1, 5, 1024, 2500}) {
    for (size_t d : {1, 16, 17, 40, 128}) {
      const FactorMatrix factors = RandomFactors(rows, d, rows + d);
      const std::vector<double> gramian = Gramian(factors, 1);
      const size_t stride = factors.stride();
      const double allowed = 1e-5 * static_cast<double>(rows) + 1e-5;
      for (size_t i = 0; i < stride; ++i) {
        for (size_t j = 0; j < stride; ++j) {
          ASSERT_NEAR(gramian[i * stride + j], ProductOf(factors, i, j),
                      allowed)
              << rows << " rows of " << d << " at " << i << ", " << j;
        }
      }
    }
  }
}

TEST(Gramian, ThreadsDoNotChangeABit) {
  const FactorMatrix factors = RandomFactors(40000, 24, 3);
  const std::vector<double> one = Gramian(factors, 1);
  EXPECT_EQ(Gramian(factors, 2), one);
  EXPECT_EQ(Gramian(factors, 7), one);
}

TEST(Gramian, OfNoRowsIsZero) {
  EXPECT_THAT(Gramian(FactorMatrix(0, 8), 2), Each(0.0));
}

TEST(Rotate, MakesTheGramianDiagonalAndKeepsScores) {
  for (size_t d : {1, 16, 21, 64}) {
    FactorMatrix items = RandomFactors(1027, d, d);
    FactorMatrix customers = RandomFactors(7, d, 100 + d);
    const FactorMatrix was = RandomFactors(1027, d, d);
    const FactorMatrix whose = RandomFactors(7, d, 100 + d);
    const Eigenbasis basis = Diagonalize(Gramian(items, 1), d, items.stride());
    Rotate(basis.rotation, 2, items);
    Rotate(basis.rotation, 1, customers);
    for (size_t i = 0; i < items.stride(); ++i) {
      for (size_t j = 0; j < items.stride(); ++j) {
        EXPECT_NEAR(ProductOf(items, i, j), i == j ? basis.values[i] : 0, 0.02);
      }
    }
    for (size_t row : {0, 1023, 1024, 1026}) {
      double score = 0, now = 0;
      for (size_t j = 0; j < items.stride(); ++j) {
        score += double{was.Row(row)[j]} * whose.Row(row % 7)[j];
        now += double{items.Row(row)[j]} * customers.Row(row % 7)[j];
      }
      EXPECT_NEAR(now, score, 1e-4) << d;
    }
  }
}

TEST(Diagonalize, DropsWhatIsNoise) {
  FactorMatrix factors = RandomFactors(50, 20, 1);
  for (size_t row = 0; row < 50; ++row) {
    factors.Row(row)[7] = factors.Row(row)[3];  // rank 19
  }
  const Eigenbasis basis = Diagonalize(Gramian(factors, 1), 20, 32);
  EXPECT_EQ(basis.values[0], 0);
  EXPECT_GT(basis.values[1], 1);
  for (size_t j = 20; j < 32; ++j) EXPECT_EQ(basis.values[j], 0);
}

}  // namespace
}  // namespace customer2vec
