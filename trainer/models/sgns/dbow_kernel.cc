#include "trainer/models/sgns/dbow_kernel.h"

#include <algorithm>
#include <cmath>
#include <cstddef>

#include "trainer/models/sgns/sgns_kernel.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "trainer/models/sgns/dbow_kernel.cc"
#include "hwy/foreach_target.h"
// After foreach_target.
#include "hwy/cache_control.h"
#include "hwy/contrib/math/math-inl.h"
#include "hwy/highway.h"

#ifndef CUSTOMER2VEC_DBOW_KERNEL_VIEW_
#define CUSTOMER2VEC_DBOW_KERNEL_VIEW_
namespace customer2vec {

// Outputs are taken four at a time: eight sums hide the latency of a fused
// multiply-add, and a load of x serves four rows.
inline constexpr size_t kDbowGroup = 4;

// A block as the kernel sees it: outputs filled up to whole groups with a row
// of zeros, whose weight is zero.
struct DbowView {
  float* x;
  float* const* y;
  size_t n;  // a multiple of kDbowGroup
  size_t d;  // a multiple of EmbeddingMatrix::kRowAlignment
  float* w;  // rate * weight of each output
  float* t;  // targets
  float* g;  // logits first, then coefficients
};

}  // namespace customer2vec
#endif  // CUSTOMER2VEC_DBOW_KERNEL_VIEW_

