#include "core/servables/popularity_variants.h"

#include <algorithm>
#include <numeric>
#include <utility>

#include "core/servables/query_events.h"
#include "core/vectors/row_filter.h"
#include "core/vectors/top_k.h"

namespace customer2vec {
namespace {

bool Allowed(const RowFilter* filter, uint32_t row) {
  return filter == nullptr || filter->Allows(row);
}

}  // namespace

RecentPopularityScorer::RecentPopularityScorer(std::string name,
                                               std::vector<float> weights)
    : Scorer(std::move(name)),
      weights_(std::move(weights)),
      rows_(weights_.size()) {
  std::iota(rows_.begin(), rows_.end(), 0);
  std::stable_sort(rows_.begin(), rows_.end(), [this](uint32_t a, uint32_t b) {
    return weights_[a] > weights_[b];
  });
}

void RecentPopularityScorer::Rank(const ScorerQuery& /*query*/,
                                  const SearchOptions& options,
                                  std::vector<ScoredItem>* top) const {
  top->clear();
  for (const uint32_t row : rows_) {
    if (top->size() >= options.k) return;
    if (Allowed(options.filter, row)) top->push_back({row, weights_[row]});
  }
}

CategoryPopularityScorer::CategoryPopularityScorer(
    std::string name, const Catalogue& catalogue, size_t attribute,
    std::vector<float> weights, const CustomerHistories& histories)
    : Scorer(name),
      catalogue_(catalogue),
      attribute_(attribute),
      everything_(std::move(name), std::move(weights)),
      histories_(histories) {
  const size_t categories = catalogue.Values(attribute).size();
  for (uint32_t category = 0; category < categories; ++category) {
    const auto rows = catalogue.Postings(attribute, category);
    const size_t begin = rows_.size();
    rows_.insert(rows_.end(), rows.begin(), rows.end());
    std::stable_sort(
        rows_.begin() + begin, rows_.end(), [this](uint32_t a, uint32_t b) {
          return everything_.weights()[a] > everything_.weights()[b];
        });
    double total = 0;
    for (const uint32_t row : rows) total += everything_.weights()[row];
    totals_.push_back(total);
    offsets_.push_back(rows_.size());
  }
}

void CategoryPopularityScorer::SharesOf(
    const ScorerQuery& query, std::vector<CategoryShare>* shares) const {
  thread_local std::vector<WeightedEvent> events;
  QueryEvents(histories_, query, catalogue_.item_count(), {}, &events);
  shares->clear();
  float sum = 0;
  for (const WeightedEvent& event : events) {
    const uint32_t category = catalogue_.ValueId(attribute_, event.item);
    if (category == kNoValue || totals_[category] <= 0) continue;
    sum += event.weight;
    const auto same = [category](const CategoryShare& each) {
      return each.category == category;
    };
    const auto it = std::find_if(shares->begin(), shares->end(), same);
    if (it == shares->end()) {
      shares->push_back({category, event.weight});
    } else {
      it->share += event.weight;
    }
  }
  for (CategoryShare& each : *shares) each.share /= sum;
}

void CategoryPopularityScorer::Rank(const ScorerQuery& query,
                                    const SearchOptions& options,
                                    std::vector<ScoredItem>* top) const {
  thread_local std::vector<CategoryShare> shares;
  SharesOf(query, &shares);
  if (shares.empty()) return everything_.Rank(query, options, top);
  TopK best(options.k, top);
  for (const CategoryShare& each : shares) {
    const double factor = each.share / totals_[each.category];
    for (uint64_t i = offsets_[each.category]; i < offsets_[each.category + 1];
         ++i) {
      const ScoredItem item{
          rows_[i],
          static_cast<float>(factor * everything_.weights()[rows_[i]])};
      if (!best.WouldKeep(item)) break;  // nor would it what follows
      if (Allowed(options.filter, item.item)) best.Push(item);
    }
  }
  best.Finish();
}

}  // namespace customer2vec
