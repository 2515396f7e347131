// Figures of a scorer over the cases of a protocol.
//
//   const CaseFigures figures = MeasureCases(scorer, split.cases,
//                                            {.cutoff = 20, .threads = 2});
//   figures.hit_rate.mean();  figures.mrr.standard_error();
//
// Conventions as in metrics.h; `ndcg_of_basket` has the ideal DCG of all
// targets, whatever the cutoff, as the Reality Check (Li et al. 2023) has it.
// The figures do not depend on the number of threads.

#ifndef CUSTOMER2VEC_TRAINER_EVALUATION_PROTOCOLS_MEASURE_CASES_H_
#define CUSTOMER2VEC_TRAINER_EVALUATION_PROTOCOLS_MEASURE_CASES_H_

#include <cstddef>
#include <functional>
#include <span>
#include <vector>

#include "core/servables/servable.h"
#include "trainer/evaluation/metrics.h"
#include "trainer/evaluation/protocols/protocol_split.h"

namespace customer2vec {

struct CaseFigures {
  MeanWithError recall;
  MeanWithError ndcg;
  MeanWithError ndcg_of_basket;
  MeanWithError hit_rate;  // PHR of baskets; P@k of single targets
  MeanWithError mrr;
};

struct MeasureOptions {
  size_t cutoff = 10;
  size_t threads = 1;
  bool exclude_events = false;  // the case's own events are not ranked
};

CaseFigures MeasureCases(const Scorer& scorer,
                         std::span<const ProtocolCase> cases,
                         const MeasureOptions& options);

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_TRAINER_EVALUATION_PROTOCOLS_MEASURE_CASES_H_
