#include "trainer/models/sgns/cbow_blocks.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>
#include <utility>

namespace customer2vec {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr size_t kRows = 50;

class CbowBlocksTest : public ::testing::Test {
 protected:
  std::vector<CbowBlock> Blocks(const CbowBlockSettings& settings,
                                const std::vector<uint32_t>& text) {
    CbowBlockMaker maker(settings, keep_, sampler_);
    maker.Start(text, random_);
    std::vector<CbowBlock> blocks(1);
    while (maker.Next(random_, &blocks.back())) {
      blocks.push_back(blocks.back());
    }
    blocks.pop_back();
    return blocks;
  }

  std::vector<float> keep_ = std::vector<float>(kRows, 1.0f);
  AliasSampler sampler_{std::vector<double>(kRows, 1.0)};
  Random random_{1};
};

// Tokens 0, 1, 2, ... so that a row is its place.
std::vector<uint32_t> Ascending(uint32_t count) {
  std::vector<uint32_t> text;
  for (uint32_t i = 0; i < count; ++i) text.push_back(i);
  return text;
}

TEST_F(CbowBlocksTest, EveryTokenIsACenterOnceAmongItsNeighbors) {
  const auto blocks = Blocks({.window_size = 3, .centers = 4}, Ascending(10));
  ASSERT_THAT(blocks, SizeIs(3));
  uint32_t place = 0;
  std::set<uint32_t> reaches;
  for (const CbowBlock& block : blocks) {
    for (const CbowCenter& center : block.centers) {
      ASSERT_EQ(center.target, place);
      ASSERT_EQ(block.inputs[center.hole], place) << "it is left out";
      const uint32_t first = block.inputs[center.begin];
      const uint32_t last = block.inputs[center.end - 1];
      const uint32_t reach = std::max(place - first, last - place);
      reaches.insert(reach);
      EXPECT_EQ(first, place - std::min(place, reach));
      EXPECT_EQ(last, std::min(9u, place + reach));
      EXPECT_EQ(center.size(), last - first);
      ++place;
    }
  }
  EXPECT_EQ(place, 10);
  EXPECT_THAT(reaches, ElementsAre(1, 2, 3)) << "half widths are drawn";
}

TEST_F(CbowBlocksTest, AWholeTextIsTheContext) {
  const auto blocks = Blocks(
      {.whole_text = true, .max_context = 9, .centers = 4}, Ascending(6));
  ASSERT_THAT(blocks, SizeIs(2));
  for (const CbowBlock& block : blocks) {
    EXPECT_THAT(block.inputs, SizeIs(6));
    for (const CbowCenter& center : block.centers) {
      EXPECT_EQ(center.size(), 5);
      EXPECT_EQ(block.inputs[center.hole], center.target);
    }
  }
}

TEST_F(CbowBlocksTest, OfALongTextTheContextIsDrawn) {
  std::set<std::vector<uint32_t>> contexts;
  for (const CbowBlock& block :
       Blocks({.whole_text = true, .max_context = 5, .centers = 4},
              Ascending(20))) {
    EXPECT_THAT(block.inputs, SizeIs(5));
    for (const CbowCenter& center : block.centers) {
      const auto self = std::ranges::count(block.inputs, center.target);
      EXPECT_EQ(center.size(), 5 - self) << "never the token itself";
    }
    std::vector<uint32_t> context = block.inputs;
    std::ranges::sort(context);
    EXPECT_EQ(std::ranges::adjacent_find(context), context.end());
    contexts.insert(context);
  }
  EXPECT_THAT(contexts, SizeIs(5)) << "anew for each block";
}

TEST_F(CbowBlocksTest, SharedDrawsStandForTheNegativesOfEach) {
  const auto blocks = Blocks(
      {.negatives = 6, .centers = 4, .shared_negatives = 8}, Ascending(4));
  ASSERT_THAT(blocks, SizeIs(1));
  EXPECT_THAT(blocks[0].negatives, SizeIs(8));
  EXPECT_FLOAT_EQ(blocks[0].negative_weight * 8, 6);
}

TEST_F(CbowBlocksTest, DrawsStayForAsManyBlocksAsTold) {
  const auto blocks =
      Blocks({.centers = 1, .negative_blocks = 3}, Ascending(9));
  ASSERT_THAT(blocks, SizeIs(9));
  for (size_t i = 0; i < blocks.size(); ++i) {
    EXPECT_EQ(blocks[i].negatives, blocks[i / 3 * 3].negatives) << i;
  }
  EXPECT_NE(blocks[0].negatives, blocks[3].negatives);
}

TEST_F(CbowBlocksTest, ForgottenDrawsAreDrawnAnew) {
  CbowBlockMaker maker({.centers = 1, .negative_blocks = 9}, keep_, sampler_);
  maker.Start(Ascending(3), random_);
  CbowBlock first, second;
  ASSERT_TRUE(maker.Next(random_, &first));
  maker.ForgetNegatives();
  ASSERT_TRUE(maker.Next(random_, &second));
  EXPECT_NE(first.negatives, second.negatives);
}

TEST_F(CbowBlocksTest, OneTokenHasAContextOnlyWithADocument) {
  EXPECT_THAT(Blocks({}, {7}), IsEmpty());
  EXPECT_THAT(Blocks({.whole_text = true}, {7}), IsEmpty());
  const auto blocks = Blocks({.lone_tokens = true}, {7});
  ASSERT_THAT(blocks, SizeIs(1));
  EXPECT_EQ(blocks[0].centers[0].size(), 0);
  EXPECT_THAT(Blocks({.lone_tokens = true}, {}), IsEmpty());
}

TEST_F(CbowBlocksTest, LeavesOutUnknownTokensAndSkipsFrequentOnes) {
  keep_[3] = 0;
  const auto blocks =
      Blocks({.window_size = 9}, {1, 3, kRows, 2, kRows + 7, 3});
  ASSERT_THAT(blocks, SizeIs(1));
  EXPECT_THAT(blocks[0].inputs, ElementsAre(1, 2));
}

}  // namespace
}  // namespace customer2vec
