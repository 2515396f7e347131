#include "core/index/centred_rows.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "core/index/index_test_util.h"
#include "core/vectors/kernels.h"

namespace customer2vec {
namespace {

using ::testing::Each;

TEST(CentredRowsTest, KeepsTheOrderOfScores) {
  TestVectors test(50, 7, 1);
  const VectorSet vectors = test.Scaled();
  const CentredRows rows(vectors);
  ASSERT_EQ(rows.size(), 50);
  const std::vector<float> query = test.Queries(1);
  const auto centred = [&](size_t row) {
    return Dot(query, rows[row].first(7));
  };
  for (size_t row = 1; row < 50; ++row) {
    EXPECT_NEAR(centred(row) - centred(0),
                vectors.Score(query, row) - vectors.Score(query, 0), 1e-4);
  }
}

TEST(CentredRowsTest, ColumnsHaveNoMeanAndTheRestIsZero) {
  TestVectors test(50, 7, 2);
  const CentredRows rows(test.Biased());
  EXPECT_EQ(rows[0].size(), 16);
  for (size_t column = 0; column < 8; ++column) {
    double sum = 0;
    for (size_t row = 0; row < 50; ++row) sum += rows[row][column];
    EXPECT_NEAR(sum, 0, 1e-4) << column;
  }
  for (size_t row = 0; row < 50; ++row) {
    EXPECT_THAT(rows[row].subspan(8), Each(0));
  }
}

TEST(CentredRowsTest, TheBiasHasItsShare) {
  TestVectors test(50, 7, 3);
  const CentredRows rows(test.Biased());
  double lengths = 0;
  double biases = 0;
  for (size_t row = 0; row < 50; ++row) {
    lengths += Dot(rows[row].first(7), rows[row].first(7));
    biases += rows[row][7] * rows[row][7];
  }
  EXPECT_NEAR(std::sqrt(biases / lengths), kBiasShare, 1e-5);
  const CentredRows plain(test.Plain());
  for (size_t row = 0; row < 50; ++row) EXPECT_EQ(plain[row][7], 0);
}

TEST(CentredRowsTest, WholeVectorsHaveRoomForTheBias) {
  TestVectors test(3, 16, 4);
  EXPECT_EQ(CentredRows(test.Biased())[0].size(), 32);
  EXPECT_EQ(CentredRows(VectorSet()).size(), 0);
}

}  // namespace
}  // namespace customer2vec
