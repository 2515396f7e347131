// The lists of weighted neighbours that item-kNN and sequential rules learn:
// for each item a sum of weights by other item, of which the best are kept.
//
//   OwnedNeighborLists lists = BuildNeighborLists(
//       item_count, /*neighbors=*/100, /*threads=*/2,
//       [&](uint32_t item, SparseScores* weights) {
//         for (...) weights->Add(other, 1.0f);
//       });
//
// Lists are best first, ties by row. Rows are shared out over threads; the
// result does not depend on their number.

#ifndef CUSTOMER2VEC_TRAINER_MODELS_ITEM_KNN_NEIGHBOR_LISTS_H_
#define CUSTOMER2VEC_TRAINER_MODELS_ITEM_KNN_NEIGHBOR_LISTS_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <vector>

#include "core/servables/item_neighbors.h"
#include "core/servables/sparse_scores.h"

namespace customer2vec {

struct OwnedNeighborLists {
  std::vector<uint64_t> offsets = {0};
  std::vector<uint32_t> neighbors;
  std::vector<float> weights;

  ItemNeighborLists view() const { return {offsets, neighbors, weights}; }
};

// Adds the weights of all neighbours of an item; called from several threads.
// `weights` was reset for item_count rows. Weights of 0 and below are dropped.
using NeighborWeights =
    std::function<void(uint32_t item, SparseScores* weights)>;

OwnedNeighborLists BuildNeighborLists(size_t item_count, size_t neighbors,
                                      size_t threads,
                                      const NeighborWeights& weights_of);

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_TRAINER_MODELS_ITEM_KNN_NEIGHBOR_LISTS_H_
