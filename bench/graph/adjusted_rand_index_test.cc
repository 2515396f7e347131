#include "bench/graph/adjusted_rand_index.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <vector>

#include "core/base/random.h"

namespace customer2vec::bench {
namespace {

TEST(AdjustedRandIndexTest, CountsPairsBeyondChance) {
  const std::vector<uint32_t> truth = {0, 0, 0, 1, 1, 1};
  EXPECT_DOUBLE_EQ(AdjustedRandIndex(truth, truth), 1);
  EXPECT_DOUBLE_EQ(AdjustedRandIndex(truth, {{5, 5, 5, 2, 2, 2}}), 1);
  // Cells 2, 1, 1, 2: 2 pairs together, of 6 and 6; by chance 2.4.
  EXPECT_DOUBLE_EQ(AdjustedRandIndex(truth, {{0, 0, 1, 1, 1, 0}}),
                   (2 - 2.4) / (6 - 2.4));
}

TEST(AdjustedRandIndexTest, ChanceIsZero) {
  Random random(1);
  std::vector<uint32_t> a, b;
  for (int i = 0; i < 5000; ++i) {
    a.push_back(random.Below(6));
    b.push_back(random.Below(4));
  }
  EXPECT_NEAR(AdjustedRandIndex(a, b), 0, 0.005);
}

}  // namespace
}  // namespace customer2vec::bench
