// What a training costs whoever does it best: multiply-adds and bytes.
//
//   const SgnsWork work = MeasureWork(corpus, settings);
//   work.flops / seconds;  // the achieved rate, to hold against the machine's
//
// Counted on the blocks that the trainer would cut in one epoch: flops of the
// three products of a step (logits, both gradients) with the padding that the
// kernel computes; bytes of the rows that a block is the first of its sentence
// to touch, read once and written once, as if caches held nothing longer.

#ifndef CUSTOMER2VEC_BENCH_TRAIN_SGNS_WORK_H_
#define CUSTOMER2VEC_BENCH_TRAIN_SGNS_WORK_H_

#include "bench/train/sgns_corpus.h"
#include "trainer/models/sgns/sgns_settings.h"

namespace customer2vec::bench {

struct SgnsWork {
  double flops;  // of all epochs
  double bytes;
};

SgnsWork MeasureWork(const SgnsCorpus& corpus, const SgnsSettings& settings);

}  // namespace customer2vec::bench

#endif  // CUSTOMER2VEC_BENCH_TRAIN_SGNS_WORK_H_
