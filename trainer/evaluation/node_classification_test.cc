#include "trainer/evaluation/node_classification.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "core/base/random.h"
#include "core/base/status_macros.h"
#include "core/base/status_matchers.h"

namespace customer2vec {
namespace {

using ::testing::HasSubstr;

MultiLabels Labels(const std::vector<std::vector<uint32_t>>& lists,
                   uint32_t label_count) {
  MultiLabels labels;
  labels.label_count = label_count;
  for (const auto& list : lists) {
    labels.labels.insert(labels.labels.end(), list.begin(), list.end());
    labels.offsets.push_back(labels.labels.size());
  }
  return labels;
}

TEST(ScoreLabelsTest, MacroIsTheMeanOverAllLabels) {
  const MultiLabels truth = Labels({{0}, {0, 1}, {2}, {0}}, 4);
  const MultiLabels predicted = Labels({{0}, {0, 2}, {2}, {1}}, 4);
  const F1Scores scores = ScoreLabels(truth, predicted);
  // Label 0: 2 hits of 3 present and 2 named; 1: none; 2: 1 of 1 and 2; 3:
  // neither present nor named.
  EXPECT_DOUBLE_EQ(scores.macro, (4.0 / 5 + 0 + 2.0 / 3 + 0) / 4);
  EXPECT_DOUBLE_EQ(scores.micro, 2.0 * 3 / 10);
}

TEST(SplitNodesTest, CutsEveryNodeOnce) {
  const NodeSplit split = SplitNodes(101, 0.3, 7);
  EXPECT_EQ(split.train.size(), 30);
  std::vector<uint32_t> all = split.train;
  all.insert(all.end(), split.test.begin(), split.test.end());
  std::sort(all.begin(), all.end());
  for (uint32_t i = 0; i < 101; ++i) EXPECT_EQ(all[i], i);
  EXPECT_EQ(SplitNodes(101, 0.3, 7).train, split.train);
  EXPECT_NE(SplitNodes(101, 0.3, 8).train, split.train);
  const NodeSplit inner = SplitNodes(split.train, 0.5, 1);
  EXPECT_EQ(inner.train.size(), 15);
  for (const uint32_t node : inner.test) {
    EXPECT_TRUE(std::count(split.train.begin(), split.train.end(), node));
  }
}

// Nodes of two labels, each a direction; one in four has both.
class ClassifyNodesTest : public testing::Test {
 protected:
  ClassifyNodesTest() {
    Random random(3);
    std::vector<std::vector<uint32_t>> lists;
    for (int i = 0; i < 400; ++i) {
      const bool first = i % 4 != 1, second = i % 4 == 1 || i % 4 == 2;
      lists.emplace_back();
      if (first) lists.back().push_back(0);
      if (second) lists.back().push_back(1);
      vectors_.push_back(static_cast<float>(first + 0.2 * random.Normal()));
      vectors_.push_back(static_cast<float>(second + 0.2 * random.Normal()));
    }
    labels_ = Labels(lists, 2);
  }
  std::vector<float> vectors_;
  MultiLabels labels_;
};

TEST_F(ClassifyNodesTest, FindsWhatIsThere) {
  const NodeSplit split = SplitNodes(400, 0.5, 1);
  C2V_ASSERT_OK_AND_ASSIGN(
      const F1Scores scores,
      ClassifyNodes(DenseRows(vectors_, 2), labels_, split, {.c = 10}));
  EXPECT_GT(scores.macro, 0.97);
  EXPECT_GT(scores.micro, 0.97);
}

TEST_F(ClassifyNodesTest, NoiseTellsLittle) {
  Random random(9);
  for (float& value : vectors_) value = static_cast<float>(random.Normal());
  const NodeSplit split = SplitNodes(400, 0.5, 1);
  C2V_ASSERT_OK_AND_ASSIGN(
      const F1Scores scores,
      ClassifyNodes(DenseRows(vectors_, 2), labels_, split, {}));
  EXPECT_LT(scores.macro, 0.8);
}

TEST_F(ClassifyNodesTest, TheSameAtAnyNumberOfThreads) {
  const NodeSplit split = SplitNodes(400, 0.5, 2);
  C2V_ASSERT_OK_AND_ASSIGN(
      const F1Scores one,
      ClassifyNodes(DenseRows(vectors_, 2), labels_, split, {.c = 0.01}));
  C2V_ASSERT_OK_AND_ASSIGN(const F1Scores three,
                           ClassifyNodes(DenseRows(vectors_, 2), labels_, split,
                                         {.c = 0.01, .threads = 3}));
  EXPECT_EQ(one.macro, three.macro);
  EXPECT_EQ(one.micro, three.micro);
}

TEST_F(ClassifyNodesTest, ALabelThatTrainingLacksIsNeverNamed) {
  labels_.label_count = 3;
  const NodeSplit split = SplitNodes(400, 0.5, 1);
  C2V_ASSERT_OK_AND_ASSIGN(
      const F1Scores scores,
      ClassifyNodes(DenseRows(vectors_, 2), labels_, split, {.c = 10}));
  EXPECT_GT(scores.macro, 0.64);
  EXPECT_LE(scores.macro, 2.0 / 3);
  EXPECT_GT(scores.micro, 0.97);
}

TEST_F(ClassifyNodesTest, RefusesWhatDoesNotFit) {
  const NodeSplit split = SplitNodes(400, 0.5, 1);
  EXPECT_THAT(ClassifyNodes(DenseRows(vectors_, 4), labels_, split, {}),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       HasSubstr("200 vectors but 400 nodes")));
  EXPECT_THAT(ClassifyNodes(DenseRows(vectors_, 2), labels_, {{0, 1}, {}}, {}),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       HasSubstr("nodes on both sides")));
  vectors_[5] = NAN;
  EXPECT_THAT(
      ClassifyNodes(DenseRows(vectors_, 2), labels_, SplitNodes(400, 0.9, 1),
                    {}),
      StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("not finite")));
}

}  // namespace
}  // namespace customer2vec
