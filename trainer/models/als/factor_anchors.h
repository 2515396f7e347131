// Keeps factors near where a warm start put them, also in a factorisation whose
// axes turn.
//
//   FactorAnchors anchors(start_items, items.rows(), factors,
//   /*max_move=*/.1f); Rotate(basis.rotation, threads, items);
//   anchors.Turn(basis.rotation, threads);   // the same for the anchors
//   ... solve the items ...
//   anchors.Hold(items);                     // back within a tenth of a length
//
// A row too far away comes back on the straight line to its anchor, to the
// nearest point that is allowed; with a max_move of 0 to the anchor itself.
//
// Turn() is not safe for concurrent use; the others are as far as rows differ.

#ifndef CUSTOMER2VEC_TRAINER_MODELS_ALS_FACTOR_ANCHORS_H_
#define CUSTOMER2VEC_TRAINER_MODELS_ALS_FACTOR_ANCHORS_H_

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <optional>
#include <span>
#include <vector>

#include "core/factors/factor_matrix.h"

namespace customer2vec {

// Writes the rows of `start`, a prefix of the rows, that are not zero.
void StartRows(std::span<const float> start, FactorMatrix& factors);

class FactorAnchors {
 public:
  // Anchors nothing.
  FactorAnchors() = default;
  // Anchors the rows of `start`, a prefix of `rows` rows, that are not zero.
  // An infinite max_move, a share of a row's length, anchors nothing.
  FactorAnchors(std::span<const float> start, size_t rows, size_t dimension,
                float max_move);

  // Where the rows may not go far from; null where nothing is anchored.
  FactorMatrix* matrix() { return matrix_ ? &*matrix_ : nullptr; }

  void Turn(const std::vector<float>& rotation, size_t threads);

  // Of one row, of all rows.
  void HoldRow(size_t row, FactorMatrix& factors) const;
  void Hold(FactorMatrix& factors) const;

 private:
  std::optional<FactorMatrix> matrix_;
  std::vector<float> reach_;  // by row; infinite where free
};

// The same for rows of one number that no axes turn: biases.
class NumberAnchors {
 public:
  // Anchors nothing.
  NumberAnchors() = default;
  // Anchors the numbers of `start`, which it copies, that are not 0.
  NumberAnchors(std::span<const float> start, float max_move)
      : start_(start.begin(), start.end()), max_move_(max_move) {
    if (max_move == std::numeric_limits<float>::infinity()) start_.clear();
  }

  void Hold(size_t i, float& number) const {
    if (i >= start_.size() || start_[i] == 0) return;
    const float reach = max_move_ * std::abs(start_[i]);
    number = std::clamp(number, start_[i] - reach, start_[i] + reach);
  }

 private:
  std::vector<float> start_;
  float max_move_ = 0;
};

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_TRAINER_MODELS_ALS_FACTOR_ANCHORS_H_
