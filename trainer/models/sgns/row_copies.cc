#include "trainer/models/sgns/row_copies.h"

#include <algorithm>
#include <utility>

namespace customer2vec {
namespace {

constexpr size_t kFirstSlots = 256;

}  // namespace

RowCopies::RowCopies(const EmbeddingMatrix& matrix)
    : matrix_(matrix),
      copies_(kFirstSlots, matrix.dimension()),
      slot_of_(matrix.rows(), UINT32_MAX) {}

uint32_t RowCopies::SlotOf(uint32_t row) {
  if (slot_of_[row] != UINT32_MAX) return slot_of_[row];
  if (copied_.size() == copies_.rows()) Grow();
  const auto slot = static_cast<uint32_t>(copied_.size());
  slot_of_[row] = slot;
  copied_.push_back(row);
  std::copy_n(matrix_.Row(row), matrix_.stride(), copies_.Row(slot));
  return slot;
}

void RowCopies::Grow() {
  EmbeddingMatrix larger(2 * copies_.rows(), copies_.dimension());
  std::copy_n(copies_.Row(0), copies_.rows() * copies_.stride(), larger.Row(0));
  copies_ = std::move(larger);
}

void RowCopies::TurnIntoMoves() {
  for (size_t slot = 0; slot < copied_.size(); ++slot) {
    float* copy = copies_.Row(slot);
    const float* row = matrix_.Row(copied_[slot]);
    for (size_t i = 0; i < matrix_.stride(); ++i) copy[i] -= row[i];
  }
}

void RowCopies::AddTo(EmbeddingMatrix& matrix, uint32_t slot,
                      float share) const {
  const float* move = copies_.Row(slot);
  float* row = matrix.Row(copied_[slot]);
  for (size_t i = 0; i < matrix.stride(); ++i) row[i] += share * move[i];
}

void RowCopies::Clear() {
  for (uint32_t row : copied_) slot_of_[row] = UINT32_MAX;
  copied_.clear();
}

}  // namespace customer2vec
