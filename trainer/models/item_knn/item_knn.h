// item-kNN (Sarwar et al. 2001; Deshpande and Karypis 2004): which items are
// taken in the same baskets, or by the same customers.
//
//   v1::ItemKnnConfig config;               // defaults: cosine over baskets
//   FillItemKnnDefaults(&config);
//   OwnedNeighborLists lists = LearnItemKnn(corpus, config, /*seed=*/1,
//                                           /*threads=*/2);
//
// With W the sum of the weights of the units that hold both (ij), the one (i)
// or the other (j), and a unit's weight idf * size^-size_exponent * 2^(-age /
// half_life):
//
//   cosine       W(ij) / sqrt(W(i) W(j))
//   jaccard      W(ij) / (W(i) + W(j) - W(ij))
//   conditional  W(ij) / (W(i) W(j)^popularity_exponent)
//
// times W(ij) / (W(ij) + shrinkage). The cost is the sum over units of their
// squared size (at most max_unit_items each). Deterministic for a seed,
// whatever the threads.

#ifndef CUSTOMER2VEC_TRAINER_MODELS_ITEM_KNN_ITEM_KNN_H_
#define CUSTOMER2VEC_TRAINER_MODELS_ITEM_KNN_ITEM_KNN_H_

#include <cstddef>
#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "customer2vec/v1/neighbor_models.pb.h"
#include "trainer/corpus/corpus.h"
#include "trainer/models/item_knn/neighbor_lists.h"

namespace customer2vec {

// Sets what is unset to the defaults that the proto documents.
void FillItemKnnDefaults(v1::ItemKnnConfig* config);

// INVALID_ARGUMENT naming "<field>.neighbors" for a value out of its range.
// REQUIRES: defaults are filled in.
absl::Status CheckItemKnn(const v1::ItemKnnConfig& config,
                          const std::string& field);

// Lists of the items with at least min_count baskets. REQUIRES: a checked
// configuration; rows ranked by count.
OwnedNeighborLists LearnItemKnn(const Corpus& corpus,
                                const v1::ItemKnnConfig& config, uint64_t seed,
                                size_t threads);

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_TRAINER_MODELS_ITEM_KNN_ITEM_KNN_H_
