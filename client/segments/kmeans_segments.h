// Segments of vectors: which of them point the same way.
//
//   C2V_ASSIGN_OR_RETURN(const std::vector<uint32_t> segments,
//                        KMeansSegments(rows, dimension, /*k=*/12, seed));
//   segments[7];  // of row 7, below 12
//
// Pure; thread-safe.

#ifndef CUSTOMER2VEC_CLIENT_SEGMENTS_KMEANS_SEGMENTS_H_
#define CUSTOMER2VEC_CLIENT_SEGMENTS_KMEANS_SEGMENTS_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "absl/status/statusor.h"

namespace customer2vec {

// The segment of each row, by k-means through FAISS over rows brought to length
// 1, the best of ten starts: the same for the same seed, of which 31 bits
// count. INVALID_ARGUMENT for no segment or fewer rows than segments; INTERNAL
// when FAISS fails. O(500 * rows * k * dimension), on all processors.
absl::StatusOr<std::vector<uint32_t>> KMeansSegments(
    std::span<const float> rows, size_t dimension, size_t k, uint64_t seed);

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_CLIENT_SEGMENTS_KMEANS_SEGMENTS_H_
