#include "core/nn/embedding_bag.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/base/status_matchers.h"
#include "core/nn/nn_test_util.h"

namespace customer2vec::nn {
namespace {

using ::testing::HasSubstr;

const std::vector<uint64_t> kOffsets = {0, 2, 2, 5};
const std::vector<uint32_t> kRows = {3, 0, 1, 1, 2};

TEST(EmbeddingBagTest, SumsAndMeansAreAsPlainLoops) {
  Random random(1);
  const Matrix<float> table = RandomMatrix<float>(4, 6, random);
  const AlignedVector<float> weights = RandomNumbers<float>(5, random);
  Matrix<float> sum(3, 6), mean(3, 6), weighted(3, 6);
  EmbeddingBag(table.view(), {kOffsets, kRows}, Pooling::kSum, sum.view());
  EmbeddingBag(table.view(), {kOffsets, kRows}, Pooling::kMean, mean.view());
  EmbeddingBag(table.view(), {kOffsets, kRows, weights}, Pooling::kMean,
               weighted.view());
  for (size_t j = 0; j < 6; ++j) {
    EXPECT_NEAR(sum(0, j), table(3, j) + table(0, j), 1e-6);
    EXPECT_NEAR(mean(0, j), (table(3, j) + table(0, j)) / 2, 1e-6);
    EXPECT_EQ(mean(1, j), 0);
    EXPECT_NEAR(sum(2, j), 2 * table(1, j) + table(2, j), 1e-6);
    EXPECT_NEAR(
        weighted(2, j),
        ((weights[2] + weights[3]) * table(1, j) + weights[4] * table(2, j)) /
            3,
        1e-6);
  }
}

TEST(EmbeddingBagTest, GatheredRowsAreTheTables) {
  Random random(2);
  const Matrix<float> table = RandomMatrix<float>(4, 6, random);
  Matrix<float> out(5, 6);
  GatherRows(table.view(), kRows, out.view());
  for (size_t i = 0; i < 5; ++i) {
    for (size_t j = 0; j < 6; ++j) EXPECT_EQ(out(i, j), table(kRows[i], j));
  }
}

TEST(EmbeddingBagTest, BagsThatDoNotFitAreRefused) {
  const std::vector<float> weights(4);
  EXPECT_THAT(CheckBags({kOffsets, kRows}, 4), IsOk());
  EXPECT_THAT(CheckBags({kOffsets, kRows}, 3),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       HasSubstr("row 3 is not in the table of 3")));
  EXPECT_THAT(CheckBags({kOffsets, kRows, weights}, 4),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       HasSubstr("4 weights for 5 rows")));
  const std::vector<uint64_t> falling = {0, 3, 2, 5};
  EXPECT_THAT(CheckBags({falling, kRows}, 4),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       HasSubstr("offsets do not cut 5 rows")));
  EXPECT_THAT(CheckBags({{}, kRows}, 4),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       HasSubstr("offsets do not cut 5 rows")));
}

}  // namespace
}  // namespace customer2vec::nn
