#include "trainer/models/sgns/working_rows.h"

#include <algorithm>

namespace customer2vec {
namespace {

// The share of each worker's move that the row gets.
float ShareOf(const RowMoves& moves) {
  return std::min(1.0f, std::max(kMovesTogether / moves.workers,
                                 kFreeEffort / moves.effort));
}

}  // namespace

void WorkingRows::TurnIntoMoves() {
  if (copies_) copies_->TurnIntoMoves();
}

void WorkingRows::CountMoves(size_t share, size_t shares) {
  if (!copies_) return;
  for (uint32_t slot = 0; slot < copies_->copied().size(); ++slot) {
    const uint32_t row = copies_->copied()[slot];
    if (row % shares != share) continue;
    ++moved_[row].workers;
    moved_[row].effort += efforts_[slot];
  }
}

void WorkingRows::AddMoves(size_t share, size_t shares) {
  if (!copies_) return;
  for (uint32_t slot = 0; slot < copies_->copied().size(); ++slot) {
    const uint32_t row = copies_->copied()[slot];
    if (row % shares != share) continue;
    copies_->AddTo(matrix_, slot, ShareOf(moved_[row]));
  }
}

void WorkingRows::HoldMoved(size_t share, size_t shares) {
  if (!copies_) return;
  for (uint32_t row : copies_->copied()) {
    if (row % shares != share) continue;
    anchors_.Hold(row, matrix_);
    moved_[row] = {};
  }
}

void WorkingRows::Finish() {
  if (copies_) copies_->Clear();
  efforts_.clear();
}

}  // namespace customer2vec
