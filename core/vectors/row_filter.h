// Which item rows a search may return.
//
//   RowFilter filter;
//   filter.Exclude(session_rows);          // never these
//   filter.RestrictTo(customers_own_rows); // and only these
//   if (filter.Allows(row)) ...
//
// Both are optional and work together. Allows() is O(log n) in the listed rows.
// Not thread-safe while it is being built; safe for concurrent reads after.

#ifndef CUSTOMER2VEC_CORE_VECTORS_ROW_FILTER_H_
#define CUSTOMER2VEC_CORE_VECTORS_ROW_FILTER_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace customer2vec {

class RowFilter {
 public:
  // Adds to the rows that may not be returned. Duplicates are fine.
  void Exclude(std::span<const uint32_t> rows);

  // Allows only these rows; called again, only those in both lists.
  void RestrictTo(std::span<const uint32_t> rows);

  // Allows only rows below `row_count`; called again, only those below both.
  void LimitTo(uint32_t row_count);

  bool Allows(uint32_t row) const;

  // Rows from here on are not allowed; UINT32_MAX without LimitTo().
  uint32_t limit() const { return limit_; }

  // Rows excluded: a search that takes this many more results than asked, and
  // drops what is not allowed, still has as many as asked.
  size_t excluded_count() const { return excluded_.size(); }

  // The only rows allowed (excluded ones among them not yet removed),
  // ascending, if RestrictTo() was called.
  const std::optional<std::vector<uint32_t>>& candidates() const {
    return candidates_;
  }

  bool allows_all() const {
    return excluded_.empty() && !candidates_.has_value() &&
           limit_ == UINT32_MAX;
  }

 private:
  std::vector<uint32_t> excluded_;  // ascending, unique
  std::optional<std::vector<uint32_t>> candidates_;
  uint32_t limit_ = UINT32_MAX;  // rows from here on are not allowed
};

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_CORE_VECTORS_ROW_FILTER_H_
