// Sequential rules (Ludewig and Jannach 2018, "SR"): what followed what in a
// session, the nearer the heavier.
//
//   v1::RulesConfig config;
//   FillRulesDefaults(&config);
//   OwnedNeighborLists lists = LearnRules(corpus, config, /*threads=*/2);
//
//   weight(i, j) = sum over pairs "i, then j, d events later", d <= window, of
//                  weight(d) * 2^(-age / half_life)
//                  / (count(i) * count(j)^popularity_exponent)
//
// where count() is the number of baskets with the item. Pairs "j, then i" are
// added with backward_weight; with across_baskets, the items of a customer's
// next basket follow at that distance. Where the corpus keeps repeats, an item
// may follow itself. The cost is tokens times window. Deterministic.

#ifndef CUSTOMER2VEC_TRAINER_MODELS_RULES_RULES_H_
#define CUSTOMER2VEC_TRAINER_MODELS_RULES_RULES_H_

#include <cstddef>
#include <string>

#include "absl/status/status.h"
#include "customer2vec/v1/neighbor_models.pb.h"
#include "trainer/corpus/corpus.h"
#include "trainer/models/item_knn/neighbor_lists.h"

namespace customer2vec {

// Sets what is unset to the defaults that the proto documents.
void FillRulesDefaults(v1::RulesConfig* config);

// INVALID_ARGUMENT naming "<field>.window" for a value out of its range.
// REQUIRES: defaults are filled in.
absl::Status CheckRules(const v1::RulesConfig& config,
                        const std::string& field);

// Lists of the items with at least min_count baskets. REQUIRES: a checked
// configuration; rows ranked by count.
OwnedNeighborLists LearnRules(const Corpus& corpus,
                              const v1::RulesConfig& config, size_t threads);

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_TRAINER_MODELS_RULES_RULES_H_
