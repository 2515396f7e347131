#include "bench/graph/segments.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/base/random.h"
#include "core/base/status_macros.h"
#include "core/base/status_matchers.h"

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

TEST(KMeansSegmentsTest, FindsGroupsOfDirections) {
  Random random(2);
  std::vector<float> rows;
  std::vector<uint32_t> truth;
  for (int i = 0; i < 150; ++i) {
    const uint32_t group = random.Below(3);
    const double length = 0.1 + 5 * random.Uniform();  // must not matter
    truth.push_back(group);
    for (uint32_t j = 0; j < 3; ++j) {
      rows.push_back(
          static_cast<float>(length * ((j == group) + 0.1 * random.Normal())));
    }
  }
  C2V_ASSERT_OK_AND_ASSIGN(const std::vector<uint32_t> segments,
                           KMeansSegments(rows, 3, 3, 1));
  EXPECT_GT(AdjustedRandIndex(segments, truth), 0.99);
}

TEST(KMeansSegmentsTest, FewerRowsThanSegmentsAreRefused) {
  EXPECT_THAT(KMeansSegments(std::vector<float>(4), 2, 3, 1),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       testing::HasSubstr("2 vectors do not make 3")));
}

}  // namespace
}  // namespace customer2vec::bench
