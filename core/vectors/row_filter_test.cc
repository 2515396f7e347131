#include "core/vectors/row_filter.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <vector>

namespace customer2vec {
namespace {

using ::testing::ElementsAre;

// Rows below 8 that the filter allows.
std::vector<uint32_t> Allowed(const RowFilter& filter) {
  std::vector<uint32_t> rows;
  for (uint32_t row = 0; row < 8; ++row) {
    if (filter.Allows(row)) rows.push_back(row);
  }
  return rows;
}

TEST(RowFilterTest, AllowsAllAtFirst) {
  const RowFilter filter;
  EXPECT_TRUE(filter.allows_all());
  EXPECT_THAT(Allowed(filter), ElementsAre(0, 1, 2, 3, 4, 5, 6, 7));
}

TEST(RowFilterTest, ExclusionsAddUpAndCountOnce) {
  RowFilter filter;
  filter.Exclude(std::vector<uint32_t>{5, 1, 5});
  filter.Exclude(std::vector<uint32_t>{1, 0});
  EXPECT_FALSE(filter.allows_all());
  EXPECT_EQ(filter.excluded_count(), 3);
  EXPECT_THAT(Allowed(filter), ElementsAre(2, 3, 4, 6, 7));
}

TEST(RowFilterTest, RestrictionsNarrow) {
  RowFilter filter;
  filter.RestrictTo(std::vector<uint32_t>{6, 2, 4, 2});
  EXPECT_THAT(*filter.candidates(), ElementsAre(2, 4, 6));
  filter.RestrictTo(std::vector<uint32_t>{4, 6, 7});
  EXPECT_THAT(Allowed(filter), ElementsAre(4, 6));
  EXPECT_FALSE(filter.allows_all());
}

TEST(RowFilterTest, BothApply) {
  RowFilter filter;
  filter.RestrictTo(std::vector<uint32_t>{1, 2, 3});
  filter.Exclude(std::vector<uint32_t>{2});
  EXPECT_THAT(Allowed(filter), ElementsAre(1, 3));
}

TEST(RowFilterTest, LimitsToAPrefix) {
  RowFilter filter;
  filter.LimitTo(3);
  EXPECT_FALSE(filter.allows_all());
  EXPECT_THAT(Allowed(filter), ElementsAre(0, 1, 2));
  filter.LimitTo(5);
  filter.Exclude(std::vector<uint32_t>{1});
  EXPECT_THAT(Allowed(filter), ElementsAre(0, 2));
}

TEST(RowFilterTest, RestrictedToNothingAllowsNothing) {
  RowFilter filter;
  filter.RestrictTo({});
  EXPECT_FALSE(filter.allows_all());
  EXPECT_THAT(Allowed(filter), ElementsAre());
}

}  // namespace
}  // namespace customer2vec
