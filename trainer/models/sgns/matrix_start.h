// Where a matrix's rows start: at random or at zero, or from vectors that were
// learned before, which may then be held near where they were.
//
//   const MatrixStart start{.values = old_input,   // rows * dimension
//                           .known = in_old,       // the others start anew
//                           .max_move = 0.1f};     // a tenth of their length
//   C2V_RETURN_IF_ERROR(CheckMatrixStart(start, rows, dimension,
//   "start.input")); const RowAnchors anchors = StartMatrix(start, input);

#ifndef CUSTOMER2VEC_TRAINER_MODELS_SGNS_MATRIX_START_H_
#define CUSTOMER2VEC_TRAINER_MODELS_SGNS_MATRIX_START_H_

#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "trainer/models/sgns/embedding_matrix.h"
#include "trainer/models/sgns/row_anchors.h"

namespace customer2vec {

struct MatrixStart {
  // rows * dimension; empty: every row starts anew.
  std::span<const float> values = {};
  // By row: 0 starts anew, whatever `values` say. Empty: all are known.
  std::span<const uint8_t> known = {};
  // How far a known row may end from its start, as a share of its length there,
  // in L2: 0 freezes it, infinity is free. A known row of length 0 is free.
  float max_move = std::numeric_limits<float>::infinity();
};

// INVALID_ARGUMENT, beginning with `name`, for spans of other lengths, numbers
// that are not finite, and a max_move below 0.
absl::Status CheckMatrixStart(const MatrixStart& start, size_t rows,
                              size_t dimension, absl::string_view name);

// Writes the known rows into `matrix`, leaves the others as they are, and
// returns what holds the known ones. REQUIRES: CheckMatrixStart() is OK.
RowAnchors StartMatrix(const MatrixStart& start, EmbeddingMatrix& matrix);

// Brings the known rows of `values` back within `start.max_move`: for vectors
// that are computed from trained ones. REQUIRES: CheckMatrixStart() is OK,
// values.size() is that of the start.
void HoldNear(const MatrixStart& start, size_t dimension,
              std::span<float> values);

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_TRAINER_MODELS_SGNS_MATRIX_START_H_
