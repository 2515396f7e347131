#include "trainer/evaluation/metrics.h"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

namespace customer2vec {
namespace {

TEST(MeasureListTest, EqualsTheDefinitions) {
  const std::vector<ScoredItem> top = {{9, 5}, {2, 4}, {7, 3}, {4, 2}};
  const std::vector<uint32_t> targets = {1, 2, 4};
  const ListQuality at3 = MeasureList(top, targets, 3);
  EXPECT_DOUBLE_EQ(at3.recall, 1.0 / 3);
  EXPECT_DOUBLE_EQ(at3.hit_rate, 1);
  EXPECT_DOUBLE_EQ(at3.mrr, 0.5);
  const double ideal3 = 1 + 1 / std::log2(3.0) + 0.5;
  EXPECT_DOUBLE_EQ(at3.ndcg, 1 / std::log2(3.0) / ideal3);
  const ListQuality at4 = MeasureList(top, targets, 4);
  EXPECT_DOUBLE_EQ(at4.recall, 2.0 / 3);
  EXPECT_DOUBLE_EQ(at3.precision, 1.0 / 3);
  EXPECT_DOUBLE_EQ(at4.precision, 2.0 / 4);
  EXPECT_DOUBLE_EQ(at3.average_precision, (1.0 / 2) / 3);
  EXPECT_DOUBLE_EQ(at4.average_precision, (1.0 / 2 + 2.0 / 4) / 3);
  // Two of the three targets fit into a list of two, three are there.
  const ListQuality at2 = MeasureList(top, targets, 2);
  EXPECT_DOUBLE_EQ(at2.ndcg, 1 / std::log2(3.0) / (1 + 1 / std::log2(3.0)));
  EXPECT_DOUBLE_EQ(at2.ndcg_of_all, 1 / std::log2(3.0) / ideal3);
  EXPECT_DOUBLE_EQ(at4.ndcg,
                   (1 / std::log2(3.0) + 1 / std::log2(5.0)) / ideal3);
}

TEST(MeasureListTest, IdealGainIsCutToo) {
  const std::vector<ScoredItem> top = {{1, 5}};
  EXPECT_DOUBLE_EQ(MeasureList(top, std::vector<uint32_t>{1, 2, 3}, 1).ndcg, 1);
}

TEST(MeasureListTest, NothingFoundIsZero) {
  const ListQuality quality = MeasureList({}, std::vector<uint32_t>{1}, 10);
  EXPECT_EQ(quality.recall, 0);
  EXPECT_EQ(quality.ndcg, 0);
  EXPECT_EQ(quality.hit_rate, 0);
  EXPECT_EQ(quality.mrr, 0);
}

TEST(MeanWithErrorTest, EqualsTheTextbook) {
  MeanWithError mean;
  EXPECT_EQ(mean.standard_error(), 0);
  for (double value : {2.0, 4.0, 4.0, 4.0, 5.0, 5.0, 7.0, 9.0}) mean.Add(value);
  EXPECT_DOUBLE_EQ(mean.mean(), 5);
  EXPECT_NEAR(mean.standard_error(), std::sqrt(32.0 / 7 / 8), 1e-12);
  EXPECT_EQ(mean.count(), 8u);
}

}  // namespace
}  // namespace customer2vec
