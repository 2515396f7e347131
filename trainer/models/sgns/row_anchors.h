// Keeps rows near where they started: warm starts in which what was learned
// before may move a little or not at all.
//
//   RowAnchors anchors(matrix, max_move);  // max_move[row], in length
//   ...                                    // a step that writes row 7
//   anchors.Hold(7, matrix);               // back within max_move[7]
//
// A row with a maximum of 0 is frozen: Hold() puts its exact bytes back. A row
// beyond its maximum is brought back on the straight line to its anchor, the
// nearest point of the ball (projected gradient descent). Infinity is free and
// costs nothing.
//
// Memory: a copy of the anchored rows. Immutable; Hold() writes only the row
// that it is given, as racing steps do.

#ifndef CUSTOMER2VEC_TRAINER_MODELS_SGNS_ROW_ANCHORS_H_
#define CUSTOMER2VEC_TRAINER_MODELS_SGNS_ROW_ANCHORS_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "trainer/models/sgns/embedding_matrix.h"

namespace customer2vec {

class RowAnchors {
 public:
  // No row is anchored.
  RowAnchors() = default;
  // Anchors the rows whose maximum is finite where they are now.
  // REQUIRES: max_move.size() == matrix.rows() or 0, numbers >= 0, no NaN.
  RowAnchors(const EmbeddingMatrix& matrix, std::span<const float> max_move);

  bool empty() const { return max_move_.empty(); }

  // To rounding in float: quick enough for every step.
  void Hold(uint32_t row, EmbeddingMatrix& matrix) const;
  // To rounding in double.
  void HoldAll(EmbeddingMatrix& matrix) const;

 private:
  std::vector<float> max_move_;    // by row; empty when nothing is anchored
  std::vector<size_t> anchor_of_;  // by row, into anchors_
  std::optional<EmbeddingMatrix> anchors_;
};

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_TRAINER_MODELS_SGNS_ROW_ANCHORS_H_
