// What TIFU-KNN learns (Hu et al. 2020): a vector of decayed item frequencies
// for each customer, and each customer's nearest.
//
//   v1::RepeatPurchaseConfig config;
//   FillRepeatPurchaseDefaults(&config);
//   OwnedPurchaseVectors vectors = LearnPurchaseVectors(corpus, config,
//                                                       /*threads=*/2);
//
// A customer's n baskets stand in ceil(n / m) groups of m, the oldest group
// holding what is left over. With a(b) the age of basket b in its group, a(g)
// that of the group and G groups of |g| baskets:
//
//   u(i) = sum over g of group_decay^a(g) / G
//          * sum over b in g with i of within_decay^a(b) / |g|
//            * |b|^-size_exponent
//
// Nearness compares u(i) / count(i)^popularity_exponent, by Euclidean distance
// or by cosine; ties go to the lower row. The search walks an inverted list for
// each item of a customer, so it costs the sum over items of their squared
// customers. Deterministic, whatever the threads.

#ifndef CUSTOMER2VEC_TRAINER_MODELS_REPEAT_PURCHASE_PURCHASE_VECTORS_H_
#define CUSTOMER2VEC_TRAINER_MODELS_REPEAT_PURCHASE_PURCHASE_VECTORS_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "core/servables/repeat_purchase.h"
#include "customer2vec/v1/neighbor_models.pb.h"
#include "trainer/corpus/corpus.h"

namespace customer2vec {

struct OwnedPurchaseVectors {
  std::vector<uint64_t> offsets = {0};
  std::vector<uint32_t> items;
  std::vector<float> weights;
  std::vector<uint32_t> groups;
  std::vector<uint32_t> neighbors;

  PurchaseVectors view() const {
    return {offsets, items, weights, groups, neighbors};
  }
};

// Sets what is unset to the defaults that the proto documents; alpha stays
// unset: it is chosen on validation.
void FillRepeatPurchaseDefaults(v1::RepeatPurchaseConfig* config);

// INVALID_ARGUMENT naming "<field>.group_size" for a value out of its range.
// REQUIRES: defaults are filled in.
absl::Status CheckRepeatPurchase(const v1::RepeatPurchaseConfig& config,
                                 const std::string& field);

// REQUIRES: a checked configuration.
OwnedPurchaseVectors LearnPurchaseVectors(
    const Corpus& corpus, const v1::RepeatPurchaseConfig& config,
    size_t threads);

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_TRAINER_MODELS_REPEAT_PURCHASE_PURCHASE_VECTORS_H_
