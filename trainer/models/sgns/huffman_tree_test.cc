#include "trainer/models/sgns/huffman_tree.h"

#include <gtest/gtest.h>

#include <cmath>
#include <set>
#include <string>
#include <vector>

#include "core/base/random.h"

namespace customer2vec {
namespace {

std::string Code(const HuffmanTree& tree, uint32_t row) {
  std::string code;
  for (const HuffmanTurn& turn : tree.Path(row)) code += turn.first ? '0' : '1';
  return code;
}

TEST(HuffmanTreeTest, FrequentRowsHaveShortPaths) {
  // 5 + 7 = 12, 10 + 12 = 22, 20 + 22 = 42.
  const HuffmanTree tree(std::vector<uint32_t>{20, 10, 7, 5});
  EXPECT_EQ(Code(tree, 0), "0");
  EXPECT_EQ(Code(tree, 1), "10");
  EXPECT_EQ(Code(tree, 3), "110");
  EXPECT_EQ(Code(tree, 2), "111");
  EXPECT_EQ(tree.Path(2)[0].node, 2u) << "the root is the last inner node";
}

TEST(HuffmanTreeTest, IsAPrefixCodeWithinABitOfTheEntropy) {
  Random random(7);
  std::vector<uint32_t> counts;
  for (int i = 0; i < 500; ++i)
    counts.push_back(1 + random.Below(100000 / (i + 1)));
  const HuffmanTree tree(counts);
  double total = 0, bits = 0, entropy = 0, kraft = 0;
  std::set<uint32_t> nodes;
  for (uint32_t count : counts) total += count;
  for (uint32_t row = 0; row < counts.size(); ++row) {
    const double share = counts[row] / total;
    const auto length = static_cast<double>(tree.Path(row).size());
    bits += share * length;
    entropy -= share * std::log2(share);
    kraft += std::exp2(-length);
    for (const HuffmanTurn& turn : tree.Path(row)) nodes.insert(turn.node);
  }
  EXPECT_DOUBLE_EQ(kraft, 1);
  EXPECT_GE(bits, entropy);
  EXPECT_LT(bits, entropy + 1);
  EXPECT_EQ(nodes.size(), counts.size() - 1);
  EXPECT_EQ(*nodes.rbegin(), counts.size() - 2);
}

TEST(HuffmanTreeTest, TwoRowsShareTheRoot) {
  const HuffmanTree tree(std::vector<uint32_t>{3, 3});
  EXPECT_EQ(Code(tree, 0), "0");
  EXPECT_EQ(Code(tree, 1), "1");
  EXPECT_FALSE(tree.empty());
  EXPECT_TRUE(HuffmanTree().empty());
}

}  // namespace
}  // namespace customer2vec
