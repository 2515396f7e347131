#include "core/servables/repeat_discovery_scorer.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>

#include "core/servables/blend_formula.h"
#include "core/servables/customer_query.h"
#include "core/servables/personal_frequency.h"
#include "core/vectors/row_filter.h"
#include "core/vectors/top_k.h"

namespace customer2vec {
namespace {

// Memory of one request, kept by the thread for the next.
struct Scratch {
  std::vector<ScoredItem> repeats;  // by row
  std::vector<ScoredItem> mass;
  std::vector<ScoredItem> discoveries;
  std::vector<float> query;
};

bool Allowed(const SearchOptions& options, uint32_t item) {
  return options.filter == nullptr || options.filter->Allows(item);
}

bool HasRow(std::span<const ScoredItem> by_row, uint32_t item) {
  const auto found = std::lower_bound(
      by_row.begin(), by_row.end(), item,
      [](const ScoredItem& a, uint32_t row) { return a.item < row; });
  return found != by_row.end() && found->item == item;
}

std::vector<uint32_t> RowsOf(std::span<const ScoredItem> items) {
  std::vector<uint32_t> rows;
  rows.reserve(items.size());
  for (const ScoredItem& item : items) rows.push_back(item.item);
  return rows;
}

// The best k allowed items that are no repeats, by `next`. `mass` is the
// unfiltered top, which often holds them already; else the space is asked
// again.
void BestDiscoveries(const Space& space, std::span<const float> query,
                     const SearchOptions& options, const Scratch& scratch,
                     std::vector<ScoredItem>* discoveries) {
  discoveries->clear();
  for (const ScoredItem& item : scratch.mass) {
    if (discoveries->size() == options.k) return;
    if (Allowed(options, item.item) && !HasRow(scratch.repeats, item.item)) {
      discoveries->push_back(item);
    }
  }
  if (discoveries->size() == options.k ||
      scratch.mass.size() == space.item_count()) {
    return;
  }
  RowFilter filter;
  if (options.filter != nullptr) filter = *options.filter;
  filter.Exclude(RowsOf(scratch.repeats));
  SearchOptions others = options;
  others.filter = &filter;
  space.Search(Scoring::kNext, query, others, discoveries);
}

double SumOfScores(std::span<const ScoredItem> items) {
  double sum = 0;
  for (const ScoredItem& item : items) sum += item.score;
  return sum;
}

}  // namespace

RepeatDiscoveryScorer::RepeatDiscoveryScorer(std::string name,
                                             const CustomerHistories& histories,
                                             float decay, const Space* space,
                                             float discovery_weight)
    : Scorer(std::move(name)),
      histories_(histories),
      decay_(decay),
      space_(space),
      discovery_weight_(discovery_weight) {}

void RepeatDiscoveryScorer::Rank(const ScorerQuery& query,
                                 const SearchOptions& options,
                                 std::vector<ScoredItem>* top) const {
  thread_local Scratch scratch;
  PersonalFrequencies(histories_, query, decay_, &scratch.repeats);
  scratch.mass.clear();
  scratch.discoveries.clear();
  scratch.query.resize(space_->dimension());
  const bool encoded =
      EncodeCustomer(*space_, histories_, query, scratch.query);
  if (encoded) {
    space_->Search(Scoring::kNext, scratch.query,
                   {.k = kDiscoveryMass, .exact = options.exact},
                   &scratch.mass);
    BestDiscoveries(*space_, scratch.query, options, scratch,
                    &scratch.discoveries);
  }
  const DiscoveryShares shares(scratch.mass);
  const double frequency_sum = SumOfScores(scratch.repeats);

  TopK best(options.k, top);
  for (const ScoredItem& repeat : scratch.repeats) {
    if (!Allowed(options, repeat.item)) continue;
    const bool has_vector = encoded && repeat.item < space_->item_count();
    const double discovery =
        has_vector ? shares.ShareOf(space_->Score(Scoring::kNext, scratch.query,
                                                  repeat.item))
                   : 0;
    best.Push({repeat.item, BlendScore(repeat.score / frequency_sum, discovery,
                                       discovery_weight_)});
  }
  for (const ScoredItem& item : scratch.discoveries) {
    best.Push({item.item,
               BlendScore(0, shares.ShareOf(item.score), discovery_weight_)});
  }
  best.Finish();
}

}  // namespace customer2vec
