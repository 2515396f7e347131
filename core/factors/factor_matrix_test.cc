#include "core/factors/factor_matrix.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdint>

namespace customer2vec {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(FactorMatrix, StartsAsZerosOnCacheLines) {
  FactorMatrix matrix(3, 17);
  EXPECT_EQ(matrix.stride(), 32);
  for (size_t row = 0; row < 3; ++row) {
    EXPECT_EQ(reinterpret_cast<uintptr_t>(matrix.Row(row)) % 64, 0);
    for (size_t j = 0; j < 32; ++j) EXPECT_EQ(matrix.Row(row)[j], 0);
  }
}

TEST(FactorMatrix, PadsAndUnpads) {
  const std::vector<float> dense = {1, 2, 3, 4, 5, 6};
  FactorMatrix matrix = FactorMatrix::Padded(dense, 3);
  EXPECT_EQ(matrix.rows(), 2);
  EXPECT_EQ(matrix.Row(1)[2], 6);
  EXPECT_EQ(matrix.Row(1)[3], 0);
  EXPECT_EQ(matrix.view().Row(1), matrix.Row(1));
  EXPECT_THAT(matrix.Dense(), ElementsAre(1, 2, 3, 4, 5, 6));
}

TEST(FactorMatrix, MayBeEmptyOrLarge) {
  EXPECT_THAT(FactorMatrix(0, 5).Dense(), IsEmpty());
  FactorMatrix large(70000, 32);  // on huge pages where the system has them
  EXPECT_EQ(large.Row(69999)[31], 0);
  large.Row(69999)[31] = 1;
  EXPECT_EQ(large.Dense().back(), 1);
}

}  // namespace
}  // namespace customer2vec
