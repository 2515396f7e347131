#include "client/segments/customer_segments.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <span>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "client/segments/kmeans_segments.h"
#include "core/base/status_macros.h"

namespace customer2vec {
namespace {

// Customers with a vector, and the vectors one after another.
struct VectorRows {
  std::vector<uint32_t> customers;
  std::vector<float> values;
};

VectorRows RowsOf(const Space& space) {
  VectorRows rows;
  for (uint32_t row = 0; row < space.customer_count(); ++row) {
    const std::span<const float> vector = space.CustomerVector(row);
    if (std::all_of(vector.begin(), vector.end(),
                    [](float value) { return value == 0; })) {
      continue;
    }
    rows.customers.push_back(row);
    rows.values.insert(rows.values.end(), vector.begin(), vector.end());
  }
  return rows;
}

absl::Status CheckCount(const Space& space, size_t vectors, size_t count) {
  if (space.customer_count() == 0) {
    return absl::FailedPreconditionError(
        absl::StrCat("space \"", space.name(),
                     "\" has no vectors of customers: name one that has"));
  }
  if (count >= 1 && count <= vectors) return absl::OkStatus();
  return absl::InvalidArgumentError(absl::StrCat(
      count, " segments: space \"", space.name(), "\" has vectors of ", vectors,
      " customers, so it is 1 to ", vectors));
}

// Numbers segments by size, and makes room for the profiles of those that are
// not empty.
void NumberBySize(size_t count, CustomerSegments& result) {
  std::vector<size_t> sizes(count), first(count, result.segments.size());
  for (size_t i = result.segments.size(); i-- > 0;) {
    ++sizes[result.segments[i]];
    first[result.segments[i]] = i;
  }
  std::vector<uint32_t> order(count);
  std::iota(order.begin(), order.end(), 0u);
  std::sort(order.begin(), order.end(), [&](uint32_t a, uint32_t b) {
    return std::pair(sizes[b], first[a]) < std::pair(sizes[a], first[b]);
  });
  std::vector<uint32_t> number_of(count);
  for (uint32_t number = 0; number < count; ++number) {
    number_of[order[number]] = number;
    if (sizes[order[number]] == 0) continue;
    result.profiles.push_back({.customers = sizes[order[number]], .items = {}});
  }
  for (uint32_t& segment : result.segments) segment = number_of[segment];
}

// The mean cosine of unit vectors u to their sum s is s . u / |s|, summed: |s|
// by their number.
void FillCosines(std::span<const float> values, size_t dimension,
                 CustomerSegments& result) {
  std::vector<double> sums(result.profiles.size() * dimension);
  for (size_t i = 0; i < result.segments.size(); ++i) {
    const auto vector = values.subspan(i * dimension, dimension);
    double squares = 0;
    for (const float value : vector) squares += double{value} * value;
    double* sum = &sums[result.segments[i] * dimension];
    for (size_t d = 0; d < dimension; ++d) {
      sum[d] += vector[d] / std::sqrt(squares);
    }
  }
  for (size_t segment = 0; segment < result.profiles.size(); ++segment) {
    const auto sum = std::span(sums).subspan(segment * dimension, dimension);
    SegmentProfile& profile = result.profiles[segment];
    profile.mean_cosine = std::sqrt(std::inner_product(sum.begin(), sum.end(),
                                                       sum.begin(), 0.0)) /
                          static_cast<double>(profile.customers);
  }
}

// How many of the customers took each item.
class TakerCounts {
 public:
  explicit TakerCounts(const Tables& tables)
      : histories_(tables.histories), counts_(tables.items.size()) {}

  void Add(uint32_t customer) {
    for (const HistoryEntry& entry : histories_.Of(customer)) {
      if (counts_[entry.item]++ == 0) items_.push_back(entry.item);
    }
  }
  // Items that anybody took, in no order.
  const std::vector<uint32_t>& items() const { return items_; }
  uint32_t operator[](uint32_t item) const { return counts_[item]; }

  void Clear() {
    for (const uint32_t item : items_) counts_[item] = 0;
    items_.clear();
  }

 private:
  const CustomerHistories& histories_;
  std::vector<uint32_t> counts_;
  std::vector<uint32_t> items_;
};

// The best items of a segment of `size` among `customers` in all.
std::vector<SegmentItem> ItemsOf(const TakerCounts& taken,
                                 const TakerCounts& by_all, double size,
                                 double customers, size_t limit) {
  struct Candidate {
    double residual;
    SegmentItem item;
  };
  std::vector<Candidate> candidates;
  for (const uint32_t item : taken.items()) {
    const double expected = size * by_all[item] / customers;
    if (taken[item] <= expected) continue;
    candidates.push_back({(taken[item] - expected) / std::sqrt(expected),
                          {item, taken[item], taken[item] / expected}});
  }
  const size_t count = std::min(limit, candidates.size());
  std::partial_sort(
      candidates.begin(), candidates.begin() + count, candidates.end(),
      [](const Candidate& a, const Candidate& b) {
        return a.residual != b.residual ? a.residual > b.residual
                                        : a.item.item < b.item.item;
      });
  std::vector<SegmentItem> items;
  for (size_t i = 0; i < count; ++i) items.push_back(candidates[i].item);
  return items;
}

void FillItems(const Tables& tables, size_t limit, CustomerSegments& result) {
  std::vector<std::vector<uint32_t>> members(result.profiles.size());
  TakerCounts by_all(tables), taken(tables);
  for (size_t i = 0; i < result.customers.size(); ++i) {
    members[result.segments[i]].push_back(result.customers[i]);
    by_all.Add(result.customers[i]);
  }
  for (size_t segment = 0; segment < members.size(); ++segment) {
    taken.Clear();
    for (const uint32_t customer : members[segment]) taken.Add(customer);
    result.profiles[segment].items =
        ItemsOf(taken, by_all, static_cast<double>(members[segment].size()),
                static_cast<double>(result.customers.size()), limit);
  }
}

}  // namespace

absl::StatusOr<CustomerSegments> SegmentCustomers(
    const Space& space, const Tables& tables, const SegmentOptions& options) {
  VectorRows rows = RowsOf(space);
  C2V_RETURN_IF_ERROR(CheckCount(space, rows.customers.size(), options.count));
  CustomerSegments result;
  C2V_ASSIGN_OR_RETURN(result.segments,
                       KMeansSegments(rows.values, space.dimension(),
                                      options.count, options.seed));
  result.customers = std::move(rows.customers);
  result.without_vector = space.customer_count() - result.customers.size();
  NumberBySize(options.count, result);
  FillCosines(rows.values, space.dimension(), result);
  FillItems(tables, options.items, result);
  return result;
}

}  // namespace customer2vec
