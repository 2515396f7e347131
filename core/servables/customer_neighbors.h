// Customers nearest by cosine in a space vote for what they took: user-kNN over
// any space with customer vectors.
//
//   CustomerNeighborsScorer scorer("peers", tables, space, lists,
//                                  {.neighbors = 100, .exponent = 2});
//   scorer.Rank({.customer = row}, {.k = 20}, &top);
//
//   score(item) = sum over neighbors of s^exponent * share(neighbor, item)
//                 / sum over neighbors of s^exponent
//               + own_weight * share(customer, item)
//               + popularity_weight * share of baskets(item)
//
// with the cosine s, below 0 taken as 0, and
//
//   share(customer, item) ~ count^damping * decay^(baskets since the last one)
//
// scaled so that a customer's shares add up to 1. What is asked with events
// and no customer is compared by the space's encoding of the events for
// `next`, and the events, by weight, are its own share; a customer with events
// is compared by the encoding of both, and owns the mean of both shares.
//
// A known customer without events has a list of neighbors that was made ahead:
// Rank() costs the neighbors' histories. Anybody else is compared with every
// customer: some 20 ms for a million vectors of 128 numbers. Items without a
// vote, a purchase or popularity have no score.
//
// Memory: 4 bytes an entry of the histories and 4 a customer. Views over
// tables, lists and a space that outlive it; immutable, thread-safe.

#ifndef CUSTOMER2VEC_CORE_SERVABLES_CUSTOMER_NEIGHBORS_H_
#define CUSTOMER2VEC_CORE_SERVABLES_CUSTOMER_NEIGHBORS_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "core/servables/servable.h"
#include "core/tables/tables.h"
#include "core/vectors/scored_item.h"

namespace customer2vec {

struct CustomerNeighborsSettings {
  size_t neighbors = 100;
  float exponent = 1;           // >= 0
  float decay = 1;              // in (0, 1]
  float damping = 0.5;          // in [0, 1]
  float own_weight = 0;         // >= 0
  float popularity_weight = 0;  // >= 0
};

// A neighbor is a customer row with a cosine.
using CustomerNeighbor = ScoredItem;

// The lists of all customers: `neighbors` places each, nearest first; places
// that are left hold kNoRow and 0.
struct CustomerNeighborLists {
  std::span<const uint32_t> neighbors;
  std::span<const float> similarities;
};

// 1 / |vector| of each customer of the space, 0 for a zero vector.
std::vector<float> CustomerInverseNorms(const Space& space);

// The `k` customers nearest to a query by cosine, best first, without `self`
// (kNoRow: nobody) and those of zero vectors. `inverse_norms` are the space's.
void FindNearestCustomers(const Space& space,
                          std::span<const float> inverse_norms,
                          std::span<const float> query, uint32_t self, size_t k,
                          std::vector<CustomerNeighbor>* nearest);

class CustomerNeighborsScorer final : public Scorer {
 public:
  // REQUIRES: settings in range; the space has a vector for each customer of
  // the tables; both lists have `neighbors` places for each of them.
  CustomerNeighborsScorer(std::string name, const Tables& tables,
                          const Space* space,
                          const CustomerNeighborLists& lists,
                          const CustomerNeighborsSettings& settings);

  void Rank(const ScorerQuery& query, const SearchOptions& options,
            std::vector<ScoredItem>* top) const override;

 private:
  void ComputeShares();
  std::span<const float> SharesOf(uint32_t customer) const;
  void Neighbors(const ScorerQuery& query,
                 std::vector<CustomerNeighbor>* neighbors) const;
  void AddHistory(uint32_t customer, float weight,
                  std::vector<float>& scores) const;
  void AddEvents(std::span<const HistoryEvent> events, float weight,
                 std::vector<float>& scores) const;
  void AddVotes(std::span<const CustomerNeighbor> neighbors,
                std::vector<float>& scores) const;

  const Tables& tables_;
  const Space* space_;
  CustomerNeighborLists lists_;
  CustomerNeighborsSettings settings_;
  std::vector<float> shares_;         // by entry of the histories
  std::vector<float> inverse_norms_;  // by customer
  float popularity_of_one_;           // weight of a basket
};

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_CORE_SERVABLES_CUSTOMER_NEIGHBORS_H_
