#include "core/vectors/row_filter.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace customer2vec {
namespace {

std::vector<uint32_t> Sorted(std::span<const uint32_t> rows) {
  std::vector<uint32_t> sorted(rows.begin(), rows.end());
  std::ranges::sort(sorted);
  sorted.erase(std::ranges::unique(sorted).begin(), sorted.end());
  return sorted;
}

}  // namespace

void RowFilter::Exclude(std::span<const uint32_t> rows) {
  const std::vector<uint32_t> added = Sorted(rows);
  std::vector<uint32_t> all;
  all.reserve(excluded_.size() + added.size());
  std::ranges::set_union(excluded_, added, std::back_inserter(all));
  excluded_ = std::move(all);
}

void RowFilter::RestrictTo(std::span<const uint32_t> rows) {
  std::vector<uint32_t> only = Sorted(rows);
  if (candidates_.has_value()) {
    std::vector<uint32_t> both;
    std::ranges::set_intersection(*candidates_, only, std::back_inserter(both));
    only = std::move(both);
  }
  candidates_ = std::move(only);
}

void RowFilter::LimitTo(uint32_t row_count) {
  limit_ = std::min(limit_, row_count);
}

bool RowFilter::Allows(uint32_t row) const {
  if (row >= limit_) return false;
  if (candidates_.has_value() &&
      !std::ranges::binary_search(*candidates_, row)) {
    return false;
  }
  return !std::ranges::binary_search(excluded_, row);
}

}  // namespace customer2vec
