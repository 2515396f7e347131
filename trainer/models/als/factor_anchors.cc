#include "trainer/models/als/factor_anchors.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "trainer/models/als/gramian.h"

namespace customer2vec {

void StartRows(std::span<const float> start, FactorMatrix& factors) {
  const size_t d = factors.dimension();
  for (size_t row = 0; row < start.size() / d; ++row) {
    const auto earlier = start.subspan(row * d, d);
    if (std::ranges::all_of(earlier, [](float x) { return x == 0; })) continue;
    std::ranges::copy(earlier, factors.Row(row));
  }
}

FactorAnchors::FactorAnchors(std::span<const float> start, size_t rows,
                             size_t dimension, float max_move) {
  if (start.empty() || std::isinf(max_move)) return;
  matrix_ = FactorMatrix(rows, dimension);
  reach_.assign(rows, std::numeric_limits<float>::infinity());
  for (size_t row = 0; row < start.size() / dimension; ++row) {
    const auto anchor = start.subspan(row * dimension, dimension);
    double squares = 0;
    for (const float x : anchor) squares += double{x} * x;
    if (squares == 0) continue;
    reach_[row] = static_cast<float>(max_move * std::sqrt(squares));
    std::ranges::copy(anchor, matrix_->Row(row));
  }
}

void FactorAnchors::Turn(const std::vector<float>& rotation, size_t threads) {
  if (matrix_.has_value()) Rotate(rotation, threads, *matrix_);
}

void FactorAnchors::HoldRow(size_t row, FactorMatrix& factors) const {
  if (reach_.empty() || std::isinf(reach_[row])) return;
  const std::span<float> now(factors.Row(row), factors.dimension());
  const float* anchor = matrix_->Row(row);
  double squares = 0;
  for (size_t j = 0; j < now.size(); ++j) {
    const double step = double{now[j]} - anchor[j];
    squares += step * step;
  }
  if (squares <= double{reach_[row]} * reach_[row]) return;
  const double share = reach_[row] / std::sqrt(squares);
  for (size_t j = 0; j < now.size(); ++j) {
    now[j] = static_cast<float>(anchor[j] + share * (now[j] - anchor[j]));
  }
}

void FactorAnchors::Hold(FactorMatrix& factors) const {
  for (size_t row = 0; row < reach_.size(); ++row) HoldRow(row, factors);
}

}  // namespace customer2vec
