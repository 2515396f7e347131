#include "trainer/models/logistic/stratified_folds.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

namespace customer2vec {
namespace {

using ::testing::ElementsAre;

std::vector<uint8_t> Labels(size_t n) {
  std::vector<uint8_t> labels(n);
  for (size_t i = 0; i < n; i += 7) labels[i] = 1;
  return labels;
}

TEST(StratifiedFoldsTest, EveryFoldHasItsShareOfBothClasses) {
  const std::vector<uint8_t> labels = Labels(103);
  const std::vector<uint32_t> fold = StratifiedFolds(labels, 5, 1);
  std::vector<int> positives(5), cases(5);
  for (size_t i = 0; i < labels.size(); ++i) {
    ASSERT_LT(fold[i], 5u);
    ++cases[fold[i]];
    positives[fold[i]] += labels[i];
  }
  const auto [fewest, most] = std::minmax_element(cases.begin(), cases.end());
  EXPECT_LE(*most - *fewest, 1);
  const auto [least, greatest] =
      std::minmax_element(positives.begin(), positives.end());
  EXPECT_LE(*greatest - *least, 1);
}

TEST(StratifiedFoldsTest, TheSeedDecides) {
  const std::vector<uint8_t> labels = Labels(100);
  EXPECT_EQ(StratifiedFolds(labels, 5, 1), StratifiedFolds(labels, 5, 1));
  EXPECT_NE(StratifiedFolds(labels, 5, 1), StratifiedFolds(labels, 5, 2));
}

TEST(StratifiedFoldsTest, RowsOfAFoldAndTheRest) {
  const FoldRows rows = RowsOfFold(std::vector<uint32_t>{0, 1, 2, 1, 0}, 1);
  EXPECT_THAT(rows.held_out, ElementsAre(1, 3));
  EXPECT_THAT(rows.training, ElementsAre(0, 2, 4));
}

}  // namespace
}  // namespace customer2vec
