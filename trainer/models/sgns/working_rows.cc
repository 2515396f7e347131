#include "trainer/models/sgns/working_rows.h"

#include <algorithm>

namespace customer2vec {

void WorkingRows::TurnIntoMoves() {
  if (copies_) copies_->TurnIntoMoves();
}

void WorkingRows::CountMoves(size_t share, size_t shares) {
  if (!copies_) return;
  for (uint32_t row : copies_->copied()) {
    if (row % shares == share) ++moved_[row];
  }
}

void WorkingRows::AddMoves(size_t share, size_t shares) {
  if (!copies_) return;
  for (uint32_t slot = 0; slot < copies_->copied().size(); ++slot) {
    const uint32_t row = copies_->copied()[slot];
    if (row % shares != share) continue;
    copies_->AddTo(
        matrix_, slot,
        std::min(1.0f, kMovesTogether / static_cast<float>(moved_[row])));
  }
}

void WorkingRows::HoldMoved(size_t share, size_t shares) {
  if (!copies_) return;
  for (uint32_t row : copies_->copied()) {
    if (row % shares != share) continue;
    anchors_.Hold(row, matrix_);
    moved_[row] = 0;
  }
}

void WorkingRows::Finish() {
  if (copies_) copies_->Clear();
}

}  // namespace customer2vec
