#include "core/servables/item_neighbors.h"

#include <utility>

#include "core/servables/sparse_scores.h"

namespace customer2vec {

ItemNeighborsScorer::ItemNeighborsScorer(std::string name,
                                         const ItemNeighborLists& lists,
                                         const CustomerHistories& histories,
                                         const QueryEventOptions& options)
    : Scorer(std::move(name)),
      lists_(lists),
      histories_(histories),
      options_(options) {}

void ItemNeighborsScorer::Rank(const ScorerQuery& query,
                               const SearchOptions& options,
                               std::vector<ScoredItem>* top) const {
  thread_local std::vector<WeightedEvent> events;
  thread_local SparseScores scores;
  QueryEvents(histories_, query, lists_.item_count(), options_, &events);
  scores.Reset(lists_.item_count());
  for (const WeightedEvent& event : events) {
    const uint64_t end = lists_.offsets[event.item + 1];
    for (uint64_t i = lists_.offsets[event.item]; i < end; ++i) {
      scores.Add(lists_.neighbors[i], event.weight * lists_.weights[i]);
    }
  }
  scores.Top(options, top);
}

}  // namespace customer2vec
