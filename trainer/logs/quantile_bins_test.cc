#include "trainer/logs/quantile_bins.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>

namespace customer2vec {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(QuantileBinsTest, BinsAreEquallyFull) {
  std::vector<double> numbers(1000);
  std::iota(numbers.begin(), numbers.end(), 1);
  std::reverse(numbers.begin(), numbers.end());
  const std::vector<double> edges = QuantileEdges(numbers, 5);
  EXPECT_THAT(edges, ElementsAre(200, 400, 600, 800));
  std::vector<int> counts(5);
  for (const double number : numbers) ++counts[BinOf(edges, number)];
  EXPECT_THAT(counts, ElementsAre(200, 200, 200, 200, 200));
}

TEST(QuantileBinsTest, EqualNumbersShareABinAndLeaveTheRestToOthers) {
  std::vector<double> numbers(800, 0);
  for (int i = 1; i <= 200; ++i) numbers.push_back(i);
  EXPECT_THAT(QuantileEdges(numbers, 5), ElementsAre(0, 50, 100, 150));
  EXPECT_THAT(QuantileEdges({1, 1, 2, 2}, 5), ElementsAre(1));
  EXPECT_THAT(QuantileEdges({3, 3, 3}, 5), IsEmpty());
  EXPECT_THAT(QuantileEdges({}, 5), IsEmpty());
  EXPECT_THAT(QuantileEdges({1, 2, 3}, 1), IsEmpty());
}

TEST(QuantileBinsTest, NamesAreRanges) {
  const std::vector<double> edges = {8, 12.5};
  EXPECT_EQ(BinName(edges, BinOf(edges, 8)), "..8");
  EXPECT_EQ(BinName(edges, BinOf(edges, 8.01)), "8..12.5");
  EXPECT_EQ(BinName(edges, BinOf(edges, 1e9)), "12.5..");
}

TEST(QuantileBinsTest, ASampleIsUniformAndSeeded) {
  NumberSample sample(2000, Random(7));
  NumberSample same(2000, Random(7));
  for (int i = 0; i < 100000; ++i) {
    sample.Add(i);
    same.Add(i);
  }
  EXPECT_EQ(sample.numbers().size(), 2000u);
  EXPECT_EQ(sample.numbers(), same.numbers());
  const double mean =
      std::accumulate(sample.numbers().begin(), sample.numbers().end(), 0.0) /
      2000;
  // Four standard errors of the mean of 2000 uniform numbers.
  EXPECT_NEAR(mean, 50000, 4 * 100000 / std::sqrt(12 * 2000.0));
  NumberSample all(10, Random(7));
  for (int i = 0; i < 3; ++i) all.Add(i);
  EXPECT_THAT(all.numbers(), ElementsAre(0, 1, 2));
}

}  // namespace
}  // namespace customer2vec
