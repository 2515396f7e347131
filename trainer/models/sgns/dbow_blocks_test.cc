#include "trainer/models/sgns/dbow_blocks.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>

namespace customer2vec {
namespace {

using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr size_t kRows = 50;

class DbowBlocksTest : public ::testing::Test {
 protected:
  std::vector<DbowBlock> Blocks(const DbowBlockSettings& settings,
                                const std::vector<uint32_t>& text) {
    DbowBlockMaker maker(settings, keep_, sampler_);
    maker.Start(text, random_);
    std::vector<DbowBlock> blocks(1);
    while (maker.Next(random_, &blocks.back())) {
      blocks.push_back(blocks.back());
    }
    blocks.pop_back();
    return blocks;
  }

  // Weight of a row as a token and as a negative, over all blocks.
  static std::map<uint32_t, double> Positives(
      const std::vector<DbowBlock>& blocks) {
    std::map<uint32_t, double> weights;
    for (const DbowBlock& block : blocks) {
      for (size_t n = 0; n < block.outputs.size(); ++n) {
        const double weight = block.weights[n] * block.targets[n];
        if (weight > 0) weights[block.outputs[n]] += weight;
      }
    }
    return weights;
  }
  static double Negatives(const DbowBlock& block) {
    double sum = 0;
    for (size_t n = 0; n < block.outputs.size(); ++n) {
      sum += block.weights[n] * (1 - block.targets[n]);
    }
    return sum;
  }

  std::vector<float> keep_ = std::vector<float>(kRows, 1.0f);
  AliasSampler sampler_{std::vector<double>(kRows, 1.0)};
  Random random_{1};
};

TEST_F(DbowBlocksTest, TokensCountAsOftenAsTheyStand) {
  const auto blocks =
      Blocks({.tokens = 4, .shared_negatives = 4}, {3, 9, 3, 7, 3, 9});
  EXPECT_THAT(blocks, SizeIs(2));
  const auto weights = Positives(blocks);
  ASSERT_THAT(weights, SizeIs(3));
  EXPECT_NEAR(weights.at(3), 3, 1e-5);
  EXPECT_NEAR(weights.at(7), 1, 1e-5);
  EXPECT_NEAR(weights.at(9), 2, 1e-5);
}

TEST_F(DbowBlocksTest, OutputsAreDistinct) {
  for (int i = 0; i < 50; ++i) {
    for (DbowBlock block : Blocks({.tokens = 16, .shared_negatives = 40},
                                  {3, 9, 3, 7, 3, 9, 1, 2, 4, 4, 8})) {
      std::ranges::sort(block.outputs);
      EXPECT_EQ(std::ranges::adjacent_find(block.outputs), block.outputs.end());
    }
  }
}

TEST_F(DbowBlocksTest, DrawsStandForTheNegativesOfEachToken) {
  // Rows 10 and up are drawn by nothing, so no draw is a token.
  std::vector<double> weights(kRows, 0);
  std::fill_n(weights.begin(), 10, 1.0);
  sampler_ = AliasSampler(weights);
  const std::vector<uint32_t> text = {10, 11, 12, 13, 14, 15, 16};
  const auto blocks =
      Blocks({.negatives = 5, .tokens = 4, .shared_negatives = 2}, text);
  ASSERT_THAT(blocks, SizeIs(2));
  EXPECT_NEAR(Negatives(blocks[0]), 5 * 4, 1e-4);
  EXPECT_NEAR(Negatives(blocks[1]), 5 * 3, 1e-4);
}

TEST_F(DbowBlocksTest, ADrawIsNoNegativeOfTheSameToken) {
  // Only row 3 can be drawn: it is a negative of 7 alone.
  std::vector<double> weights(kRows, 0);
  weights[3] = 1;
  sampler_ = AliasSampler(weights);
  const auto blocks = Blocks(
      {.negatives = 5, .tokens = 4, .shared_negatives = 4}, {3, 3, 3, 7});
  ASSERT_THAT(blocks, SizeIs(1));
  EXPECT_NEAR(Negatives(blocks[0]), 5, 1e-4);
  EXPECT_NEAR(Positives(blocks).at(3), 3, 1e-5);
  // Alone it is none at all.
  EXPECT_NEAR(Negatives(Blocks({}, {3, 3})[0]), 0, 1e-6);
}

TEST_F(DbowBlocksTest, LeavesOutUnknownTokensAndSkipsFrequentOnes) {
  keep_[3] = 0;
  const auto weights = Positives(Blocks({}, {1, 3, kRows, 2, kRows + 7, 3}));
  EXPECT_THAT(weights, SizeIs(2));
  EXPECT_THAT(Blocks({}, {3, kRows}), IsEmpty());
  EXPECT_THAT(Blocks({}, {}), IsEmpty());
}

}  // namespace
}  // namespace customer2vec
