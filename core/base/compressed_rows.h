// Lists of different lengths, one after another, as snapshots keep them: list i
// is values[offsets[i], offsets[i + 1]), offsets start at 0 and end with the
// number of values.
//
//   C2V_RETURN_IF_ERROR(CheckOffsets(offsets, row_count, values.size()));
//   RowOf(offsets, values, 3);   // safe now for rows below row_count

#ifndef CUSTOMER2VEC_CORE_BASE_COMPRESSED_ROWS_H_
#define CUSTOMER2VEC_CORE_BASE_COMPRESSED_ROWS_H_

#include <cstddef>
#include <cstdint>
#include <span>

#include "absl/status/status.h"

namespace customer2vec {

// DATA_LOSS when `offsets` do not cut `value_count` values into `row_count`
// lists. O(row_count).
absl::Status CheckOffsets(std::span<const uint64_t> offsets, uint64_t row_count,
                          uint64_t value_count);

// REQUIRES: CheckOffsets() was OK, row < row_count.
template <typename T>
std::span<const T> RowOf(std::span<const uint64_t> offsets,
                         std::span<const T> values, size_t row) {
  return values.subspan(offsets[row], offsets[row + 1] - offsets[row]);
}

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_CORE_BASE_COMPRESSED_ROWS_H_
