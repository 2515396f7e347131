// The rows of a matrix that one worker steps on: those of the matrix itself,
// which others step on as well (Hogwild), or copies of its own, whose moves are
// added later (deterministic training, row_copies.h).
//
//   MovedRows moved(deterministic ? matrix.rows() : 0);  // of all workers
//   WorkingRows rows(matrix, anchors, moved);
//   rows.Take(block.inputs);                  // numbers now of rows.matrix()
//   SgnsUpdate(block, ..., rows.matrix(), ...);
//   rows.Release(block.inputs);               // anchored rows are put back
//   ...
//   rows.TurnIntoMoves();                     // the turn is over
//   rows.CountMoves(thread, threads);         // as PieceTrainer says
//   rows.AddMoves(thread, threads);
//   rows.HoldMoved(thread, threads);
//   rows.Finish();
//
// A row that k workers moved gets the sum of their moves, or kMovesTogether / k
// of it where k is more: each went from where the row was, and what they all
// would correct must not be corrected k times. Frequent rows have many workers,
// rare ones, which need every move, one.

// Without copies, Take() and the last five do nothing; with copies, Release()
// does nothing. One a worker. The matrix is read by Take() and TurnIntoMoves(),
// and written by AddMoves() and HoldMoved(), each of them the rows of its share
// alone.

#ifndef CUSTOMER2VEC_TRAINER_MODELS_SGNS_WORKING_ROWS_H_
#define CUSTOMER2VEC_TRAINER_MODELS_SGNS_WORKING_ROWS_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "trainer/models/sgns/embedding_matrix.h"
#include "trainer/models/sgns/row_anchors.h"
#include "trainer/models/sgns/row_copies.h"

namespace customer2vec {

// As how many moves those of many workers count. On small vocabularies, where
// eight workers all move most rows, adding them all made the vectors grow
// without bound, as 2 and less made PV-DBOW learn slowly.
inline constexpr float kMovesTogether = 3;

// By row: how many workers moved it. Empty where workers have no copies.
using MovedRows = std::vector<uint8_t>;

class WorkingRows {
 public:
  // All outlive the working rows.
  WorkingRows(EmbeddingMatrix& matrix, const RowAnchors& anchors,
              MovedRows& moved)
      : matrix_(matrix), anchors_(anchors), moved_(moved) {
    if (!moved.empty()) copies_.emplace(matrix);
  }

  EmbeddingMatrix& matrix() { return copies_ ? copies_->rows() : matrix_; }

  void Take(std::span<uint32_t> rows) {
    if (!copies_) return;
    for (uint32_t& row : rows) row = copies_->SlotOf(row);
  }

  void Release(std::span<const uint32_t> rows) {
    if (copies_ || anchors_.empty()) return;
    for (uint32_t row : rows) anchors_.Hold(row, matrix_);
  }

  void TurnIntoMoves();
  void CountMoves(size_t share, size_t shares);
  void AddMoves(size_t share, size_t shares);
  void HoldMoved(size_t share, size_t shares);
  void Finish();

 private:
  EmbeddingMatrix& matrix_;
  const RowAnchors& anchors_;
  MovedRows& moved_;
  std::optional<RowCopies> copies_;
};

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_TRAINER_MODELS_SGNS_WORKING_ROWS_H_
