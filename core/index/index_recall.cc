#include "core/index/index_recall.h"

#include <algorithm>
#include <vector>

namespace customer2vec {
namespace {

// Share of `exact` that `found` has, or rows that score as well as its last.
double RecallOf(std::span<const ScoredItem> found,
                std::span<const ScoredItem> exact) {
  if (exact.empty()) return 1;
  const float floor = exact.back().score;
  const auto hits = std::ranges::count_if(
      found, [floor](const ScoredItem& item) { return item.score >= floor; });
  return static_cast<double>(hits) / static_cast<double>(exact.size());
}

}  // namespace

double IndexRecall(const VectorIndex& index, std::span<const float> queries,
                   size_t dimension, SearchOptions options) {
  const size_t count = queries.size() / dimension;
  std::vector<ScoredItem> found;
  std::vector<ScoredItem> exact;
  double sum = 0;
  for (size_t i = 0; i < count; ++i) {
    const auto query = queries.subspan(i * dimension, dimension);
    options.exact = false;
    index.Search(query, options, &found);
    options.exact = true;
    index.Search(query, options, &exact);
    sum += RecallOf(found, exact);
  }
  return count == 0 ? 1 : sum / static_cast<double>(count);
}

}  // namespace customer2vec
