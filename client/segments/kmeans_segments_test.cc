#include "client/segments/kmeans_segments.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdint>
#include <map>
#include <vector>

#include "core/base/random.h"
#include "core/base/status_macros.h"
#include "core/base/status_matchers.h"

namespace customer2vec {
namespace {

// Whether two partitions are one, whatever their parts are called.
bool AreTheSame(const std::vector<uint32_t>& a,
                const std::vector<uint32_t>& b) {
  std::map<uint32_t, uint32_t> b_of_a, a_of_b;
  for (size_t i = 0; i < a.size(); ++i) {
    if (b_of_a.emplace(a[i], b[i]).first->second != b[i]) return false;
    if (a_of_b.emplace(b[i], a[i]).first->second != a[i]) return false;
  }
  return true;
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
  EXPECT_TRUE(AreTheSame(segments, truth));
}

TEST(KMeansSegmentsTest, TheSameSeedGivesTheSameSegments) {
  Random random(4);
  std::vector<float> rows;
  for (int i = 0; i < 400; ++i) {
    rows.push_back(static_cast<float>(random.Normal()));
  }
  C2V_ASSERT_OK_AND_ASSIGN(const auto a, KMeansSegments(rows, 4, 5, 1));
  C2V_ASSERT_OK_AND_ASSIGN(const auto b, KMeansSegments(rows, 4, 5, 1));
  EXPECT_EQ(a, b);
  EXPECT_THAT(a, testing::Each(testing::Lt(5)));
}

TEST(KMeansSegmentsTest, NoOrTooManySegmentsAreRefused) {
  const std::vector<float> two(4);
  EXPECT_THAT(KMeansSegments(two, 2, 3, 1),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       testing::HasSubstr("2 vectors do not make 3")));
  EXPECT_THAT(KMeansSegments(two, 2, 0, 1),
              StatusIs(absl::StatusCode::kInvalidArgument, testing::_));
}

}  // namespace
}  // namespace customer2vec
