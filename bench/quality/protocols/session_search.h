// The search for session-kNN's parameters.
//
//   const v1::SessionKnnConfig best = SearchSessionKnn(
//       validation, {.cutoff = 20, .repeats = true, .budget = 100}, quality);
//   const CaseFigures figures = MeasureSessionKnn(test, best, options);

#ifndef CUSTOMER2VEC_BENCH_QUALITY_PROTOCOLS_SESSION_SEARCH_H_
#define CUSTOMER2VEC_BENCH_QUALITY_PROTOCOLS_SESSION_SEARCH_H_

#include <cstddef>
#include <cstdint>
#include <functional>

#include "customer2vec/v1/neighbor_models.pb.h"
#include "trainer/evaluation/protocols/measure_cases.h"
#include "trainer/evaluation/protocols/protocol_split.h"

namespace customer2vec::bench {

struct SessionSearch {
  size_t cutoff = 20;
  bool repeats = true;  // whether items of the session may be asked for
  size_t budget = 100;
  uint64_t seed = 1;
  size_t threads = 1;
};

CaseFigures MeasureSessionKnn(const ProtocolSplit& split,
                              const v1::SessionKnnConfig& config,
                              const SessionSearch& search);

// The configuration with the best figures on `validation`, by `quality`.
v1::SessionKnnConfig SearchSessionKnn(
    const ProtocolSplit& validation, const SessionSearch& search,
    const std::function<double(const CaseFigures&)>& quality);

}  // namespace customer2vec::bench

#endif  // CUSTOMER2VEC_BENCH_QUALITY_PROTOCOLS_SESSION_SEARCH_H_
