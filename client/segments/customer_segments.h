// The customers of a space in segments, and what each segment takes more of
// than others do.
//
//   C2V_ASSIGN_OR_RETURN(const CustomerSegments segments,
//                        SegmentCustomers(space, tables, {.count = 12}));
//   for (const SegmentProfile& profile : segments.profiles) {
//     Print(profile.customers, profile.mean_cosine, profile.items);
//   }
//
// Pure; thread-safe.

#ifndef CUSTOMER2VEC_CLIENT_SEGMENTS_CUSTOMER_SEGMENTS_H_
#define CUSTOMER2VEC_CLIENT_SEGMENTS_CUSTOMER_SEGMENTS_H_

#include <cstddef>
#include <cstdint>
#include <vector>

#include "absl/status/statusor.h"
#include "core/servables/servable.h"
#include "core/tables/tables.h"

namespace customer2vec {

struct SegmentOptions {
  size_t count = 2;   // of segments
  uint64_t seed = 1;  // of the starts of k-means
  size_t items = 5;   // at most, of each profile
};

// An item that a segment takes more of than others do.
struct SegmentItem {
  uint32_t item;       // row
  uint32_t customers;  // of the segment, who took it
  double lift;  // their share of the segment by that of all segments; above 1
};

struct SegmentProfile {
  size_t customers = 0;
  double mean_cosine = 0;  // of its customers to their sum of unit vectors
  std::vector<SegmentItem> items;
};

struct CustomerSegments {
  std::vector<uint32_t> customers;  // rows of those with a vector, ascending
  std::vector<uint32_t> segments;   // of each of them, into `profiles`
  // Those with customers, most of them first, ties by the first customer.
  std::vector<SegmentProfile> profiles;
  size_t without_vector = 0;  // customers in no segment
};

// Segments by KMeansSegments(). The items of a profile are those above what
// chance would give by most standard errors of a count,
//
//   (taken - expected) / sqrt(expected)
//
// (Pearson's residual), expected = customers of the segment * share of those of
// all segments who took the item: so a rare item that one customer took does
// not come before what half a segment takes. FAILED_PRECONDITION for a space
// without customers; INVALID_ARGUMENT for a count that is not from 1 to the
// customers with a vector; errors of KMeansSegments().
absl::StatusOr<CustomerSegments> SegmentCustomers(
    const Space& space, const Tables& tables, const SegmentOptions& options);

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_CLIENT_SEGMENTS_CUSTOMER_SEGMENTS_H_
