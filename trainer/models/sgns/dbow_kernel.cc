#include "trainer/models/sgns/dbow_kernel.h"

#include <algorithm>
#include <cstddef>

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
  float* dx;
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

// dx += sum g[n] y[n] and y[n] += g[n] x for four outputs.
HWY_INLINE void UpdateGroup(const DbowView& v, size_t n) {
  const Floats f;
  const Vec g0 = hn::Set(f, v.g[n]), g1 = hn::Set(f, v.g[n + 1]);
  const Vec g2 = hn::Set(f, v.g[n + 2]), g3 = hn::Set(f, v.g[n + 3]);
  float *y0 = v.y[n], *y1 = v.y[n + 1], *y2 = v.y[n + 2], *y3 = v.y[n + 3];
  for (size_t i = 0; i < v.d; i += hn::Lanes(f)) {
    const Vec x = hn::Load(f, v.x + i);
    const Vec a0 = hn::Load(f, y0 + i), a1 = hn::Load(f, y1 + i);
    const Vec a2 = hn::Load(f, y2 + i), a3 = hn::Load(f, y3 + i);
    Vec p = hn::MulAdd(g0, a0, hn::Load(f, v.dx + i));
    Vec q = hn::Mul(g1, a1);
    p = hn::MulAdd(g2, a2, p);
    q = hn::MulAdd(g3, a3, q);
    hn::Store(hn::Add(p, q), f, v.dx + i);
    hn::Store(hn::MulAdd(g0, x, a0), f, y0 + i);
    hn::Store(hn::MulAdd(g1, x, a1), f, y1 + i);
    hn::Store(hn::MulAdd(g2, x, a2), f, y2 + i);
    hn::Store(hn::MulAdd(g3, x, a3), f, y3 + i);
  }
}

void Step(const DbowView& v) {
  const Floats f;
  for (size_t n = 0; n < v.n; n += kDbowGroup) DotGroup(v, n);
  SigmoidErrors(v);
  std::fill_n(v.dx, v.d, 0.0f);
  for (size_t n = 0; n < v.n; n += kDbowGroup) UpdateGroup(v, n);
  for (size_t i = 0; i < v.d; i += hn::Lanes(f)) {
    hn::Store(hn::Add(hn::Load(f, v.x + i), hn::Load(f, v.dx + i)), f, v.x + i);
  }
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
    .g = targets + n,
    .dx = scratch.gradient.Resize(output.stride())});
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
