// The nearest customers of each customer by their sparse vectors.
//
//   std::vector<uint32_t> neighbors = NearestCustomers(
//       vectors.view(), factors, config, /*threads=*/2);
//
// `factors`, by item row, scale the items before vectors are compared.
// Neighbours of customer c are [c * k, (c + 1) * k) with k =
// config.neighbors(), nearest first, ties by row, closed by kNoNeighbor. A
// customer without items has none and is nobody's. By Euclidean distance,
// customers that share nothing may be near; by cosine they are not.
// Deterministic, whatever the threads.

#ifndef CUSTOMER2VEC_TRAINER_MODELS_REPEAT_PURCHASE_NEAREST_CUSTOMERS_H_
#define CUSTOMER2VEC_TRAINER_MODELS_REPEAT_PURCHASE_NEAREST_CUSTOMERS_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "core/servables/repeat_purchase.h"
#include "customer2vec/v1/neighbor_models.pb.h"

namespace customer2vec {

std::vector<uint32_t> NearestCustomers(const PurchaseVectors& vectors,
                                       std::span<const float> factors,
                                       const v1::RepeatPurchaseConfig& config,
                                       size_t threads);

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_TRAINER_MODELS_REPEAT_PURCHASE_NEAREST_CUSTOMERS_H_
