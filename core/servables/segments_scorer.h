// Ranks items by their popularity among customers like this one: those of the
// same demographic segment.
//
//   SegmentsScorer scorer("segments", tables, segments, /*smoothing=*/1000);
//   scorer.Rank({.customer = row}, {.k = 20}, &top);
//
// The score is (baskets of the segment that hold the item + smoothing * share
// of all baskets that do) / (baskets of the segment + smoothing). Customers
// that nothing is known of, and nobody known, are of segment 0, which is all
// customers. Without smoothing, items that the segment never took have no
// score.
//
// A view of tables and segments, which outlive it. Immutable, thread-safe.

#ifndef CUSTOMER2VEC_CORE_SERVABLES_SEGMENTS_SCORER_H_
#define CUSTOMER2VEC_CORE_SERVABLES_SEGMENTS_SCORER_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "core/servables/servable.h"
#include "core/tables/tables.h"

namespace customer2vec {

// Segment s holds items[p] in counts[p] baskets for p in [offsets[s],
// offsets[s + 1]).
struct SegmentCounts {
  std::vector<uint64_t> basket_counts;     // of each segment
  std::span<const uint64_t> offsets;       // segments + 1
  std::span<const uint32_t> items;         // ascending in a segment
  std::span<const uint32_t> counts;        // > 0, at most the basket count
  std::span<const uint32_t> of_customers;  // segment by customer row
};

class SegmentsScorer final : public Scorer {
 public:
  // REQUIRES: counts are as said, with at least one segment; smoothing is
  // finite and >= 0.
  SegmentsScorer(std::string name, const Tables& tables, SegmentCounts segments,
                 float smoothing);

  void Rank(const ScorerQuery& query, const SearchOptions& options,
            std::vector<ScoredItem>* top) const override;

 private:
  const Tables& tables_;
  const SegmentCounts segments_;
  const float smoothing_;
};

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_CORE_SERVABLES_SEGMENTS_SCORER_H_
