#include "trainer/models/sgns/sgns_blocks.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <utility>

namespace customer2vec {
namespace {

using ::testing::AllOf;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

constexpr size_t kItems = 1000;

// Rows 0 to 999, all kept and all alike as negatives.
class SgnsBlocksTest : public ::testing::Test {
 protected:
  std::vector<SgnsBlock> Cut(const SgnsBlockSettings& settings,
                             std::span<const uint32_t> items) {
    SgnsBlockMaker maker(settings, keep_, sampler_);
    maker.Start(items, random_);
    std::vector<SgnsBlock> blocks(1);
    while (maker.Next(random_, &blocks.back())) blocks.emplace_back();
    blocks.pop_back();
    return blocks;
  }

  std::vector<float> keep_ = std::vector<float>(kItems, 1.0f);
  AliasSampler sampler_{std::vector<double>(kItems, 1.0)};
  Random random_{1};
};

std::vector<uint32_t> FirstRows(uint32_t count) {
  std::vector<uint32_t> rows;
  for (uint32_t i = 0; i < count; ++i) rows.push_back(i);
  return rows;
}

// Weight of each (input, output) pair of contexts over all blocks.
std::map<std::pair<uint32_t, uint32_t>, double> PositivePairs(
    const std::vector<SgnsBlock>& blocks) {
  std::map<std::pair<uint32_t, uint32_t>, double> pairs;
  for (const SgnsBlock& block : blocks) {
    for (size_t n = 0; n < block.positives; ++n) {
      for (size_t b = 0; b < block.inputs.size(); ++b) {
        const float weight = block.weights[n * block.inputs.size() + b];
        if (weight != 0) {
          pairs[{block.inputs[b], block.outputs[n]}] += weight;
        }
      }
    }
  }
  return pairs;
}

// Weight of all negatives with one input.
double NegativeWeight(const SgnsBlock& block, size_t input) {
  double weight = 0;
  for (size_t n = block.positives; n < block.outputs.size(); ++n) {
    weight += block.weights[n * block.inputs.size() + input];
  }
  return weight;
}

// What the kernel requires of a block.
void ExpectWellFormed(const SgnsBlock& block) {
  EXPECT_FALSE(block.inputs.empty());
  EXPECT_LE(block.inputs.size(), kSgnsInputs);
  EXPECT_EQ(block.weights.size(), block.inputs.size() * block.outputs.size());
  EXPECT_LE(block.positives, block.outputs.size());
}

TEST_F(SgnsBlocksTest, WholeBasketPairsEveryItemWithEveryOtherOnce) {
  for (uint32_t count : {2, 3, 8, 9, 17, 21}) {
    const auto blocks =
        Cut({.whole_basket = true, .max_context = 20}, FirstRows(count));
    for (const SgnsBlock& block : blocks) ExpectWellFormed(block);
    const auto pairs = PositivePairs(blocks);
    EXPECT_EQ(pairs.size(), count * (count - 1));
    for (const auto& [pair, weight] : pairs) {
      EXPECT_NE(pair.first, pair.second);
      EXPECT_EQ(weight, 1);
    }
  }
}

TEST_F(SgnsBlocksTest, LongBasketsMeetADrawnPartOfTheirItems) {
  constexpr uint32_t kCount = 100, kRounds = 300;
  std::map<uint32_t, double> drawn;
  for (uint32_t round = 0; round < kRounds; ++round) {
    for (const SgnsBlock& block :
         Cut({.whole_basket = true, .max_context = 10}, FirstRows(kCount))) {
      ExpectWellFormed(block);
      EXPECT_EQ(block.positives, 10u);
      for (size_t n = 0; n < 10; ++n) drawn[block.outputs[n]] += 1;
    }
  }
  // 25 blocks a round draw each item with probability 1/10: mean 750, standard
  // deviation 26.
  ASSERT_EQ(drawn.size(), kCount);
  for (const auto& [item, times] : drawn) EXPECT_NEAR(times, 750, 6 * 26);
}

TEST_F(SgnsBlocksTest, SharedNegativesCountAsTheDrawsTheyStandFor) {
  const auto blocks = Cut({.whole_basket = true,
                           .max_context = 20,
                           .negatives = 5,
                           .shared_negatives = 32},
                          FirstRows(9));
  const SgnsBlock& block = blocks.front();
  ASSERT_EQ(block.inputs.size(), kSgnsInputs);
  // 8 contexts of weight 1 want 40 draws, which 32 stand for; few of them are
  // in the basket (9 rows of a thousand) and passed over.
  EXPECT_EQ(block.weights.back(), 40.0f / 32);
  EXPECT_LE(NegativeWeight(block, 0), 40);
  EXPECT_GT(NegativeWeight(block, 0), 30);
}

TEST_F(SgnsBlocksTest, NegativesOfAWindowCountByTheCentresContexts) {
  const auto blocks = Cut(
      {.window_size = 1, .negatives = 3, .shared_negatives = 10}, FirstRows(6));
  ASSERT_EQ(blocks.size(), 2u);
  const std::vector<float> tail(blocks[0].weights.end() - 4,
                                blocks[0].weights.end());
  EXPECT_THAT(tail, ElementsAre(0.3f, 0.6f, 0.6f, 0.6f)) << "the first has one";
  EXPECT_EQ(blocks[1].weights.back(), 0.3f) << "the last has one";
}

TEST_F(SgnsBlocksTest, NegativesStayForAsManyBlocksAsAsked) {
  const auto blocks = Cut({.whole_basket = true,
                           .max_context = 2,
                           .shared_negatives = 6,
                           .negative_blocks = 2},
                          FirstRows(16));
  ASSERT_EQ(blocks.size(), 4u);
  const auto negatives = [&](size_t i) {
    return std::vector<uint32_t>(blocks[i].outputs.begin() + 2,
                                 blocks[i].outputs.end());
  };
  EXPECT_EQ(negatives(0), negatives(1));
  EXPECT_NE(negatives(1), negatives(2));
  EXPECT_EQ(negatives(2), negatives(3));
}

TEST_F(SgnsBlocksTest, AfterForgettingOnlyTheGeneratorMatters) {
  const SgnsBlockSettings settings = {.whole_basket = true,
                                      .max_context = 2,
                                      .shared_negatives = 6,
                                      .negative_blocks = 100};
  const std::vector<uint32_t> tokens = FirstRows(8);
  const auto first_outputs = [&](SgnsBlockMaker& maker) {
    Random random(7);
    SgnsBlock block;
    maker.ForgetNegatives();
    maker.Start(tokens, random);
    EXPECT_TRUE(maker.Next(random, &block));
    return block.outputs;
  };
  SgnsBlockMaker fresh(settings, keep_, sampler_);
  SgnsBlockMaker used(settings, keep_, sampler_);
  used.Start(tokens, random_);
  SgnsBlock block;
  ASSERT_TRUE(used.Next(random_, &block));
  EXPECT_EQ(first_outputs(used), first_outputs(fresh));
}

TEST_F(SgnsBlocksTest, AnotherNumberOfNegativesWeighsTheSame) {
  SgnsBlockMaker maker(
      {.window_size = 1, .negatives = 3, .shared_negatives = 10}, keep_,
      sampler_);
  for (const uint32_t shared : {4u, 25u}) {
    maker.ShareNegatives(shared);
    maker.Start(FirstRows(4), random_);
    SgnsBlock block;
    ASSERT_TRUE(maker.Next(random_, &block));
    const size_t negatives = block.outputs.size() - block.positives;
    EXPECT_EQ(negatives, shared);
    // The last input has one context, which asks for three draws.
    EXPECT_FLOAT_EQ(block.weights.back() * static_cast<float>(shared), 3);
  }
}

TEST_F(SgnsBlocksTest, NegativesAreNeverInTheBasket) {
  sampler_ = AliasSampler(std::vector<double>(12, 1.0));
  const std::vector<uint32_t> items = FirstRows(9);
  for (int round = 0; round < 50; ++round) {
    for (const SgnsBlock& block :
         Cut({.whole_basket = true, .max_context = 3}, items)) {
      ExpectWellFormed(block);
      for (size_t n = block.positives; n < block.outputs.size(); ++n) {
        EXPECT_GE(block.outputs[n], 9u);
      }
    }
  }
}

TEST_F(SgnsBlocksTest, SlidingMeetsNeighboursWithinTheWindow) {
  std::map<uint32_t, int> by_distance;
  for (int round = 0; round < 400; ++round) {
    const auto blocks = Cut({.window_size = 3, .negatives = 4}, FirstRows(12));
    EXPECT_EQ(blocks.size(), 3u) << "four centres each";
    for (const SgnsBlock& block : blocks) ExpectWellFormed(block);
    for (const auto& [pair, weight] : PositivePairs(blocks)) {
      EXPECT_EQ(weight, 1);
      const uint32_t distance = pair.first > pair.second
                                    ? pair.first - pair.second
                                    : pair.second - pair.first;
      ++by_distance[distance];
    }
  }
  // The half width is 1, 2 or 3 with equal chance: all centres reach distance
  // 1, two thirds distance 2, a third distance 3. 2 * (12 - distance) ordered
  // pairs.
  ASSERT_EQ(by_distance.size(), 3u);
  EXPECT_EQ(by_distance[1], 400 * 22);
  EXPECT_NEAR(by_distance[2], 400 * 20 * 2.0 / 3, 6 * std::sqrt(8000 * 2.0));
  EXPECT_NEAR(by_distance[3], 400 * 18 * 1.0 / 3, 6 * std::sqrt(7200 * 2.0));
}

TEST_F(SgnsBlocksTest, SlidingOutputsAreTheWindowsOfAllCentres) {
  const auto blocks =
      Cut({.window_size = 1, .negatives = 4}, std::vector<uint32_t>{5, 5, 7});
  ASSERT_EQ(blocks.size(), 1u);
  EXPECT_THAT(blocks[0].inputs, ElementsAre(5, 5, 7));
  EXPECT_EQ(blocks[0].positives, 3u);
  const std::vector<float> contexts(blocks[0].weights.begin(),
                                    blocks[0].weights.begin() + 9);
  EXPECT_THAT(contexts, ElementsAre(0, 1, 0, 1, 0, 1, 0, 1, 0))
      << "a repeated token is a context, a place is not its own";
}

TEST_F(SgnsBlocksTest, EachTokenIsNewOnceInASentence) {
  for (bool whole : {false, true}) {
    std::vector<uint32_t> tokens, negatives;
    for (const SgnsBlock& block : Cut({.whole_basket = whole,
                                  .window_size = 3,
                                  .shared_negatives = 5,
                                  .negative_blocks = 2},
                                      FirstRows(16))) {
      tokens.insert(tokens.end(), block.new_tokens.begin(),
                    block.new_tokens.end());
      negatives.insert(negatives.end(), block.new_negatives.begin(),
                       block.new_negatives.end());
    }
    EXPECT_EQ(tokens, FirstRows(16));
    EXPECT_EQ(negatives.size(), 10u) << "4 blocks";
  }
}

TEST_F(SgnsBlocksTest, WithATreeABlockIsThePathOfAToken) {
  const HuffmanTree tree(std::vector<uint32_t>{20, 10, 7, 5});
  for (bool whole : {false, true}) {
    SgnsBlockMaker maker({.whole_basket = whole, .window_size = 1}, keep_,
                         sampler_, &tree);
    maker.Start(std::vector<uint32_t>{1, 3, 0}, random_);
    SgnsBlock block;
    ASSERT_TRUE(maker.Next(random_, &block));
    std::vector<uint32_t> near = {3};
    if (whole) near.push_back(0);
    EXPECT_EQ(block.inputs, near);
    EXPECT_THAT(block.outputs, ElementsAre(1, 2)) << "row 1 is 10";
    EXPECT_EQ(block.positives, 1u);
    ASSERT_TRUE(maker.Next(random_, &block));
    EXPECT_THAT(block.inputs, ElementsAre(1, 0));
    EXPECT_THAT(block.outputs, ElementsAre(0, 2, 1)) << "row 3 is 110";
    EXPECT_EQ(block.positives, 1u);
    EXPECT_EQ(block.weights, std::vector<float>(6, 1.0f));
    ASSERT_TRUE(maker.Next(random_, &block));
    EXPECT_FALSE(maker.Next(random_, &block));
  }
}

TEST_F(SgnsBlocksTest, AnotherPartOfALongSentenceForEachPath) {
  const HuffmanTree tree(std::vector<uint32_t>(kItems, 1));
  SgnsBlockMaker maker({.whole_basket = true, .max_context = 7}, keep_,
                       sampler_, &tree);
  maker.Start(FirstRows(50), random_);
  SgnsBlock block;
  std::map<uint32_t, int> met;
  while (maker.Next(random_, &block)) {
    EXPECT_EQ(block.inputs.size(), 7u);
    for (uint32_t row : block.inputs) ++met[row];
  }
  EXPECT_GT(met.size(), 45u) << "7 of 49, 50 times";
}

TEST_F(SgnsBlocksTest, APathIsPredictedFromDistinctOthersAllAlikeOften) {
  constexpr uint32_t kCount = 60, kRounds = 200;
  const HuffmanTree tree(std::vector<uint32_t>(kItems, 1));
  SgnsBlockMaker maker({.whole_basket = true, .max_context = 6}, keep_,
                       sampler_, &tree);
  std::vector<int> met(kCount);
  SgnsBlock block;
  for (uint32_t round = 0; round < kRounds; ++round) {
    maker.Start(FirstRows(kCount), random_);
    for (uint32_t centre = 0; maker.Next(random_, &block); ++centre) {
      EXPECT_THAT(std::set(block.inputs.begin(), block.inputs.end()),
                  AllOf(SizeIs(6), Not(Contains(centre))));
      for (uint32_t row : block.inputs) ++met[row];
    }
  }
  // 59 draws of 6 in 59 others a round: mean 1200, standard deviation 33.
  for (int times : met) EXPECT_NEAR(times, 1200, 6 * 33);
}

// A session of a program: if a block took time that grows with its sentence,
// this would take minutes.
TEST_F(SgnsBlocksTest, ALongSentenceIsCutIntoTheSameBlocks) {
  std::vector<uint32_t> rows(200'000);
  for (uint32_t i = 0; i < rows.size(); ++i) rows[i] = i * 7 % 900;
  size_t inputs = 0, negatives = 0;
  for (const SgnsBlock& block :
       Cut({.whole_basket = true, .max_context = 10}, rows)) {
    EXPECT_EQ(block.positives, 10u);
    inputs += block.inputs.size();
    for (size_t n = 10; n < block.outputs.size(); ++n, ++negatives) {
      EXPECT_GE(block.outputs[n], 900u) << "is in the sentence";
    }
  }
  EXPECT_EQ(inputs, rows.size());
  EXPECT_NEAR(static_cast<double>(negatives), 50'000 * 20 * 0.1, 2000);
  const HuffmanTree tree(std::vector<uint32_t>(kItems, 1));
  SgnsBlockMaker maker({.whole_basket = true, .max_context = 10}, keep_,
                       sampler_, &tree);
  maker.Start(rows, random_);
  SgnsBlock block;
  size_t paths = 0;
  for (; maker.Next(random_, &block); ++paths) {
    ASSERT_EQ(block.inputs.size(), 10u);
  }
  EXPECT_EQ(paths, rows.size());
}

TEST_F(SgnsBlocksTest, BasketsOfOneItemHaveNoBlocks) {
  EXPECT_THAT(Cut({.whole_basket = true}, FirstRows(1)), IsEmpty());
  EXPECT_THAT(Cut({.whole_basket = false}, FirstRows(1)), IsEmpty());
  EXPECT_THAT(Cut({.whole_basket = true}, {}), IsEmpty());
}

TEST_F(SgnsBlocksTest, RowsWithoutAVectorAreLeftOut) {
  const std::vector<uint32_t> items = {5, 1000, 6, 4000000000};
  const auto pairs = PositivePairs(Cut({.whole_basket = true}, items));
  EXPECT_EQ(pairs.size(), 2u);
  EXPECT_TRUE(pairs.contains({5, 6}));
}

TEST_F(SgnsBlocksTest, FrequentItemsAreSkippedAsOftenAsTheySay) {
  keep_[7] = 0.25f;
  int kept = 0;
  for (int round = 0; round < 4000; ++round) {
    const auto pairs = PositivePairs(
        Cut({.whole_basket = true}, std::vector<uint32_t>{3, 7, 4}));
    kept += pairs.contains({7, 3});
  }
  EXPECT_NEAR(kept, 1000, 6 * std::sqrt(4000 * 0.25 * 0.75));
}

TEST(KeepProbabilitiesTest, FollowWord2Vec) {
  const std::vector<uint32_t> counts = {900, 90, 10, 0};
  // For 900 of 1000 tokens and t = 0.001: sqrt(1/900) + 1/900.
  const std::vector<float> keep = KeepProbabilities(counts, 0.001);
  EXPECT_FLOAT_EQ(keep[0], static_cast<float>(1.0 / 30 + 1.0 / 900));
  EXPECT_FLOAT_EQ(keep[1], static_cast<float>(std::sqrt(1.0 / 90) + 1.0 / 90));
  EXPECT_LT(keep[2], 1);
  EXPECT_EQ(keep[3], 1);
  EXPECT_THAT(KeepProbabilities(counts, 0), ElementsAre(1, 1, 1, 1));
  EXPECT_THAT(KeepProbabilities(counts, 1), ElementsAre(1, 1, 1, 1));
}

}  // namespace
}  // namespace customer2vec
