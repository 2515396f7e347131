#include "core/servables/popularity_scorer.h"

#include <utility>

namespace customer2vec {

PopularityScorer::PopularityScorer(std::string name,
                                   std::span<const uint32_t> counts,
                                   uint64_t basket_count)
    : Scorer(std::move(name)),
      counts_(counts),
      share_of_one_(basket_count == 0 ? 0 : 1.0 / basket_count) {}

void PopularityScorer::Rank(const ScorerQuery& /*query*/,
                            const SearchOptions& options,
                            std::vector<ScoredItem>* top) const {
  top->clear();
  const auto take = [&](uint32_t row) {
    if (options.filter == nullptr || options.filter->Allows(row)) {
      top->push_back({row, static_cast<float>(counts_[row] * share_of_one_)});
    }
    return top->size() < options.k;
  };
  if (options.k == 0) return;
  if (options.filter != nullptr && options.filter->candidates().has_value()) {
    for (const uint32_t row : *options.filter->candidates()) {
      if (row >= counts_.size() || !take(row)) return;
    }
    return;
  }
  for (uint32_t row = 0; row < counts_.size() && take(row); ++row) {
  }
}

}  // namespace customer2vec
