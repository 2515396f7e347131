// The rows of a matrix that one worker steps on: those of the matrix itself,
// which others step on as well (Hogwild), or copies of its own, whose moves are
// added later (deterministic training, row_copies.h).
//
//   MovedRows moved(deterministic ? matrix.rows() : 0);  // of all workers
//   WorkingRows rows(matrix, anchors, moved);
//   rows.Take(block.inputs, rate * pairs);    // numbers now of rows.matrix()
//   SgnsUpdate(block, ..., rows.matrix(), ...);
//   rows.Release(block.inputs);               // anchored rows are put back
//   ...
//   rows.TurnIntoMoves();                     // the turn is over
//   rows.CountMoves(thread, threads);         // as PieceTrainer says
//   rows.AddMoves(thread, threads);
//   rows.HoldMoved(thread, threads);
//   rows.Finish();
//
// A row that k workers moved gets the sum of their moves, times
//   max(kMovesTogether / k, kFreeEffort / effort)   where that is below 1.
// The effort is the sum over all steps of the learning rate times the pairs
// that the row was in. Where it is small, each worker went a small part of the
// way to where the steps pull the row, and one after another they would go k
// times as far. Where it is large, each arrived by itself, and the sum would be
// beyond by k times the way; so it is with frequent rows. All moves added
// without this made vectors of small vocabularies grow without bound.
//
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

// Chosen on vocabularies of some 40 tokens, where most rows are of all workers,
// so that every model learned as well as with steps that race: with 2 and a
// limit by k alone PV-DBOW learned slowly, with 3 PV-DM badly.
inline constexpr float kMovesTogether = 1.5f;
inline constexpr float kFreeEffort = 4;

// How many workers moved a row, and with how much effort.
struct RowMoves {
  uint8_t workers = 0;
  float effort = 0;
};

// By row. Empty where workers have no copies.
using MovedRows = std::vector<RowMoves>;

class WorkingRows {
 public:
  // All outlive the working rows.
  WorkingRows(EmbeddingMatrix& matrix, const RowAnchors& anchors,
              MovedRows& moved)
      : matrix_(matrix), anchors_(anchors), moved_(moved) {
    if (!moved.empty()) copies_.emplace(matrix);
  }

  EmbeddingMatrix& matrix() { return copies_ ? copies_->rows() : matrix_; }

  // `effort` is that of a step for each of the rows.
  void Take(std::span<uint32_t> rows, float effort) {
    if (!copies_) return;
    for (uint32_t& row : rows) {
      row = copies_->SlotOf(row);
      if (row >= efforts_.size()) efforts_.resize(row + 1);
      efforts_[row] += effort;
    }
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
  std::vector<float> efforts_;  // by slot
};

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_TRAINER_MODELS_SGNS_WORKING_ROWS_H_
