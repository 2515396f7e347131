// Segments of vectors, and how well they agree with a truth.
//
//   C2V_ASSIGN_OR_RETURN(const std::vector<uint32_t> segments,
//                        KMeansSegments(rows, dimension, /*k=*/12, seed));
//   AdjustedRandIndex(segments, industries);  // 1: the same; 0: as by chance
//
// Pure; thread-safe.

#ifndef CUSTOMER2VEC_BENCH_GRAPH_SEGMENTS_H_
#define CUSTOMER2VEC_BENCH_GRAPH_SEGMENTS_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "absl/status/statusor.h"

namespace customer2vec::bench {

// The segment of each row, by k-means through FAISS over rows brought to length
// 1, the best of ten starts. INVALID_ARGUMENT for fewer rows than segments;
// INTERNAL when FAISS fails.
absl::StatusOr<std::vector<uint32_t>> KMeansSegments(
    std::span<const float> rows, size_t dimension, size_t k, uint64_t seed);

// Agreement of two partitions, corrected for chance (Hubert and Arabie 1985).
// REQUIRES: a.size() == b.size() >= 2.
double AdjustedRandIndex(std::span<const uint32_t> a,
                         std::span<const uint32_t> b);

}  // namespace customer2vec::bench

#endif  // CUSTOMER2VEC_BENCH_GRAPH_SEGMENTS_H_
