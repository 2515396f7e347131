// The nearest customers of every customer, made ahead of serving.
//
//   NeighborLists lists = ListNearestCustomers(space, /*neighbors=*/100,
//                                              /*threads=*/2);
//   lists.neighbors[7 * 100];      // the customer nearest to number 7
//   lists.similarities[7 * 100];   // and its cosine
//
// Every pair is compared: customers^2 * dimension multiply-adds, some 20 s a
// core for 100,000 customers of 128 numbers. The same at any number of threads.

#ifndef CUSTOMER2VEC_TRAINER_MODELS_CUSTOMER_NEIGHBORS_NEIGHBOR_LISTS_H_
#define CUSTOMER2VEC_TRAINER_MODELS_CUSTOMER_NEIGHBORS_NEIGHBOR_LISTS_H_

#include <cstddef>
#include <cstdint>
#include <vector>

#include "core/servables/servable.h"

namespace customer2vec {

// As CustomerNeighborLists, but owning.
struct NeighborLists {
  std::vector<uint32_t> neighbors;
  std::vector<float> similarities;
};

NeighborLists ListNearestCustomers(const Space& space, size_t neighbors,
                                   size_t threads);

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_TRAINER_MODELS_CUSTOMER_NEIGHBORS_NEIGHBOR_LISTS_H_
