// Measures how well items that nobody has bought yet are ranked: a share of the
// items is hidden from the training baskets, and only they are ranked for the
// last baskets that hold one.
//
//   const ColdSplit split = HideItems(corpus, eligible, 0.05, /*seed=*/1);
//   // learn from split.training ...
//   MeanWithError hits = ColdHitRate(split, 20, /*seed=*/1,
//       [&](const ColdCase& each, std::span<double> scores) {
//         // scores[i] of split.hidden[i]
//       });
//
// A case is the last basket of a customer who has earlier ones, with hidden
// items (the targets) beside visible ones or not; whoever ranks sees the
// visible ones and the customer's earlier baskets. It is a hit when a target is
// among the first k hidden items; ties are broken at random, so that a ranking
// that knows nothing is worth what chance is. Pure; thread-safe.

#ifndef CUSTOMER2VEC_TRAINER_EVALUATION_COLD_ITEMS_H_
#define CUSTOMER2VEC_TRAINER_EVALUATION_COLD_ITEMS_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "trainer/corpus/corpus.h"
#include "trainer/evaluation/metrics.h"

namespace customer2vec {

// Rows are those of ColdSplit::training.
struct ColdCase {
  uint32_t customer;
  std::vector<uint32_t> session;  // visible items of the basket
  std::vector<uint32_t> targets;  // hidden ones, ascending; at least one
};

struct ColdSplit {
  Corpus training;  // earlier baskets without hidden items, rows ranked anew
  std::vector<uint32_t> hidden;  // rows, ascending
  std::vector<ColdCase> cases;   // by customer
};

// Hides `share` of the rows `eligible` of `corpus`, drawn by `seed`.
ColdSplit HideItems(const Corpus& corpus, std::span<const uint32_t> eligible,
                    double share, uint64_t seed);

// Scores of split.hidden, in its order, for a case; more is better.
using ColdRanking =
    std::function<void(const ColdCase& each, std::span<double> scores)>;

// Share of the cases with a target among the k best, with its standard error.
MeanWithError ColdHitRate(const ColdSplit& split, size_t k, uint64_t seed,
                          const ColdRanking& ranking);

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_TRAINER_EVALUATION_COLD_ITEMS_H_
