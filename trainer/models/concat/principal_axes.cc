#include "trainer/models/concat/principal_axes.h"

#include <faiss/VectorTransform.h>

#include <algorithm>
#include <cmath>
#include <exception>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"

namespace customer2vec {
namespace {

// As many as FAISS looks at; beyond, the estimate hardly changes.
constexpr size_t kRowsPerDimension = 1000;

// Every n-th row, each with its opposite: their mean is 0 and so FAISS, which
// takes the mean off, turns around the origin.
std::vector<float> RowsAndOpposites(std::span<const float> rows,
                                    size_t dimension) {
  const size_t count = rows.size() / dimension;
  const size_t step = 1 + (count - 1) / (kRowsPerDimension * dimension / 2);
  std::vector<float> both;
  for (size_t row = 0; row < count; row += step) {
    for (const float sign : {1.0f, -1.0f}) {
      for (size_t i = 0; i < dimension; ++i) {
        both.push_back(sign * rows[row * dimension + i]);
      }
    }
  }
  return both;
}

void MakeLargestPositive(std::span<float> axis) {
  const auto largest = std::max_element(
      axis.begin(), axis.end(),
      [](float a, float b) { return std::abs(a) < std::abs(b); });
  if (*largest >= 0) return;
  for (float& value : axis) value = -value;
}

double MeanSquare(std::span<const float> rows, std::span<const float> axis) {
  double sum = 0;
  for (size_t begin = 0; begin < rows.size(); begin += axis.size()) {
    double dot = 0;
    for (size_t i = 0; i < axis.size(); ++i) {
      dot += double{rows[begin + i]} * axis[i];
    }
    sum += dot * dot;
  }
  return sum / static_cast<double>(rows.size() / axis.size());
}

}  // namespace

absl::StatusOr<PrincipalAxes> FindPrincipalAxes(std::span<const float> rows,
                                                size_t dimension) {
  if (dimension == 0 || rows.size() % dimension != 0 ||
      rows.size() / dimension < dimension) {
    return absl::InvalidArgumentError(absl::StrCat(
        "principal axes of ", dimension,
        " dimensions need as many vectors or "
        "more; there are ",
        dimension == 0 ? 0 : rows.size() / dimension,
        ": keep the joined vectors as they are (CONCAT_REDUCTION_NONE)"));
  }
  const std::vector<float> both = RowsAndOpposites(rows, dimension);
  PrincipalAxes result{.dimension = dimension};
  try {
    faiss::PCAMatrix pca(static_cast<int>(dimension),
                         static_cast<int>(dimension));
    pca.train(static_cast<faiss::Index::idx_t>(both.size() / dimension),
              both.data());
    result.axes = pca.PCAMat;
  } catch (const std::exception& error) {
    return absl::InternalError(absl::StrCat("principal axes: ", error.what()));
  }
  for (size_t i = 0; i < dimension; ++i) {
    const std::span<float> axis(result.axes.data() + i * dimension, dimension);
    MakeLargestPositive(axis);
    result.variances.push_back(MeanSquare(both, axis));
  }
  return result;
}

}  // namespace customer2vec
