// The rows of a matrix that one worker steps on: those of the matrix itself,
// which others step on as well (Hogwild), or copies of its own, whose moves are
// added later (deterministic training, row_copies.h).
//
//   WorkingRows rows(matrix, anchors, settings.deterministic);
//   rows.Take(block.inputs);                  // numbers now of rows.matrix()
//   SgnsUpdate(block, ..., rows.matrix(), ...);
//   rows.Release(block.inputs);               // anchored rows are put back
//   ...
//   rows.TurnIntoMoves();                     // the piece is done
//   rows.AddMoves(thread, threads);           // as PieceTrainer says
//   rows.HoldMoved(thread, threads);
//   rows.Finish();
//
// Without copies, Take() and the last four do nothing; with copies, Release()
// does nothing. One a worker. The matrix is read by Take() and TurnIntoMoves(),
// and written by AddMoves() and HoldMoved(), each of them the rows of its share
// alone.

#ifndef CUSTOMER2VEC_TRAINER_MODELS_SGNS_WORKING_ROWS_H_
#define CUSTOMER2VEC_TRAINER_MODELS_SGNS_WORKING_ROWS_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

#include "trainer/models/sgns/embedding_matrix.h"
#include "trainer/models/sgns/row_anchors.h"
#include "trainer/models/sgns/row_copies.h"

namespace customer2vec {

class WorkingRows {
 public:
  // Both outlive the working rows.
  WorkingRows(EmbeddingMatrix& matrix, const RowAnchors& anchors, bool copies)
      : matrix_(matrix), anchors_(anchors) {
    if (copies) copies_.emplace(matrix);
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
  void AddMoves(size_t share, size_t shares);
  void HoldMoved(size_t share, size_t shares);
  void Finish();

 private:
  EmbeddingMatrix& matrix_;
  const RowAnchors& anchors_;
  std::optional<RowCopies> copies_;
};

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_TRAINER_MODELS_SGNS_WORKING_ROWS_H_
