// Scores items by lists of weighted neighbours: item-kNN and sequential rules
// at serving time.
//
//   score(j) = sum over events e of weight(e) * weight(e's item -> j)
//
//   ItemNeighborsScorer scorer("together", lists, histories,
//                              {.max_events = 1});
//   scorer.Rank({.events = session}, {.k = 20, .filter = &filter}, &top);
//
// Events and their weights are those of QueryEvents(): the last ones, or the
// customer's history. Items without a positive score are not ranked. A query
// reads max_events lists at most. Immutable, safe for concurrent use; a view
// over arrays that outlive it.

#ifndef CUSTOMER2VEC_CORE_SERVABLES_ITEM_NEIGHBORS_H_
#define CUSTOMER2VEC_CORE_SERVABLES_ITEM_NEIGHBORS_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "core/history/customer_histories.h"
#include "core/servables/query_events.h"
#include "core/servables/servable.h"

namespace customer2vec {

// Neighbours of item i are neighbors[offsets[i], offsets[i + 1]), best first.
struct ItemNeighborLists {
  std::span<const uint64_t> offsets;    // size items + 1
  std::span<const uint32_t> neighbors;  // item rows
  std::span<const float> weights;       // of neighbors, finite

  size_t item_count() const { return offsets.empty() ? 0 : offsets.size() - 1; }
};

class ItemNeighborsScorer final : public Scorer {
 public:
  // REQUIRES: offsets ascend to the size of the other two, and neighbours are
  // below lists.item_count().
  ItemNeighborsScorer(std::string name, const ItemNeighborLists& lists,
                      const CustomerHistories& histories,
                      const QueryEventOptions& options);

  void Rank(const ScorerQuery& query, const SearchOptions& options,
            std::vector<ScoredItem>* top) const override;

 private:
  ItemNeighborLists lists_;
  CustomerHistories histories_;
  QueryEventOptions options_;
};

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_CORE_SERVABLES_ITEM_NEIGHBORS_H_
