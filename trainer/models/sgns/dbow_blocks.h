// Cuts a document into blocks for the PV-DBOW kernel: some of its tokens and
// the negatives that they share.
//
//   DbowBlockMaker maker(settings, keep, sampler);
//   maker.Start(tokens, random);
//   while (maker.Next(random, &block)) DbowUpdate(block, ...);
//
// A token that stands more than once in a block, and a row drawn more than
// once, is one output with the weight of all. `shared_negatives` draws stand
// for `negatives` of each token; for the tokens that are the drawn row itself
// the draw is passed over, as in word2vec. Frequent tokens are skipped at
// Start() as in sgns_blocks.h.
//
// Blocks are short on purpose: all tokens of a document pull at one vector, and
// steps of dozens of them overshoot (along the direction that all outputs
// share, the step's curvature passes 2 and it oscillates), which costs most of
// the quality. What saves memory traffic instead is a pool: draws come from a
// number of rows in turn, each used `reuse` times, from block to block and
// document to document, before all are drawn anew. There are 32 * `reuse` of
// them, so that about as many draws pass between two uses however often a row
// is used: a document pushed away from the same few rows again and again learns
// badly.
//
// One maker a thread; not thread-safe. O(document) memory.

#ifndef CUSTOMER2VEC_TRAINER_MODELS_SGNS_DBOW_BLOCKS_H_
#define CUSTOMER2VEC_TRAINER_MODELS_SGNS_DBOW_BLOCKS_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "core/base/random.h"
#include "trainer/models/sgns/alias_sampler.h"
#include "trainer/models/sgns/dbow_kernel.h"

namespace customer2vec {

struct DbowBlockSettings {
  uint32_t negatives = 5;
  uint32_t tokens = 2;            // of a block
  uint32_t shared_negatives = 6;  // draws of a block of so many tokens
  uint32_t reuse = 4;             // times that a draw of the pool is used
};

class DbowBlockMaker {
 public:
  // Both live longer than the maker. Rows are below keep.size().
  DbowBlockMaker(const DbowBlockSettings& settings, std::span<const float> keep,
                 const AliasSampler& sampler)
      : settings_(settings), keep_(keep), sampler_(sampler) {}

  // Begins a document. Rows that are not below keep.size() are left out.
  void Start(std::span<const uint32_t> tokens, Random& random);

  // Fills the next block; false when the document is done.
  bool Next(Random& random, DbowBlock* block);

  // The next block draws from a new pool: what follows depends on nothing that
  // was before.
  void ForgetPool() {
    pool_.clear();
    pool_uses_ = 0;
  }

 private:
  DbowBlockSettings settings_;
  std::span<const float> keep_;
  const AliasSampler& sampler_;
  uint32_t Draw(Random& random);

  std::vector<uint32_t> tokens_;  // of the document, after subsampling
  std::vector<uint32_t> pool_;
  size_t pool_uses_ = 0;  // draws from the pool since it was filled
  std::vector<uint32_t> draws_;
  size_t next_ = 0;  // first of tokens_ that was in no block yet
};

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_TRAINER_MODELS_SGNS_DBOW_BLOCKS_H_
