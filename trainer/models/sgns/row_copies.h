// Copies of the rows that a part of a batch touches: how threads train
// without seeing each other, and end in the same bytes whatever their number.
//
//   RowCopies copies(matrix);
//   uint32_t slot = copies.SlotOf(7);   // copies row 7 at the first call
//   copies.rows().Row(slot)[0] += 1;    // the matrix is untouched
//   copies.TurnIntoMoves();             // what was added to each row
//   copies.AddTo(matrix, slot, 1);      // adds the move of one of the rows
//   copies.Clear();
//
// One a part. SlotOf() and TurnIntoMoves() read the matrix, AddTo() writes one
// row of it. Memory: 4 bytes a row of the matrix, and copies.

#ifndef CUSTOMER2VEC_TRAINER_MODELS_SGNS_ROW_COPIES_H_
#define CUSTOMER2VEC_TRAINER_MODELS_SGNS_ROW_COPIES_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "trainer/models/sgns/embedding_matrix.h"

namespace customer2vec {

class RowCopies {
 public:
  // `matrix` outlives the copies.
  explicit RowCopies(const EmbeddingMatrix& matrix);

  // The slot of the row's copy. Slots stay; pointers into rows() do not.
  uint32_t SlotOf(uint32_t row);

  EmbeddingMatrix& rows() { return copies_; }
  // The copied rows of the matrix, by slot.
  std::span<const uint32_t> copied() const { return copied_; }

  void TurnIntoMoves();
  // Adds `share` of the move of the slot's row.
  void AddTo(EmbeddingMatrix& matrix, uint32_t slot, float share) const;
  void Clear();

 private:
  void Grow();

  const EmbeddingMatrix& matrix_;
  EmbeddingMatrix copies_;
  std::vector<uint32_t> copied_;
  std::vector<uint32_t> slot_of_;  // by row; UINT32_MAX without a copy
};

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_TRAINER_MODELS_SGNS_ROW_COPIES_H_
