#include "trainer/models/sgns/matrix_start.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "absl/strings/str_cat.h"

namespace customer2vec {
namespace {

double Length(std::span<const float> x) {
  double squares = 0;
  for (float value : x) squares += double{value} * value;
  return std::sqrt(squares);
}

}  // namespace

absl::Status CheckMatrixStart(const MatrixStart& start, size_t rows,
                              size_t dimension, absl::string_view name) {
  const bool fits =
      (start.values.empty() || start.values.size() == rows * dimension) &&
      (start.known.empty() || start.known.size() == rows);
  if (!fits) {
    return absl::InvalidArgumentError(
        absl::StrCat(name, ": its arrays are not of ", rows, " rows of ",
                     dimension, " numbers"));
  }
  if (!std::ranges::all_of(start.values,
                           [](float x) { return std::isfinite(x); })) {
    return absl::InvalidArgumentError(
        absl::StrCat(name, ": a number is not finite"));
  }
  if (start.max_move >= 0) return absl::OkStatus();
  return absl::InvalidArgumentError(absl::StrCat(
      name, ".max_move is ", start.max_move, ": use a number of at least 0"));
}

RowAnchors StartMatrix(const MatrixStart& start, EmbeddingMatrix& matrix) {
  if (start.values.empty()) return {};
  std::vector<float> reach(matrix.rows(),
                           std::numeric_limits<float>::infinity());
  for (size_t row = 0; row < matrix.rows(); ++row) {
    if (!start.known.empty() && start.known[row] == 0) continue;
    const auto earlier =
        start.values.subspan(row * matrix.dimension(), matrix.dimension());
    std::ranges::copy(earlier, matrix.Row(row));
    const double length = Length(earlier);
    if (length == 0 || std::isinf(start.max_move)) continue;
    reach[row] = static_cast<float>(start.max_move * length);
  }
  return RowAnchors(matrix, reach);
}

void HoldNear(const MatrixStart& start, size_t dimension,
              std::span<float> values) {
  EmbeddingMatrix matrix(values.size() / dimension, dimension);
  const RowAnchors anchors = StartMatrix(start, matrix);
  if (anchors.empty()) return;
  matrix.SetDense(values);
  anchors.HoldAll(matrix);
  std::ranges::copy(matrix.Dense(), values.begin());
}

}  // namespace customer2vec
