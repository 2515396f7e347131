#include "core/servables/segments_scorer.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "core/base/compressed_rows.h"
#include "core/servables/allowed_rows.h"
#include "core/vectors/top_k.h"

namespace customer2vec {

SegmentsScorer::SegmentsScorer(std::string name, const Tables& tables,
                               SegmentCounts segments, float smoothing)
    : Scorer(std::move(name)),
      tables_(tables),
      segments_(std::move(segments)),
      smoothing_(smoothing) {}

void SegmentsScorer::Rank(const ScorerQuery& query,
                          const SearchOptions& options,
                          std::vector<ScoredItem>* top) const {
  const uint32_t segment =
      query.customer ? segments_.of_customers[*query.customer] : 0;
  const auto items = RowOf(segments_.offsets, segments_.items, segment);
  const auto counts = RowOf(segments_.offsets, segments_.counts, segment);
  const double total =
      static_cast<double>(segments_.basket_counts[segment]) + smoothing_;
  TopK best(options.k, top);
  if (!(total > 0)) return;
  const double shop =
      tables_.basket_count == 0
          ? 0
          : smoothing_ / static_cast<double>(tables_.basket_count);
  const auto score = [&](uint32_t item, uint32_t count) {
    return ScoredItem{
        item, static_cast<float>((count + shop * tables_.basket_counts[item]) /
                                 total)};
  };
  const RowFilter* filter = options.filter;
  for (size_t i = 0; i < items.size(); ++i) {
    const ScoredItem scored = score(items[i], counts[i]);
    if (!best.WouldKeep(scored)) continue;
    if (filter == nullptr || filter->Allows(items[i])) best.Push(scored);
  }
  // Of the others the most popular come first: the walk ends at the first that
  // does not make it.
  AllowedRows rows(smoothing_ > 0 ? filter : nullptr,
                   smoothing_ > 0 ? tables_.basket_counts.size() : 0);
  while (const std::optional<uint32_t> row = rows.Next()) {
    if (std::binary_search(items.begin(), items.end(), *row)) continue;
    const ScoredItem scored = score(*row, 0);
    if (!best.WouldKeep(scored)) break;
    best.Push(scored);
  }
  best.Finish();
}

}  // namespace customer2vec
