#include "trainer/models/factorization_machine/factorization_start.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "core/base/random.h"

namespace customer2vec {
namespace {

using ::testing::Each;
using ::testing::ElementsAre;
using ::testing::ElementsAreArray;
using ::testing::IsEmpty;

// Own rows and what they share, put together again.
std::vector<float> SumsOf(const SplitRows& rows, size_t d,
                          const std::vector<std::vector<uint32_t>>& shared_of) {
  std::vector<float> sums = rows.own;
  for (size_t row = 0; row < shared_of.size(); ++row) {
    for (const uint32_t shared : shared_of[row]) {
      for (size_t j = 0; j < d; ++j) {
        sums[row * d + j] += rows.shared[shared * d + j];
      }
    }
  }
  return sums;
}

double Squares(const SplitRows& rows) {
  double sum = 0;
  for (const auto* part : {&rows.own, &rows.shared}) {
    for (const float x : *part) sum += double{x} * x;
  }
  return sum;
}

TEST(SplitSumsTest, SharesWhatIsCommon) {
  // Three sums share row 0: 3 * 4 / (3 + 1) of 4 is theirs together.
  const std::vector<float> sums = {4, 0, 4, 0, 4, 0};
  const SplitRows rows =
      SplitSums(sums, 2, std::vector<std::vector<uint32_t>>{{0}, {0}, {0}}, 1);
  EXPECT_THAT(rows.shared, ElementsAre(3, 0));
  EXPECT_THAT(rows.own, ElementsAre(1, 0, 1, 0, 1, 0));
}

TEST(SplitSumsTest, OfAllWaysItIsTheOneOfLeastSquares) {
  constexpr size_t kDimension = 3;
  const std::vector<std::vector<uint32_t>> shared_of = {{0, 2}, {0, 3}, {1, 2},
                                                        {1, 3}, {1},    {}};
  Random random(1);
  std::vector<float> sums(shared_of.size() * kDimension);
  for (float& x : sums) x = static_cast<float>(random.Normal());
  const SplitRows rows = SplitSums(sums, kDimension, shared_of, 4);
  const std::vector<float> again = SumsOf(rows, kDimension, shared_of);
  for (size_t i = 0; i < sums.size(); ++i) EXPECT_NEAR(again[i], sums[i], 1e-5);
  // A step of any shared number, taken from the own rows, is no better.
  const double least = Squares(rows);
  for (size_t i = 0; i < rows.shared.size(); ++i) {
    for (const float step : {-0.01f, 0.01f}) {
      SplitRows other = rows;
      other.shared[i] += step;
      for (size_t row = 0; row < shared_of.size(); ++row) {
        for (const uint32_t shared : shared_of[row]) {
          if (shared != i / kDimension) continue;
          other.own[row * kDimension + i % kDimension] -= step;
        }
      }
      EXPECT_GT(Squares(other), least) << i;
    }
  }
}

TEST(SplitSumsTest, WhatIsNotKnownStaysOut) {
  const std::vector<float> sums = {4, 0, 0};
  const SplitRows rows =
      SplitSums(sums, 1, std::vector<std::vector<uint32_t>>{{0}, {0}, {1}}, 2);
  EXPECT_THAT(rows.shared, ElementsAre(2, 0)) << "of one, not of two";
  EXPECT_THAT(rows.own, ElementsAre(2, 0, 0));
  const SplitRows alone = SplitSums(sums, 1, {}, 0);
  EXPECT_THAT(alone.own, ElementsAreArray(sums));
  EXPECT_THAT(alone.shared, IsEmpty());
  EXPECT_THAT(SplitSums(sums, 1, {}, 2).shared, Each(0));
}

}  // namespace
}  // namespace customer2vec
