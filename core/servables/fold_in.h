// How a history becomes a vector among latent factors, and which of its items a
// score comes from.
//
//   const FoldIn fold_in(items.view(), item_count, gramian, settings);
//   if (fold_in.Solve(history, query)) ...
//   fold_in.Explain(history, item, &contributions);   // milk: 0.21, bread:
//   0.08
//
// A customer's vector is the solution of their normal equations with the items
// fixed (Hu, Koren and Volinsky 2008, equation 4):
//
//   (Y^T Y + lambda I + sum_i a_i y_i y_i^T) x = sum_i (1 + a_i) target y_i
//
// over the items of the history, a_i = alpha * f(weights of the item's events,
// summed). Items whose weights sum to less than 0 pull their score to 0 instead
// of to the target, with confidence by the size of the sum. The same equations
// made the stored vectors, so a history gives the vector that training would
// have given.
//
// Explanation (equation 7 there): with A the matrix above, the score y . x is
// the sum over the history of (1 + a_i) target * y^T A^-1 y_i, so each item has
// a share of it.
//
// Items stand in the basis where Y^T Y is diagonal. A view over arrays that
// outlive it; immutable, safe for concurrent use. The request path allocates
// nothing once a thread's scratch memory has grown to its histories.

#ifndef CUSTOMER2VEC_CORE_SERVABLES_FOLD_IN_H_
#define CUSTOMER2VEC_CORE_SERVABLES_FOLD_IN_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "core/factors/confidence.h"
#include "core/factors/factor_matrix.h"
#include "core/factors/normal_equations.h"
#include "core/servables/servable.h"

namespace customer2vec {

struct FoldInSettings {
  Confidence confidence;
  Regularization regularization;
  float target = 1;  // what the score of a taken item is pulled to
};

// An item of a history and its part of a score.
struct ScoreContribution {
  uint32_t item;  // row of the item vocabulary
  double contribution;
};

class FoldIn {
 public:
  // `gramian`: the diagonal, one number a column of the items.
  FoldIn(FactorView items, size_t item_count, std::vector<float> gramian,
         const FoldInSettings& settings);

  // Numbers of a vector.
  size_t dimension() const { return gramian_.size(); }

  // Fills `vector`. False, with zeros, when no event is of a known item, or
  // their weights cancel out. REQUIRES: vector.size() == dimension().
  bool Solve(std::span<const HistoryEvent> history,
             std::span<float> vector) const;

  // What each item of the history adds to the score of `item` (without the
  // item's bias), most first; the sum is the score. Empty where Solve() is
  // false. REQUIRES: item is below the item count.
  void Explain(std::span<const HistoryEvent> history, uint32_t item,
               std::vector<ScoreContribution>* contributions) const;

 private:
  struct Scratch;

  // Fills the scratch's equations and ridge. False when there are none.
  bool MakeEquations(std::span<const HistoryEvent> history,
                     Scratch& scratch) const;

  FactorView items_;
  size_t item_count_;
  std::vector<float> gramian_;
  FoldInSettings settings_;
};

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_CORE_SERVABLES_FOLD_IN_H_
