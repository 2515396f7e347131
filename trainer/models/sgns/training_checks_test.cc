#include "trainer/models/sgns/training_checks.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <vector>

#include "core/base/status_matchers.h"

namespace customer2vec {
namespace {

using ::testing::HasSubstr;

TEST(TrainingChecksTest, TheFirstValueOutOfItsRangeIsNamed) {
  const auto check = [](double a, double b) {
    const SettingRange ranges[] = {{"a", a, 1, 3}, {"b", b, -2, 2}};
    return CheckRanges(ranges, "models[3]");
  };
  EXPECT_THAT(check(1, -2), IsOk());
  EXPECT_THAT(check(3, 2), IsOk());
  EXPECT_THAT(check(3.5, 9), StatusIs(absl::StatusCode::kInvalidArgument,
                                      "models[3].a is 3.5: use 1 to 3"));
  EXPECT_THAT(check(2, -2.5), StatusIs(absl::StatusCode::kInvalidArgument,
                                       "models[3].b is -2.5: use -2 to 2"));
  EXPECT_THAT(check(NAN, 0), StatusIs(absl::StatusCode::kInvalidArgument,
                                      HasSubstr("models[3].a is nan")));
}

TEST(TrainingChecksTest, OffsetsAscendWithinTheTokens) {
  const std::vector<uint32_t> tokens(5);
  const auto check = [&](const std::vector<uint64_t>& offsets) {
    return CheckOffsets({tokens, offsets}, "texts");
  };
  EXPECT_THAT(check({0, 2, 2, 5}), IsOk());
  EXPECT_THAT(check({1, 4}), IsOk());
  for (const auto& bad : {std::vector<uint64_t>{}, {0, 6}, {3, 2}}) {
    EXPECT_THAT(check(bad),
                StatusIs(absl::StatusCode::kInvalidArgument,
                         "texts: offsets must ascend, from 0 to at most the 5 "
                         "tokens"));
  }
}

TEST(TrainingChecksTest, TwoRowsOccurAtLeast) {
  EXPECT_THAT(CheckCounts(std::vector<uint32_t>{4, 0, 1}), IsOk());
  EXPECT_THAT(
      CheckCounts(std::vector<uint32_t>{4, 0, 0}),
      StatusIs(absl::StatusCode::kFailedPrecondition, HasSubstr("1 of 3")));
}

TEST(TrainingChecksTest, WhatIsNotFiniteIsFound) {
  EXPECT_TRUE(AreFinite({}));
  EXPECT_TRUE(AreFinite(std::vector<float>{1, -3e38f}));
  EXPECT_FALSE(AreFinite(std::vector<float>{1, NAN}));
  EXPECT_FALSE(
      AreFinite(std::vector<float>{std::numeric_limits<float>::infinity()}));
}

}  // namespace
}  // namespace customer2vec
