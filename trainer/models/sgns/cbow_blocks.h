// Cuts a text into blocks for the CBOW kernel: runs of neighbouring tokens, the
// contexts that are to predict them, and the negatives that they share.
//
//   CbowBlockMaker maker(settings, keep, sampler);
//   maker.Start(tokens, random);
//   while (maker.Next(random, &block)) CbowUpdate(block, ...);
//
//  - Sliding: a token's context are its neighbours in a window whose half width
//    is drawn from [1, window_size] for each (word2vec).
//  - Whole text: every other token, at most `max_context` of them, drawn for
//    each block without replacement.
//
// The tokens of a block share `shared_negatives` draws, each of which stands
// for negatives / shared_negatives, and are kept for `negative_blocks` blocks,
// so that their rows are still in the cache. A draw of a token's own row is
// passed over for that token alone, as in word2vec. Frequent tokens are skipped
// at Start() as in sgns_blocks.h.
//
// With `lone_tokens`, for PV-DM, a text of one token is a center without
// context; otherwise there is nothing to learn from it.
//
// One maker a thread; not thread-safe. O(text) memory.

#ifndef CUSTOMER2VEC_TRAINER_MODELS_SGNS_CBOW_BLOCKS_H_
#define CUSTOMER2VEC_TRAINER_MODELS_SGNS_CBOW_BLOCKS_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "core/base/random.h"
#include "trainer/models/sgns/alias_sampler.h"
#include "trainer/models/sgns/cbow_kernel.h"

namespace customer2vec {

struct CbowBlockSettings {
  bool whole_text = false;
  uint32_t window_size = 5;
  uint32_t max_context = 60;
  uint32_t negatives = 5;
  Pooling pooling = Pooling::kMean;
  bool lone_tokens = false;
  uint32_t centers = 16;           // tokens of a block
  uint32_t shared_negatives = 10;  // draws of a block
  uint32_t negative_blocks = 4;    // blocks in a row that share them
};

class CbowBlockMaker {
 public:
  // Both live longer than the maker. Rows are below keep.size().
  CbowBlockMaker(const CbowBlockSettings& settings, std::span<const float> keep,
                 const AliasSampler& sampler)
      : settings_(settings), keep_(keep), sampler_(sampler) {}

  // Begins a text. Rows that are not below keep.size() are left out.
  void Start(std::span<const uint32_t> tokens, Random& random);

  // Fills the next block; false when the text is done.
  bool Next(Random& random, CbowBlock* block);

  // The next block draws its negatives anew: what follows depends on nothing
  // that was before.
  void ForgetNegatives() { blocks_left_ = 0; }

 private:
  void DrawNegatives(Random& random);
  void FillSliding(size_t begin, size_t end, Random& random, CbowBlock* block);
  void FillWhole(size_t begin, size_t end, Random& random, CbowBlock* block);

  CbowBlockSettings settings_;
  std::span<const float> keep_;
  const AliasSampler& sampler_;
  std::vector<uint32_t> tokens_;  // of the text, after subsampling
  std::vector<uint32_t> places_;  // of tokens_, in an order that draws shuffle
  size_t next_ = 0;               // first of tokens_ that was no center yet
  std::vector<uint32_t> negatives_;
  uint32_t blocks_left_ = 0;  // until negatives_ are drawn anew
};

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_TRAINER_MODELS_SGNS_CBOW_BLOCKS_H_