HWY_BEFORE_NAMESPACE();
namespace customer2vec {
namespace HWY_NAMESPACE {
namespace {
namespace hn = hwy::HWY_NAMESPACE;

// At most one line of floats, so that rows are whole vectors.
using Floats = hn::CappedTag<float, EmbeddingMatrix::kRowAlignment>;
using Vec = hn::Vec<Floats>;

float Total(Vec sum) { return hn::GetLane(hn::SumOfLanes(Floats(), sum)); }

// g[n] = x . y[n] for four outputs, two vectors at a time.
HWY_INLINE void DotGroup(const DbowView& v, size_t n) {
  const Floats f;
  const size_t lanes = hn::Lanes(f);
  const float *y0 = v.y[n], *y1 = v.y[n + 1];
  const float *y2 = v.y[n + 2], *y3 = v.y[n + 3];
  Vec s0 = hn::Zero(f), s1 = s0, s2 = s0, s3 = s0;
  Vec t0 = s0, t1 = s0, t2 = s0, t3 = s0;
  size_t i = 0;
  for (; i + 2 * lanes <= v.d; i += 2 * lanes) {
    const size_t j = i + lanes;
    const Vec a = hn::Load(f, v.x + i), b = hn::Load(f, v.x + j);
    s0 = hn::MulAdd(a, hn::Load(f, y0 + i), s0);
    s1 = hn::MulAdd(a, hn::Load(f, y1 + i), s1);
    s2 = hn::MulAdd(a, hn::Load(f, y2 + i), s2);
    s3 = hn::MulAdd(a, hn::Load(f, y3 + i), s3);
    t0 = hn::MulAdd(b, hn::Load(f, y0 + j), t0);
    t1 = hn::MulAdd(b, hn::Load(f, y1 + j), t1);
    t2 = hn::MulAdd(b, hn::Load(f, y2 + j), t2);
    t3 = hn::MulAdd(b, hn::Load(f, y3 + j), t3);
  }
  for (; i < v.d; i += lanes) {
    const Vec a = hn::Load(f, v.x + i);
    s0 = hn::MulAdd(a, hn::Load(f, y0 + i), s0);
    s1 = hn::MulAdd(a, hn::Load(f, y1 + i), s1);
    s2 = hn::MulAdd(a, hn::Load(f, y2 + i), s2);
    s3 = hn::MulAdd(a, hn::Load(f, y3 + i), s3);
  }
  v.g[n] = Total(hn::Add(s0, t0));
  v.g[n + 1] = Total(hn::Add(s1, t1));
  v.g[n + 2] = Total(hn::Add(s2, t2));
  v.g[n + 3] = Total(hn::Add(s3, t3));
}

// Turns logits into coefficients: g = weight * (target - sigmoid(g)).
HWY_INLINE void SigmoidErrors(const DbowView& v) {
  const hn::CappedTag<float, kDbowGroup> f;
  const auto one = hn::Set(f, 1.0f);
  const auto limit = hn::Set(f, 30.0f);  // Exp() is defined to 104
  for (size_t n = 0; n < v.n; n += hn::Lanes(f)) {
    const auto z =
        hn::Min(hn::Max(hn::LoadU(f, v.g + n), hn::Neg(limit)), limit);
    const auto sigmoid = hn::Div(one, hn::Add(one, hn::Exp(f, hn::Neg(z))));
    const auto error = hn::Sub(hn::LoadU(f, v.t + n), sigmoid);
    hn::StoreU(hn::Mul(hn::LoadU(f, v.w + n), error), f, v.g + n);
  }
}

// Scales the coefficients down where they add up to more than the limit.
HWY_INLINE void LimitMoves(const DbowView& v) {
  float sum = 0;
  for (size_t n = 0; n < v.n; ++n) sum += std::abs(v.g[n]);
  if (sum <= kSgnsMoveLimit) return;
  for (size_t n = 0; n < v.n; ++n) v.g[n] *= kSgnsMoveLimit / sum;
}

// An output and the document move together, in one vector's columns.
HWY_INLINE void MoveColumn(Vec g, float* y, Vec& x) {
  const Floats f;
  const Vec old = hn::Load(f, y);
  hn::Store(hn::MulAdd(g, x, old), f, y);
  x = hn::MulAdd(g, old, x);
}

// All moves of one vector's columns in one pass over the outputs.
HWY_INLINE void UpdateColumn(const DbowView& v, size_t i) {
  const Floats f;
  Vec x = hn::Load(f, v.x + i);
  for (size_t n = 0; n < v.n; ++n) {
    MoveColumn(hn::Set(f, v.g[n]), v.y[n] + i, x);
  }
  hn::Store(x, f, v.x + i);
}

// The same for four vectors, whose chains of moves do not wait for each other.
HWY_INLINE void UpdateFourColumns(const DbowView& v, size_t i) {
  const Floats f;
  const size_t lanes = hn::Lanes(f);
  float* x = v.x + i;
  Vec x0 = hn::Load(f, x), x1 = hn::Load(f, x + lanes);
  Vec x2 = hn::Load(f, x + 2 * lanes), x3 = hn::Load(f, x + 3 * lanes);
  for (size_t n = 0; n < v.n; ++n) {
    const Vec g = hn::Set(f, v.g[n]);
    float* y = v.y[n] + i;
    MoveColumn(g, y, x0);
    MoveColumn(g, y + lanes, x1);
    MoveColumn(g, y + 2 * lanes, x2);
    MoveColumn(g, y + 3 * lanes, x3);
  }
  hn::Store(x0, f, x);
  hn::Store(x1, f, x + lanes);
  hn::Store(x2, f, x + 2 * lanes);
  hn::Store(x3, f, x + 3 * lanes);
}

void Step(const DbowView& v) {
  const size_t lanes = hn::Lanes(Floats());
  for (size_t n = 0; n < v.n; n += kDbowGroup) DotGroup(v, n);
  SigmoidErrors(v);
  LimitMoves(v);
  size_t i = 0;
  for (; i + 4 * lanes <= v.d; i += 4 * lanes) UpdateFourColumns(v, i);
  for (; i < v.d; i += lanes) UpdateColumn(v, i);
}

const char* TargetName() { return hwy::TargetName(HWY_TARGET); }

}  // namespace
}  // namespace HWY_NAMESPACE
}  // namespace customer2vec
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace customer2vec {
namespace {

HWY_EXPORT(Step);
HWY_EXPORT(TargetName);

constexpr size_t RoundUp(size_t value, size_t multiple) {
  return (value + multiple - 1) / multiple * multiple;
}

}  // namespace

void DbowUpdate(const DbowBlock& block, float learning_rate, float* document,
                EmbeddingMatrix& output, DbowScratch& scratch) {
  if (scratch.zeros.stride() != output.stride()) {
    scratch.zeros = EmbeddingMatrix(1, output.dimension());
  }
  const size_t count = block.outputs.size();
  const size_t n = RoundUp(count, kDbowGroup);
  scratch.outputs.assign(n, scratch.zeros.Row(0));
  float* weights = scratch.coefficients.Resize(3 * n);
  float* targets = weights + n;
  std::fill_n(weights, 2 * n, 0.0f);
  std::copy(block.targets.begin(), block.targets.end(), targets);
  for (size_t i = 0; i < count; ++i) {
    scratch.outputs[i] = output.Row(block.outputs[i]);
    weights[i] = learning_rate * block.weights[i];
  }
  HWY_DYNAMIC_DISPATCH(Step)
  ({.x = document,
    .y = scratch.outputs.data(),
    .n = n,
    .d = output.stride(),
    .w = weights,
    .t = targets,
    .g = targets + n});
}

void DbowPrefetch(const DbowBlock& block, const EmbeddingMatrix& output) {
  for (uint32_t row : block.outputs) {
    const float* begin = output.Row(row);
    for (size_t i = 0; i < output.stride();
         i += EmbeddingMatrix::kRowAlignment) {
      hwy::Prefetch(begin + i);
    }
  }
}

const char* DbowTargetName() { return HWY_DYNAMIC_DISPATCH(TargetName)(); }

}  // namespace customer2vec
#endif  // HWY_ONCE
