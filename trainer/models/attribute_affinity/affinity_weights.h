// Learns the weights of attribute groups by hiding items: what a customer's
// history and the rest of a basket say of an item that nobody has bought is
// seen on items that somebody has, as long as the learner does not look.
//
//   C2V_ASSIGN_OR_RETURN(
//       AttributeGroups::Kinds weighted,
//       LearnAffinityWeights(kinds, corpus, catalogue, {.seed = 1}));
//
// In each of `hidden_sets` rounds a share of the items is hidden everywhere.
// Each customer's last basket that holds hidden items is a case: they are
// chosen over other hidden items, drawn at random, by the features of
// core/servables/attribute_affinity.h, which see the customer's earlier
// baskets, the rest of the last one, and what all took before. A conditional
// logit over the cases of all rounds gives the weights.
//
// Pure; deterministic for a seed; one thread.

#ifndef CUSTOMER2VEC_TRAINER_MODELS_ATTRIBUTE_AFFINITY_AFFINITY_WEIGHTS_H_
#define CUSTOMER2VEC_TRAINER_MODELS_ATTRIBUTE_AFFINITY_AFFINITY_WEIGHTS_H_

#include <cstddef>
#include <cstdint>

#include "absl/status/statusor.h"
#include "core/catalogue/catalogue.h"
#include "core/servables/attribute_affinity.h"
#include "trainer/corpus/corpus.h"

namespace customer2vec {

struct AffinityOptions {
  double hidden_share = 0.05;
  int hidden_sets = 6;
  uint32_t hidden_min_count = 20;
  size_t alternatives = 100;  // hidden items that were not chosen, of a case
  double l2 = 1;
  uint64_t seed = 1;
};

// `kinds` with every weight set. INVALID_ARGUMENT as AttributeGroups::Create();
// FAILED_PRECONDITION when no last basket holds a hidden item beside others
// that it does not hold.
absl::StatusOr<AttributeGroups::Kinds> LearnAffinityWeights(
    AttributeGroups::Kinds kinds, const Corpus& corpus,
    const Catalogue& catalogue, const AffinityOptions& options);

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_TRAINER_MODELS_ATTRIBUTE_AFFINITY_AFFINITY_WEIGHTS_H_
