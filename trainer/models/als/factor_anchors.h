// Keeps items near where a warm start put them, in a factorisation whose axes
// turn.
//
//   FactorAnchors anchors(start_items, items.rows(), factors,
//   /*max_move=*/0.1f); Rotate(basis.rotation, threads, items);
//   anchors.Turn(basis.rotation, threads);   // the same for the anchors
//   ... solve the items ...
//   anchors.Hold(items);                     // back within a tenth of a length
//
// Not thread-safe.

#ifndef CUSTOMER2VEC_TRAINER_MODELS_ALS_FACTOR_ANCHORS_H_
#define CUSTOMER2VEC_TRAINER_MODELS_ALS_FACTOR_ANCHORS_H_

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

#include "core/factors/factor_matrix.h"

namespace customer2vec {

class FactorAnchors {
 public:
  // Anchors the rows of `start`, a prefix of `rows` rows, that are not zero.
  // An infinite max_move, a share of a row's length, anchors nothing.
  FactorAnchors(std::span<const float> start, size_t rows, size_t dimension,
                float max_move);

  // Where the rows may not go far from; null where nothing is anchored.
  FactorMatrix* matrix() { return matrix_ ? &*matrix_ : nullptr; }

  void Turn(const std::vector<float>& rotation, size_t threads);

  // Brings rows that went too far back to the nearest point that is allowed.
  void Hold(FactorMatrix& factors) const;

 private:
  std::optional<FactorMatrix> matrix_;
  std::vector<float> reach_;  // by row; infinite where free
};

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_TRAINER_MODELS_ALS_FACTOR_ANCHORS_H_
