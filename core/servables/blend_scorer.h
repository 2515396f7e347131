// Several servables in one ranking.
//
//   BlendScorer blend("all", parts, {.method = BlendMethod::kScores,
//                                    .depth = 200}, histories);
//   blend.Rank({.customer = row}, {.k = 20, .filter = &filter}, &top);
//
// Each part lists its best `depth` items for the query under the same filter;
// an item's score is
//
//   kScores  sum over parts of weight * scaled(score)^power
//   kRanks   sum over parts of weight / (rank_constant + rank), from 1 (Cormack
//            et al. 2009, reciprocal rank fusion)
//
// where a part that does not list the item adds nothing. Scaled is what makes
// scores comparable:
//
//   kSum      share of the list's sum     (scores of 0 and below count as 0)
//   kTop      share of the list's best    (likewise)
//   kSoftmax  exp(score) / sum of exp
//   kRange    (score - least) / (best - least); 1 where all are equal
//
// A request for more than `depth` items doubles the depth until it suffices,
// so that pages of one depth agree with each other. A space is asked by its
// `next` score for the events, or for the customer where there is one.
// Immutable, safe for concurrent use; parts outlive it.

#ifndef CUSTOMER2VEC_CORE_SERVABLES_BLEND_SCORER_H_
#define CUSTOMER2VEC_CORE_SERVABLES_BLEND_SCORER_H_

#include <cstddef>
#include <string>
#include <vector>

#include "core/history/customer_histories.h"
#include "core/servables/servable.h"

namespace customer2vec {

enum class BlendMethod { kScores, kRanks };
enum class ScoreScale { kSum, kTop, kSoftmax, kRange };

// One of `scorer` and `space` is set.
struct BlendPart {
  const Scorer* scorer = nullptr;
  const Space* space = nullptr;
  float weight = 1;  // >= 0
  ScoreScale scale = ScoreScale::kSum;
  float power = 1;  // > 0
};

struct BlendOptions {
  BlendMethod method = BlendMethod::kScores;
  size_t depth = 200;        // >= 1
  float rank_constant = 60;  // > 0
};

// Turns scores, best first, into comparable ones, in place. NaN does not occur.
void ScaleScores(ScoreScale scale, float power, std::vector<ScoredItem>* list);

class BlendScorer final : public Scorer {
 public:
  // REQUIRES: no part is a blend (its scratch memory is in use).
  BlendScorer(std::string name, std::vector<BlendPart> parts,
              const BlendOptions& options, const CustomerHistories& histories,
              size_t item_count);

  void Rank(const ScorerQuery& query, const SearchOptions& options,
            std::vector<ScoredItem>* top) const override;

 private:
  void ListBest(const BlendPart& part, const ScorerQuery& query,
                const SearchOptions& options,
                std::vector<ScoredItem>* list) const;
  size_t DepthFor(size_t k) const;

  std::vector<BlendPart> parts_;  // of weight above 0
  BlendOptions options_;
  CustomerHistories histories_;
  size_t item_count_;
};

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_CORE_SERVABLES_BLEND_SCORER_H_
