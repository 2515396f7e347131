// Inner products and scaled sums, vectorised for the machine they run on.
//
//   float cosine = Dot(unit_query, unit_row);
//   DotRows(query, rows, scores);   // scores[i] = query . rows[i]
//   AddScaled(0.5f, row, sum);      // sum += 0.5 * row
//
// The best instruction set among those compiled in (AVX2, AVX-512) is chosen at
// the first call; SimdTargetName() says which. Sums are kept in float32, so a
// result may differ from the exact one by at most dimension * 2^-23 times the
// sum of |query[j] * row[j]|, and between instruction sets; on one machine
// Dot() and DotRows() give the same bits. Pure and thread-safe.

#ifndef CUSTOMER2VEC_CORE_VECTORS_KERNELS_H_
#define CUSTOMER2VEC_CORE_VECTORS_KERNELS_H_

#include <cstddef>
#include <cstdint>
#include <span>

#include "absl/strings/string_view.h"

namespace customer2vec {

// REQUIRES: a.size() == b.size(). Any alignment; 0 for empty vectors.
float Dot(std::span<const float> a, std::span<const float> b);

// dots[i] = query . rows[i * query.size(), (i + 1) * query.size()).
// REQUIRES: rows.size() == query.size() * dots.size().
void DotRows(std::span<const float> query, std::span<const float> rows,
             std::span<float> dots);

// sum[i] += factor * a[i], rounded once. REQUIRES: a.size() == sum.size().
void AddScaled(float factor, std::span<const float> a, std::span<float> sum);

// Kernels written with Highway for the machine's best target: "AVX3" is
// AVX-512.
absl::string_view SimdTargetName();

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_CORE_VECTORS_KERNELS_H_
