#include "core/servables/repeat_purchase.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "core/servables/allowed_rows.h"
#include "core/servables/query_events.h"

namespace customer2vec {

RepeatPurchaseScorer::RepeatPurchaseScorer(
    std::string name, const PurchaseVectors& vectors,
    const RepeatPurchaseParameters& parameters, const Tables& tables)
    : Scorer(std::move(name)),
      vectors_(vectors),
      parameters_(parameters),
      basket_counts_(tables.basket_counts),
      share_of_one_(1.0f / std::max<uint64_t>(1, tables.basket_count)) {}

void RepeatPurchaseScorer::AddVector(uint32_t customer, float factor,
                                     SparseScores* scores) const {
  const uint64_t end = vectors_.offsets[customer + 1];
  for (uint64_t i = vectors_.offsets[customer]; i < end; ++i) {
    scores->Add(vectors_.items[i], factor * vectors_.weights[i]);
  }
}

void RepeatPurchaseScorer::AddOwn(const ScorerQuery& query,
                                  SparseScores* scores) const {
  thread_local std::vector<WeightedEvent> events;
  QueryEvents({}, {.events = query.events}, basket_counts_.size(),
              {.max_events = query.events.size()}, &events);
  const float groups = query.customer ? vectors_.groups[*query.customer] : 0;
  const float newest = parameters_.alpha / (groups + 1);
  if (query.customer) {
    const float aged = events.empty()
                           ? parameters_.alpha
                           : newest * groups * parameters_.group_decay;
    AddVector(*query.customer, aged, scores);
  }
  for (const WeightedEvent& event : events) {
    scores->Add(event.item, newest * event.weight);
  }
}

void RepeatPurchaseScorer::AddNeighbors(uint32_t customer,
                                        SparseScores* scores) const {
  const auto neighbors = vectors_.NeighborsOf(customer);
  const auto end = std::find(neighbors.begin(), neighbors.end(), kNoNeighbor);
  const auto count = end - neighbors.begin();
  if (count == 0 || parameters_.alpha == 1) return;
  const float factor = (1 - parameters_.alpha) / count;
  for (auto it = neighbors.begin(); it != end; ++it) {
    AddVector(*it, factor, scores);
  }
}

// To all items that have a score, and to the most popular others, of which no
// more than k can be among the best.
void RepeatPurchaseScorer::AddPopularity(const SearchOptions& options,
                                         SparseScores* scores) const {
  const float factor = parameters_.popularity_weight * share_of_one_;
  if (factor == 0) return;
  for (const uint32_t item : scores->touched()) {
    scores->Add(item, factor * basket_counts_[item]);
  }
  AllowedRows rows(options.filter, basket_counts_.size());
  for (size_t added = 0; added < options.k;) {
    const std::optional<uint32_t> row = rows.Next();
    if (!row) return;
    if (scores->Has(*row)) continue;
    scores->Add(*row, factor * basket_counts_[*row]);
    ++added;
  }
}

void RepeatPurchaseScorer::Rank(const ScorerQuery& query,
                                const SearchOptions& options,
                                std::vector<ScoredItem>* top) const {
  thread_local SparseScores scores;
  scores.Reset(basket_counts_.size());
  AddOwn(query, &scores);
  if (query.customer) AddNeighbors(*query.customer, &scores);
  AddPopularity(options, &scores);
  scores.Top(options, top);
}

}  // namespace customer2vec
