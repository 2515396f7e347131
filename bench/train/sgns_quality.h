// How good vectors of tokens are, where the truth is known.
//
//   const SgnsQuality quality = MeasureQuality(corpus, {input, output, 200});
//   quality.neighbours;  // share of top-10 neighbours of the same group
//   quality.recall;      // share of hidden tokens among the best 10 of 101
//
//  - neighbours: for 4000 tokens spread evenly over those with 5 occurrences or
//    more, the ten nearest other such tokens by cosine of input vectors;
//  - recall: each held-out sentence hides one token, which is ranked among
//    itself and 100 other tokens drawn by count (so popularity alone helps
//    nobody) by output vector . mean of the input vectors of the rest.
//
// The same corpus and seed ask every set of vectors the same questions.

#ifndef CUSTOMER2VEC_BENCH_TRAIN_SGNS_QUALITY_H_
#define CUSTOMER2VEC_BENCH_TRAIN_SGNS_QUALITY_H_

#include <cstddef>
#include <span>

#include "bench/train/sgns_corpus.h"

namespace customer2vec::bench {

struct SgnsVectors {
  std::span<const float> input;   // rows * dimension
  std::span<const float> output;  // rows * dimension
  size_t dimension;
};

struct SgnsQuality {
  double neighbours;
  double recall;
};

SgnsQuality MeasureQuality(const SgnsCorpus& corpus,
                           const SgnsVectors& vectors);

}  // namespace customer2vec::bench

#endif  // CUSTOMER2VEC_BENCH_TRAIN_SGNS_QUALITY_H_
