// How well two partitions agree: segments and a truth.
//
//   AdjustedRandIndex(segments, industries);  // 1: the same; 0: as by chance
//
// Pure; thread-safe.

#ifndef CUSTOMER2VEC_BENCH_GRAPH_ADJUSTED_RAND_INDEX_H_
#define CUSTOMER2VEC_BENCH_GRAPH_ADJUSTED_RAND_INDEX_H_

#include <cstdint>
#include <span>

namespace customer2vec::bench {

// Agreement of two partitions, corrected for chance (Hubert and Arabie 1985).
// REQUIRES: a.size() == b.size() >= 2.
double AdjustedRandIndex(std::span<const uint32_t> a,
                         std::span<const uint32_t> b);

}  // namespace customer2vec::bench

#endif  // CUSTOMER2VEC_BENCH_GRAPH_ADJUSTED_RAND_INDEX_H_
