// Walks the rows that a filter allows, ascending: items from the most popular
// on.
//
//   AllowedRows rows(filter, counts.size());
//   while (std::optional<uint32_t> row = rows.Next()) ...
//
// The filter may be null (all rows) and outlives it. Not thread-safe.

#ifndef CUSTOMER2VEC_CORE_SERVABLES_ALLOWED_ROWS_H_
#define CUSTOMER2VEC_CORE_SERVABLES_ALLOWED_ROWS_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "core/vectors/row_filter.h"

namespace customer2vec {

class AllowedRows {
 public:
  AllowedRows(const RowFilter* filter, size_t row_count)
      : filter_(filter), row_count_(row_count) {
    if (filter_ != nullptr && filter_->candidates().has_value()) {
      candidates_ = &*filter_->candidates();
    }
  }

  // The next row, or nothing at the end.
  std::optional<uint32_t> Next() {
    while (const std::optional<uint32_t> row = Step()) {
      if (filter_ == nullptr || filter_->Allows(*row)) return row;
    }
    return std::nullopt;
  }

 private:
  // The next candidate, allowed or not.
  std::optional<uint32_t> Step() {
    if (candidates_ == nullptr) {
      if (position_ >= row_count_) return std::nullopt;
      return static_cast<uint32_t>(position_++);
    }
    if (position_ >= candidates_->size()) return std::nullopt;
    const uint32_t row = (*candidates_)[position_++];
    if (row >= row_count_) return std::nullopt;
    return row;
  }

  const RowFilter* filter_;
  const std::vector<uint32_t>* candidates_ = nullptr;
  size_t row_count_;
  size_t position_ = 0;
};

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_CORE_SERVABLES_ALLOWED_ROWS_H_
