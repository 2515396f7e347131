#include "trainer/models/sgns/huffman_tree.h"

#include <algorithm>
#include <queue>
#include <tuple>

namespace customer2vec {
namespace {

struct Parent {
  uint32_t node;  // inner
  bool first;
};

// The parent of each row and, after the rows, of each inner node; the last
// inner node is the root.
std::vector<Parent> Join(std::span<const uint32_t> counts) {
  const auto rows = static_cast<uint32_t>(counts.size());
  using Tree = std::tuple<uint64_t, uint32_t>;  // count, row or rows + node
  std::priority_queue<Tree, std::vector<Tree>, std::greater<>> trees;
  for (uint32_t row = 0; row < rows; ++row) trees.emplace(counts[row], row);
  std::vector<Parent> parents(2 * size_t{rows} - 1);
  for (uint32_t node = 0; trees.size() > 1; ++node) {
    const auto [first_count, first] = trees.top();
    trees.pop();
    const auto [second_count, second] = trees.top();
    trees.pop();
    parents[first] = {node, true};
    parents[second] = {node, false};
    trees.emplace(first_count + second_count, rows + node);
  }
  return parents;
}

}  // namespace

HuffmanTree::HuffmanTree(std::span<const uint32_t> counts) : offsets_{0} {
  const size_t rows = counts.size(), root = 2 * rows - 2;
  const std::vector<Parent> parents = Join(counts);
  for (size_t row = 0; row < rows; ++row) {
    for (size_t at = row; at != root; at = rows + parents[at].node) {
      turns_.push_back({parents[at].node, parents[at].first});
    }
    std::reverse(turns_.begin() + static_cast<std::ptrdiff_t>(offsets_.back()),
                 turns_.end());
    offsets_.push_back(turns_.size());
  }
}

}  // namespace customer2vec
