#include "trainer/models/sgns/row_anchors.h"

#include <algorithm>
#include <cmath>

namespace customer2vec {
namespace {

bool IsAnchored(float max_move) { return std::isfinite(max_move); }

double Distance(std::span<const float> a, std::span<const float> b) {
  double sum = 0;
  for (size_t i = 0; i < a.size(); ++i) {
    const double step = double{a[i]} - double{b[i]};
    sum += step * step;
  }
  return std::sqrt(sum);
}

}  // namespace

RowAnchors::RowAnchors(const EmbeddingMatrix& matrix,
                       std::span<const float> max_move) {
  if (std::ranges::none_of(max_move, IsAnchored)) return;
  max_move_.assign(max_move.begin(), max_move.end());
  anchor_of_.resize(matrix.rows());
  for (size_t row = 0; row < matrix.rows(); ++row) {
    if (!IsAnchored(max_move_[row])) continue;
    anchor_of_[row] = anchors_.size();
    anchors_.insert(anchors_.end(), matrix.Row(row),
                    matrix.Row(row) + matrix.dimension());
  }
}

void RowAnchors::Hold(uint32_t row, EmbeddingMatrix& matrix) const {
  if (empty() || !IsAnchored(max_move_[row])) return;
  const std::span<float> now(matrix.Row(row), matrix.dimension());
  const auto anchor =
      std::span(anchors_).subspan(anchor_of_[row], matrix.dimension());
  const double most = max_move_[row];
  const double distance = Distance(now, anchor);
  if (distance <= most) return;
  const double share = std::isfinite(distance) ? most / distance : 0;
  for (size_t i = 0; i < now.size(); ++i) {
    const double step = share == 0 ? 0 : share * (now[i] - anchor[i]);
    now[i] = static_cast<float>(anchor[i] + step);
  }
}

void RowAnchors::HoldAll(EmbeddingMatrix& matrix) const {
  if (empty()) return;
  for (uint32_t row = 0; row < matrix.rows(); ++row) Hold(row, matrix);
}

}  // namespace customer2vec
