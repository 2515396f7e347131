// Figures of published protocols: parameters searched on validation data, the
// servable of the best ones measured once on the test.
//
//   C2V_ASSIGN_OR_RETURN(std::vector<Figure> figures,
//                        DigineticaFigures({.folder = "data/diginetica"}));
//
// Each takes `seeds` runs: other splits where the protocol splits at random,
// else other searches. Values are means over them. One line of figures a
// metric; `more` holds the other metrics of the run, by name.

#ifndef CUSTOMER2VEC_BENCH_QUALITY_PROTOCOLS_PROTOCOL_FIGURES_H_
#define CUSTOMER2VEC_BENCH_QUALITY_PROTOCOLS_PROTOCOL_FIGURES_H_

#include <cstddef>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "bench/figure/figure.h"

namespace customer2vec::bench {

struct ProtocolRun {
  std::string folder;   // with the protocol's files
  size_t seeds = 1;     // at least 1
  size_t budget = 200;  // configurations tried for each seed
  size_t threads = 1;
};

using ProtocolFigures = absl::StatusOr<std::vector<Figure>>;

// session-kNN with a score for repeats: diginetica_p20, diginetica_mrr20.
ProtocolFigures DigineticaFigures(const ProtocolRun& run);

// session-kNN over users' sequences, trained without their last two items:
// beauty_hr10, beauty_ndcg10; `more` has the protocol without the last one.
ProtocolFigures BeautyFigures(const ProtocolRun& run);

// Repeat purchase: tafeng_recall10, tafeng_ndcg10; the peer is TIFU-KNN with
// its published parameters, through the same code.
ProtocolFigures TaFengFigures(const ProtocolRun& run);

// A blend of item-kNN and sequential rules: online_retail_hr10; the peer is
// plain co-occurrence.
ProtocolFigures OnlineRetailFigures(const ProtocolRun& run);

}  // namespace customer2vec::bench

#endif  // CUSTOMER2VEC_BENCH_QUALITY_PROTOCOLS_PROTOCOL_FIGURES_H_
