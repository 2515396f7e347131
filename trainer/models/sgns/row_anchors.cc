#include "trainer/models/sgns/row_anchors.h"

#include <algorithm>
#include <cmath>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "trainer/models/sgns/row_anchors.cc"
#include "hwy/foreach_target.h"
// After foreach_target.
#include "hwy/highway.h"

HWY_BEFORE_NAMESPACE();
namespace customer2vec {
namespace HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

using Floats = hn::CappedTag<float, EmbeddingMatrix::kRowAlignment>;

// |x - y|^2. `stride` is a multiple of kRowAlignment.
float SquaredDistance(const float* HWY_RESTRICT x, const float* HWY_RESTRICT y,
                      size_t stride) {
  const Floats f;
  auto sum = hn::Zero(f);
  for (size_t i = 0; i < stride; i += hn::Lanes(f)) {
    const auto step = hn::Sub(hn::Load(f, x + i), hn::Load(f, y + i));
    sum = hn::MulAdd(step, step, sum);
  }
  return hn::GetLane(hn::SumOfLanes(f, sum));
}

}  // namespace HWY_NAMESPACE
}  // namespace customer2vec
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace customer2vec {
namespace {

HWY_EXPORT(SquaredDistance);

bool IsAnchored(float max_move) { return std::isfinite(max_move); }

double Distance(std::span<const float> a, const float* b) {
  double sum = 0;
  for (size_t i = 0; i < a.size(); ++i) {
    const double step = double{a[i]} - double{b[i]};
    sum += step * step;
  }
  return std::sqrt(sum);
}

// Onto the line to the anchor, as near as `most`. What is not finite, onto the
// anchor.
void PullBack(std::span<float> now, const float* anchor, double most) {
  const double distance = Distance(now, anchor);
  if (distance <= most) return;
  const double share = std::isfinite(distance) ? most / distance : 0;
  for (size_t i = 0; i < now.size(); ++i) {
    const double step = share == 0 ? 0 : share * (now[i] - anchor[i]);
    now[i] = static_cast<float>(anchor[i] + step);
  }
}

}  // namespace

RowAnchors::RowAnchors(const EmbeddingMatrix& matrix,
                       std::span<const float> max_move) {
  if (std::ranges::none_of(max_move, IsAnchored)) return;
  max_move_.assign(max_move.begin(), max_move.end());
  anchor_of_.resize(matrix.rows());
  const auto anchored =
      static_cast<size_t>(std::ranges::count_if(max_move, IsAnchored));
  anchors_.emplace(anchored, matrix.dimension());
  size_t next = 0;
  for (size_t row = 0; row < matrix.rows(); ++row) {
    if (!IsAnchored(max_move_[row])) continue;
    anchor_of_[row] = next;
    std::copy_n(matrix.Row(row), matrix.dimension(), anchors_->Row(next++));
  }
}

// The kernel finds the rows that are beyond; few are.
void RowAnchors::Hold(uint32_t row, EmbeddingMatrix& matrix) const {
  if (empty() || !IsAnchored(max_move_[row])) return;
  const float most = max_move_[row];
  const float* anchor = anchors_->Row(anchor_of_[row]);
  if (most == 0) {
    std::copy_n(anchor, matrix.dimension(), matrix.Row(row));
    return;
  }
  const float squared = HWY_DYNAMIC_DISPATCH(SquaredDistance)(
      matrix.Row(row), anchor, matrix.stride());
  if (squared <= most * most) return;
  PullBack({matrix.Row(row), matrix.dimension()}, anchor, most);
}

void RowAnchors::HoldAll(EmbeddingMatrix& matrix) const {
  if (empty()) return;
  for (size_t row = 0; row < matrix.rows(); ++row) {
    if (!IsAnchored(max_move_[row])) continue;
    PullBack({matrix.Row(row), matrix.dimension()},
             anchors_->Row(anchor_of_[row]), max_move_[row]);
  }
}

}  // namespace customer2vec
#endif  // HWY_ONCE
