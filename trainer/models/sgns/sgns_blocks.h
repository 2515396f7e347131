// Cuts a basket into blocks for the SGNS kernel: which items meet which
// contexts and which negatives.
//
//   SgnsBlockMaker maker(settings, counts);
//   maker.Start(items, random);
//   while (maker.Next(random, &block)) SgnsUpdate(block, ...);
//
// Two shapes:
//
//  - Whole basket: inputs are up to kCentres items of the basket; outputs are
//    the other items of it (at most `max_context`, drawn for each block without
//    replacement) and kSharedNegatives negatives that the inputs of the block
//    share. A negative's weight makes up for the number: it counts as
//    negatives * contexts / kSharedNegatives draws.
//  - Sliding: inputs are the neighbours of one item in a window whose half
//    width is drawn from [1, window_size]; outputs are the item itself and
//    `negatives` negatives that the neighbours share (as in pWord2Vec).
//
// A draw of an item of the basket (or window) is passed over; an item drawn
// twice for a block stands once, with twice the weight: outputs are distinct.
//
// Frequent items are skipped at Start() with probability 1 - sqrt(t/f) - t/f,
// where f is the item's share of all tokens (word2vec's code; the paper has
// 1 - sqrt(t/f)).
//
// One maker a thread; not thread-safe. O(items) memory.

#ifndef CUSTOMER2VEC_TRAINER_MODELS_SGNS_SGNS_BLOCKS_H_
#define CUSTOMER2VEC_TRAINER_MODELS_SGNS_SGNS_BLOCKS_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "core/base/random.h"
#include "trainer/models/sgns/alias_sampler.h"
#include "trainer/models/sgns/sgns_kernel.h"

namespace customer2vec {

struct SgnsBlockSettings {
  bool whole_basket = false;
  uint32_t window_size = 5;
  uint32_t max_context = 60;
  uint32_t negatives = 5;
};

// How likely each row stays in a basket, by its count: word2vec's rule with
// threshold `subsample`; all 1 when it is 0.
std::vector<float> KeepProbabilities(std::span<const uint32_t> counts,
                                     double subsample);

class SgnsBlockMaker {
 public:
  static constexpr size_t kCentres = 8;
  static constexpr size_t kSharedNegatives = 32;

  // Both live longer than the maker. Rows are below keep.size().
  SgnsBlockMaker(const SgnsBlockSettings& settings, std::span<const float> keep,
                 const AliasSampler& sampler);

  // Begins a basket. Rows that are not below keep.size() are left out.
  void Start(std::span<const uint32_t> items, Random& random);

  // Fills the next block; false when the basket is done.
  bool Next(Random& random, SgnsBlock* block);

 private:
  bool NextWholeBasket(Random& random, SgnsBlock* block);
  bool NextSliding(Random& random, SgnsBlock* block);
  void AddContexts(Random& random, SgnsBlock* block);
  void AddNegatives(size_t draws, Random& random, SgnsBlock* block);
  void WeighWholeBasket(SgnsBlock* block) const;
  void WeighNegatives(size_t input, float weight, SgnsBlock* block) const;

  SgnsBlockSettings settings_;
  std::span<const float> keep_;
  const AliasSampler& sampler_;
  std::vector<uint32_t> items_;     // of the basket, after subsampling
  std::vector<uint32_t> contexts_;  // the same, in an order that draws shuffle
  size_t next_ = 0;                 // first of items_ that was no centre yet
  // By row: the last block that may not draw it, because the basket holds it;
  // the last block that drew it, and as which output.
  std::vector<uint64_t> held_;
  std::vector<uint64_t> drawn_;
  std::vector<uint32_t> output_of_;
  std::vector<uint32_t> draws_;  // of each negative of the block
  uint64_t block_number_ = 0;
};

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_TRAINER_MODELS_SGNS_SGNS_BLOCKS_H_
