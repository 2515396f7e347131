#include "trainer/evaluation/list_spread.h"

#include <gtest/gtest.h>

namespace customer2vec {
namespace {

using Lists = std::vector<std::vector<ScoredItem>>;

const std::vector<uint32_t> kCounts = {8, 4, 2, 0};
const std::vector<uint32_t> kGroups = {0, 0, 1, kNoGroup};

SpreadOptions Options(size_t cutoff) {
  return {.cutoff = cutoff,
          .item_count = 4,
          .counts = kCounts,
          .basket_count = 16,
          .group_of = kGroups};
}

TEST(MeasureSpreadTest, CountsByHand) {
  const Lists lists = {{{0, 3}, {1, 2}, {2, 1}}, {{0, 3}, {3, 2}}};
  const ListSpread spread = MeasureSpread(lists, Options(3));
  EXPECT_DOUBLE_EQ(spread.coverage, 1);
  // -log2 of 8/16, 4/16, 2/16, 8/16, 1/16.
  EXPECT_DOUBLE_EQ(spread.novelty, (1 + 2 + 3 + 1 + 4) / 5.0);
  // Two of three pairs of the first list, the one of the second.
  EXPECT_DOUBLE_EQ(spread.diversity, (2 / 3.0 + 1) / 2);
  // Shown 2, 1, 1, 1 times: (-3 * 1 - 1 * 1 + 1 * 1 + 3 * 2) / (4 * 5).
  EXPECT_DOUBLE_EQ(spread.gini, 3 / 20.0);
}

TEST(MeasureSpreadTest, LooksNoFurtherThanTheCutoff) {
  const Lists lists = {{{0, 3}, {1, 2}, {2, 1}}};
  const ListSpread spread = MeasureSpread(lists, Options(1));
  EXPECT_DOUBLE_EQ(spread.coverage, 0.25);
  EXPECT_DOUBLE_EQ(spread.novelty, 1);
  EXPECT_DOUBLE_EQ(spread.diversity, 0);  // no pairs
  EXPECT_DOUBLE_EQ(spread.gini, 0.75);    // one of four takes all
}

TEST(MeasureSpreadTest, PassesOverWhatIsNotThere) {
  EXPECT_EQ(MeasureSpread({}, Options(3)).coverage, 0);
  const Lists lists = {{{9, 3}, {1, 2}}};
  EXPECT_DOUBLE_EQ(MeasureSpread(lists, Options(3)).coverage, 0.25);
  EXPECT_EQ(MeasureSpread(lists, {.cutoff = 3}).gini, 0);
}

}  // namespace
}  // namespace customer2vec
