#include "core/servables/popularity_scorer.h"

#include <optional>
#include <utility>

#include "core/servables/allowed_rows.h"

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
  AllowedRows rows(options.filter, counts_.size());
  while (top->size() < options.k) {
    const std::optional<uint32_t> row = rows.Next();
    if (!row) return;
    top->push_back({*row, static_cast<float>(counts_[*row] * share_of_one_)});
  }
}

}  // namespace customer2vec
