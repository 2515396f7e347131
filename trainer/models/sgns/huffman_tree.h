// The Huffman tree of a vocabulary, for hierarchical softmax (Morin and Bengio
// 2005; Mikolov et al. 2013): a token's probability is that of the turns on the
// way to it, and frequent tokens have short ways.
//
//   const HuffmanTree tree(counts);
//   for (const HuffmanTurn& turn : tree.Path(row)) {
//     turn.node;   // an inner node, 0 to counts.size() - 2
//     turn.first;  // whether the way goes to its first child
//   }
//
// A path begins at the root. Immutable, safe for concurrent use. 8 bytes a
// turn, some log2(rows) turns a row.

#ifndef CUSTOMER2VEC_TRAINER_MODELS_SGNS_HUFFMAN_TREE_H_
#define CUSTOMER2VEC_TRAINER_MODELS_SGNS_HUFFMAN_TREE_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace customer2vec {

struct HuffmanTurn {
  uint32_t node;
  bool first;
};

class HuffmanTree {
 public:
  // Without rows: no paths.
  HuffmanTree() = default;
  // Ties go to the lower row, and to rows before inner nodes.
  // REQUIRES: at least two counts.
  explicit HuffmanTree(std::span<const uint32_t> counts);

  bool empty() const { return offsets_.empty(); }

  std::span<const HuffmanTurn> Path(uint32_t row) const {
    return std::span(turns_).subspan(offsets_[row],
                                     offsets_[row + 1] - offsets_[row]);
  }

 private:
  std::vector<HuffmanTurn> turns_;
  std::vector<uint64_t> offsets_;  // by row, and the end
};

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_TRAINER_MODELS_SGNS_HUFFMAN_TREE_H_
