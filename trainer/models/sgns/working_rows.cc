#include "trainer/models/sgns/working_rows.h"

namespace customer2vec {

void WorkingRows::TurnIntoMoves() {
  if (copies_) copies_->TurnIntoMoves();
}

void WorkingRows::AddMoves(size_t share, size_t shares) {
  if (copies_) copies_->AddTo(matrix_, share, shares);
}

void WorkingRows::HoldMoved(size_t share, size_t shares) {
  if (!copies_ || anchors_.empty()) return;
  for (uint32_t row : copies_->copied()) {
    if (row % shares == share) anchors_.Hold(row, matrix_);
  }
}

void WorkingRows::Finish() {
  if (copies_) copies_->Clear();
}

}  // namespace customer2vec
