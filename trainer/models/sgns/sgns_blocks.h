// Cuts a sentence into blocks for the SGNS kernel: which tokens meet which
// contexts and which negatives.
//
//   SgnsBlockMaker maker(settings, keep, sampler);
//   maker.Start(sentence, random);
//   while (maker.Next(random, &block)) SgnsUpdate(block, ...);
//
// A block is the next kSgnsInputs tokens of the sentence as inputs ("centres"),
// all their contexts, and negatives that they share:
//
//  - Sliding: a centre's contexts are the tokens within its reach, drawn anew
//    for each centre from [1, window_size] (word2vec's dynamic window). The
//    outputs are what lies within anybody's reach, with weight 0 for a centre
//    that does not reach it.
//  - Whole sentence: every other token is a context, at most `max_context` of
//    them, drawn for each block without replacement. The same token at another
//    place is no context.
//
// Negatives: `shared_negatives` for each block. A centre with c contexts asks
// for negatives * c draws, which the shared ones stand for: each weighs
// negatives * c / shared_negatives. The gradient is word2vec's in the mean;
// with fewer of them it is noisier and faster. A draw that is one of the
// contexts (for whole sentences: any token of the sentence) is passed over, as
// word2vec passes over the target. They are kept for `negative_blocks` blocks,
// so that their rows are still in the cache. For whole sentences, where a few
// stand for very many, the draws are spread over the distribution
// (AliasSampler::DrawSpread).
//
// Hierarchical softmax: with a Huffman tree, a block is one token to predict:
// its inputs are the tokens that it is near to by its own reach (or, for whole
// sentences, the others), its outputs the inner nodes on its path, positives
// where the path goes to the first child. There are no negatives.
//
// Frequent tokens are skipped at Start() with probability 1 - sqrt(t/f) - t/f,
// where f is the token's share of all (word2vec's code; the paper has
// 1 - sqrt(t/f)).
//
// One maker a thread; not thread-safe. Memory: a sentence. Time: what a block
// takes does not grow with the sentence, beyond a binary search for a negative.

#ifndef CUSTOMER2VEC_TRAINER_MODELS_SGNS_SGNS_BLOCKS_H_
#define CUSTOMER2VEC_TRAINER_MODELS_SGNS_SGNS_BLOCKS_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "core/base/random.h"
#include "trainer/models/sgns/alias_sampler.h"
#include "trainer/models/sgns/huffman_tree.h"
#include "trainer/models/sgns/sgns_kernel.h"
#include "trainer/models/sgns/sgns_settings.h"

namespace customer2vec {

struct SgnsBlockSettings {
  bool whole_basket = false;
  uint32_t window_size = 5;
  uint32_t max_context = 60;
  uint32_t negatives = 5;
  uint32_t shared_negatives = 20;
  uint32_t negative_blocks = 1;
};

// The part of the settings that blocks are cut by.
SgnsBlockSettings BlockSettings(const SgnsSettings& settings);

// How likely each row stays in a sentence, by its count: word2vec's rule with
// threshold `subsample`; all 1 when it is 0.
std::vector<float> KeepProbabilities(std::span<const uint32_t> counts,
                                     double subsample);

class SgnsBlockMaker {
 public:
  // All live longer than the maker. Rows are below keep.size(). A tree that is
  // not empty asks for hierarchical softmax.
  SgnsBlockMaker(const SgnsBlockSettings& settings, std::span<const float> keep,
                 const AliasSampler& sampler,
                 const HuffmanTree* tree = nullptr);

  // Begins a sentence. Rows that are not below keep.size() are left out.
  void Start(std::span<const uint32_t> tokens, Random& random);

  // Fills the next block; false when the sentence is done.
  bool Next(Random& random, SgnsBlock* block);

  // The next block draws its negatives anew: what follows depends on nothing
  // that was before.
  void ForgetNegatives() { blocks_left_ = 0; }

  // The same, and from now on so many are shared, 1 or more.
  void ShareNegatives(uint32_t count);

 private:
  void NextPath(Random& random, SgnsBlock* block);
  void AddWholeSentence(Random& random, SgnsBlock* block);
  void AddWindow(size_t begin, Random& random, SgnsBlock* block);
  void DrawNegatives(Random& random, SgnsBlock* block);
  void DrawContext(size_t centre, Random& random, SgnsBlock* block);
  void DrawOthers(size_t centre, Random& random, SgnsBlock* block);
  void AddNegatives(SgnsBlock* block);
  bool IsHeld(uint32_t row) const;
  void NoteNewTokens(size_t end, SgnsBlock* block);

  SgnsBlockSettings settings_;
  std::span<const float> keep_;
  const AliasSampler& sampler_;
  const HuffmanTree* tree_;         // null without hierarchical softmax
  std::vector<uint32_t> tokens_;    // of the sentence, after subsampling
  std::vector<uint32_t> shuffled_;  // the same, in an order that draws shuffle
  size_t next_ = 0;                 // first of tokens_ that was no centre yet
  size_t seen_ = 0;                 // tokens_ before it were in a block
  std::vector<uint32_t> negatives_;
  // What a negative may not be: the block's contexts or, for whole sentences,
  // the sentence's tokens, sorted at Start().
  std::vector<uint32_t> held_;
  uint64_t held_bits_ = 0;               // BitOf() of all of them
  std::vector<uint32_t> places_;         // 0, 1, 2 ... between two blocks
  std::vector<size_t> swaps_;            // of places_
  uint32_t blocks_left_ = 0;             // until negatives_ are drawn anew
  std::vector<float> negative_weights_;  // by input of the block
};

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_TRAINER_MODELS_SGNS_SGNS_BLOCKS_H_
