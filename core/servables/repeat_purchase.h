// Scores items by what the customer buys again and what the nearest customers
// buy: TIFU-KNN (Hu et al. 2020) at serving time.
//
//   RepeatPurchaseScorer scorer("again", vectors, {.alpha = 0.7f}, tables);
//   scorer.Rank({.customer = row}, {.k = 10}, &top);
//
//   score = alpha * own + (1 - alpha) * mean of the neighbours' vectors
//           + popularity_weight * share of all baskets
//
// A vector is the customer's decayed item frequencies, learned in groups of
// baskets. Events, if there are any, are one more group, the newest: with G
// groups before, own becomes (own * G * group_decay + events) / (G + 1), each
// item once by its latest weight. Neighbours stay those of the snapshot; a
// query without a customer has none. A query reads one vector a neighbour.
//
// Immutable, safe for concurrent use; a view over arrays that outlive it.

#ifndef CUSTOMER2VEC_CORE_SERVABLES_REPEAT_PURCHASE_H_
#define CUSTOMER2VEC_CORE_SERVABLES_REPEAT_PURCHASE_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "core/servables/servable.h"
#include "core/servables/sparse_scores.h"
#include "core/tables/tables.h"

namespace customer2vec {

// Marks places of `neighbors` that no customer fills.
inline constexpr uint32_t kNoNeighbor = UINT32_MAX;

// The vector of customer c is items and weights [offsets[c], offsets[c + 1]),
// items ascending; its neighbours, nearest first, are neighbors[c * n, (c + 1)
// * n) with n = neighbors.size() / customers, closed by kNoNeighbor.
struct PurchaseVectors {
  std::span<const uint64_t> offsets;  // size customers + 1
  std::span<const uint32_t> items;
  std::span<const float> weights;    // > 0
  std::span<const uint32_t> groups;  // of baskets, by customer
  std::span<const uint32_t> neighbors;

  size_t customer_count() const {
    return offsets.empty() ? 0 : offsets.size() - 1;
  }
  std::span<const uint32_t> NeighborsOf(uint32_t customer) const {
    const size_t n = neighbors.size() / customer_count();
    return neighbors.subspan(customer * n, n);
  }
};

struct RepeatPurchaseParameters {
  float alpha = 0.7f;           // in [0, 1]
  float group_decay = 0.7f;     // in (0, 1]
  float popularity_weight = 0;  // >= 0
};

class RepeatPurchaseScorer final : public Scorer {
 public:
  // REQUIRES: vectors of the tables' customers, as described.
  RepeatPurchaseScorer(std::string name, const PurchaseVectors& vectors,
                       const RepeatPurchaseParameters& parameters,
                       const Tables& tables);

  void Rank(const ScorerQuery& query, const SearchOptions& options,
            std::vector<ScoredItem>* top) const override;

 private:
  void AddVector(uint32_t customer, float factor, SparseScores* scores) const;
  void AddOwn(const ScorerQuery& query, SparseScores* scores) const;
  void AddNeighbors(uint32_t customer, SparseScores* scores) const;
  void AddPopularity(const SearchOptions& options, SparseScores* scores) const;

  PurchaseVectors vectors_;
  RepeatPurchaseParameters parameters_;
  std::span<const uint32_t> basket_counts_;
  float share_of_one_;  // of all baskets
};

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_CORE_SERVABLES_REPEAT_PURCHASE_H_
