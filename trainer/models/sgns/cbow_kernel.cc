#include "trainer/models/sgns/cbow_kernel.h"

#include <algorithm>
#include <cstddef>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "trainer/models/sgns/cbow_kernel.cc"
#include "hwy/foreach_target.h"
// After foreach_target.
#include "hwy/cache_control.h"
#include "hwy/contrib/math/math-inl.h"
#include "hwy/highway.h"

#ifndef CUSTOMER2VEC_CBOW_KERNEL_VIEW_
#define CUSTOMER2VEC_CBOW_KERNEL_VIEW_
namespace customer2vec {

// As in sgns_kernel.cc: four hidden vectors and two outputs at a time fill the
// registers of AVX2.
inline constexpr size_t kCenterGroup = 4;
inline constexpr size_t kNegativeGroup = 2;

// A block as the kernel sees it. Hidden vectors are filled up to whole groups
// with zeros, negatives with a row of zeros: neither moves anything.
struct CbowView {
  float* const* x;            // inputs
  size_t inputs;              // their number
  const CbowCenter* centers;  // b of them
  size_t centers_count;       //
  float* const* targets;      // output rows, by center
  float* const* y;            // negatives
  float* document;            // or null
  size_t b;                   // centers, a multiple of kCenterGroup
  size_t n;                   // negatives, a multiple of kNegativeGroup
  size_t negatives_count;     // those that are none of the filling
  size_t d;                   // a multiple of EmbeddingMatrix::kRowAlignment
  float* h;                   // b * d
  float* e;                   // b * d
  float* p;                   // b
  float* g;                   // n * b, by negative, then center
  float* sums;                // (inputs + 1) * a vector
  Pooling pooling;
  float rate;
  float negative_weight;

  // Vectors of a center's context.
  float ContextSize(size_t center) const {
    return static_cast<float>(centers[center].size() +
                              (document == nullptr ? 0 : 1));
  }
};

}  // namespace customer2vec
#endif  // CUSTOMER2VEC_CBOW_KERNEL_VIEW_

HWY_BEFORE_NAMESPACE();
namespace customer2vec {
namespace HWY_NAMESPACE {
namespace {
namespace hn = hwy::HWY_NAMESPACE;

// At most one line of floats, so that rows are whole vectors.
using Floats = hn::CappedTag<float, EmbeddingMatrix::kRowAlignment>;
using Vec = hn::Vec<Floats>;

float Total(Vec sum) { return hn::GetLane(hn::SumOfLanes(Floats(), sum)); }

// A vector of h for every center: differences of prefix sums over the inputs,
// so that the cost does not grow with the window.
HWY_INLINE void PoolColumn(const CbowView& v, size_t i) {
  const Floats f;
  const size_t lanes = hn::Lanes(f);
  Vec sum = hn::Zero(f);
  hn::Store(sum, f, v.sums);
  for (size_t place = 0; place < v.inputs; ++place) {
    sum = hn::Add(sum, hn::Load(f, v.x[place] + i));
    hn::Store(sum, f, v.sums + (place + 1) * lanes);
  }
  const Vec document =
      v.document == nullptr ? hn::Zero(f) : hn::Load(f, v.document + i);
  for (size_t b = 0; b < v.centers_count; ++b) {
    const CbowCenter& center = v.centers[b];
    Vec h = hn::Sub(hn::Load(f, v.sums + center.end * lanes),
                    hn::Load(f, v.sums + center.begin * lanes));
    if (center.hole != CbowCenter::kNoHole) {
      h = hn::Sub(h, hn::Load(f, v.x[center.hole] + i));
    }
    h = hn::Add(h, document);
    if (v.pooling == Pooling::kMean) {
      h = hn::Mul(h, hn::Set(f, 1 / v.ContextSize(b)));
    }
    hn::Store(h, f, v.h + b * v.d + i);
  }
}

HWY_INLINE void Pool(const CbowView& v) {
  const Floats f;
  for (size_t i = 0; i < v.d; i += hn::Lanes(f)) PoolColumn(v, i);
  std::fill(v.h + v.centers_count * v.d, v.h + v.b * v.d, 0.0f);
}

// p[b] = h[b] . y[target[b]].
HWY_INLINE void TargetDots(const CbowView& v) {
  const Floats f;
  for (size_t b = 0; b < v.centers_count; ++b) {
    const float *h = v.h + b * v.d, *y = v.targets[b];
    Vec s = hn::Zero(f), t = s;
    size_t i = 0;
    for (; i + 2 * hn::Lanes(f) <= v.d; i += 2 * hn::Lanes(f)) {
      const size_t j = i + hn::Lanes(f);
      s = hn::MulAdd(hn::Load(f, h + i), hn::Load(f, y + i), s);
      t = hn::MulAdd(hn::Load(f, h + j), hn::Load(f, y + j), t);
    }
    for (; i < v.d; i += hn::Lanes(f)) {
      s = hn::MulAdd(hn::Load(f, h + i), hn::Load(f, y + i), s);
    }
    v.p[b] = Total(hn::Add(s, t));
  }
  std::fill(v.p + v.centers_count, v.p + v.b, 0.0f);
}

// g[n][b] = h[b] . y[n] for four centers and two negatives.
HWY_INLINE void DotGroup(const CbowView& v, size_t b, size_t n) {
  const Floats f;
  Vec s00 = hn::Zero(f), s10 = s00, s20 = s00, s30 = s00;
  Vec s01 = s00, s11 = s00, s21 = s00, s31 = s00;
  const float *x0 = v.h + b * v.d, *x1 = x0 + v.d, *x2 = x1 + v.d;
  const float *x3 = x2 + v.d, *y0 = v.y[n], *y1 = v.y[n + 1];
  for (size_t i = 0; i < v.d; i += hn::Lanes(f)) {
    const Vec p = hn::Load(f, y0 + i), q = hn::Load(f, y1 + i);
    const Vec a0 = hn::Load(f, x0 + i), a1 = hn::Load(f, x1 + i);
    s00 = hn::MulAdd(a0, p, s00);
    s01 = hn::MulAdd(a0, q, s01);
    s10 = hn::MulAdd(a1, p, s10);
    s11 = hn::MulAdd(a1, q, s11);
    const Vec a2 = hn::Load(f, x2 + i), a3 = hn::Load(f, x3 + i);
    s20 = hn::MulAdd(a2, p, s20);
    s21 = hn::MulAdd(a2, q, s21);
    s30 = hn::MulAdd(a3, p, s30);
    s31 = hn::MulAdd(a3, q, s31);
  }
  float* row = v.g + n * v.b + b;
  row[0] = Total(s00), row[1] = Total(s10);
  row[2] = Total(s20), row[3] = Total(s30);
  row += v.b;
  row[0] = Total(s01), row[1] = Total(s11);
  row[2] = Total(s21), row[3] = Total(s31);
}

// Turns `count` logits into rate * (target - sigmoid(logit)).
HWY_INLINE void SigmoidErrors(float rate, float target, size_t count,
                              float* g) {
  const hn::CappedTag<float, kCenterGroup> f;
  const auto one = hn::Set(f, 1.0f);
  const auto limit = hn::Set(f, 30.0f);  // Exp() is defined to 104
  for (size_t i = 0; i < count; i += hn::Lanes(f)) {
    const auto z = hn::Min(hn::Max(hn::LoadU(f, g + i), hn::Neg(limit)), limit);
    const auto sigmoid = hn::Div(one, hn::Add(one, hn::Exp(f, hn::Neg(z))));
    const auto error = hn::Sub(hn::Set(f, target), sigmoid);
    hn::StoreU(hn::Mul(hn::Set(f, rate), error), f, g + i);
  }
}

// A center's own token is none of its negatives; what fills up is none at all.
HWY_INLINE void SkipTargets(const CbowView& v) {
  std::fill(v.g + v.negatives_count * v.b, v.g + v.n * v.b, 0.0f);
  for (size_t n = 0; n < v.negatives_count; ++n) {
    for (size_t b = 0; b < v.centers_count; ++b) {
      if (v.y[n] == v.targets[b]) v.g[n * v.b + b] = 0;
    }
  }
}

// e[b] = p[b] y[target[b]] + sum_n g[n][b] y[n] for four centers.
HWY_INLINE void HiddenErrors(const CbowView& v, size_t b) {
  const Floats f;
  for (size_t i = 0; i < v.d; i += hn::Lanes(f)) {
    Vec s0 = hn::Mul(hn::Set(f, v.p[b]), hn::Load(f, v.targets[b] + i));
    Vec s1 = hn::Mul(hn::Set(f, v.p[b + 1]), hn::Load(f, v.targets[b + 1] + i));
    Vec s2 = hn::Mul(hn::Set(f, v.p[b + 2]), hn::Load(f, v.targets[b + 2] + i));
    Vec s3 = hn::Mul(hn::Set(f, v.p[b + 3]), hn::Load(f, v.targets[b + 3] + i));
    Vec t0 = hn::Zero(f), t1 = t0, t2 = t0, t3 = t0;
    const float* g = v.g + b;
    for (size_t n = 0; n < v.n; n += kNegativeGroup) {
      const Vec p = hn::Load(f, v.y[n] + i);
      s0 = hn::MulAdd(hn::Set(f, g[0]), p, s0);
      s1 = hn::MulAdd(hn::Set(f, g[1]), p, s1);
      s2 = hn::MulAdd(hn::Set(f, g[2]), p, s2);
      s3 = hn::MulAdd(hn::Set(f, g[3]), p, s3);
      g += v.b;
      const Vec q = hn::Load(f, v.y[n + 1] + i);
      t0 = hn::MulAdd(hn::Set(f, g[0]), q, t0);
      t1 = hn::MulAdd(hn::Set(f, g[1]), q, t1);
      t2 = hn::MulAdd(hn::Set(f, g[2]), q, t2);
      t3 = hn::MulAdd(hn::Set(f, g[3]), q, t3);
      g += v.b;
    }
    float* e = v.e + b * v.d + i;
    hn::Store(hn::Add(s0, t0), f, e);
    hn::Store(hn::Add(s1, t1), f, e + v.d);
    hn::Store(hn::Add(s2, t2), f, e + 2 * v.d);
    hn::Store(hn::Add(s3, t3), f, e + 3 * v.d);
  }
}

// y[n] += sum_b g[n][b] h[b] for four centers, kept in registers.
HWY_INLINE void UpdateNegatives(const CbowView& v, size_t b) {
  const Floats f;
  for (size_t i = 0; i < v.d; i += hn::Lanes(f)) {
    const float* h = v.h + b * v.d + i;
    const Vec a0 = hn::Load(f, h), a1 = hn::Load(f, h + v.d);
    const Vec a2 = hn::Load(f, h + 2 * v.d), a3 = hn::Load(f, h + 3 * v.d);
    const float* g = v.g + b;
    for (size_t n = 0; n < v.n; ++n, g += v.b) {
      // Two chains of two, so that one does not wait for the other.
      Vec p = hn::MulAdd(hn::Set(f, g[0]), a0, hn::Load(f, v.y[n] + i));
      Vec q = hn::Mul(hn::Set(f, g[1]), a1);
      p = hn::MulAdd(hn::Set(f, g[2]), a2, p);
      q = hn::MulAdd(hn::Set(f, g[3]), a3, q);
      hn::Store(hn::Add(p, q), f, v.y[n] + i);
    }
  }
}

// y[target[b]] += p[b] h[b], one after the other: two may be the same row.
HWY_INLINE void UpdateTargets(const CbowView& v) {
  const Floats f;
  for (size_t b = 0; b < v.centers_count; ++b) {
    const Vec p = hn::Set(f, v.p[b]);
    float *h = v.h + b * v.d, *y = v.targets[b];
    for (size_t i = 0; i < v.d; i += hn::Lanes(f)) {
      hn::Store(hn::MulAdd(p, hn::Load(f, h + i), hn::Load(f, y + i)), f,
                y + i);
    }
  }
}

// Adds a vector of e to the inputs of every center's context: e is noted where
// a context begins and taken back where it ends, and a running sum over the
// inputs has what each is to get.
HWY_INLINE void ScatterColumn(const CbowView& v, size_t i) {
  const Floats f;
  const size_t lanes = hn::Lanes(f);
  for (size_t place = 0; place <= v.inputs; ++place) {
    hn::Store(hn::Zero(f), f, v.sums + place * lanes);
  }
  Vec total = hn::Zero(f);
  for (size_t b = 0; b < v.centers_count; ++b) {
    const CbowCenter& center = v.centers[b];
    Vec e = hn::Load(f, v.e + b * v.d + i);
    if (v.pooling == Pooling::kSum) {
      e = hn::Mul(e, hn::Set(f, 1 / v.ContextSize(b)));
    }
    total = hn::Add(total, e);
    float *begin = v.sums + center.begin * lanes,
          *end = v.sums + center.end * lanes;
    hn::Store(hn::Add(hn::Load(f, begin), e), f, begin);
    hn::Store(hn::Sub(hn::Load(f, end), e), f, end);
    if (center.hole == CbowCenter::kNoHole) continue;
    float* hole = v.x[center.hole] + i;
    hn::Store(hn::Sub(hn::Load(f, hole), e), f, hole);
  }
  Vec sum = hn::Zero(f);
  for (size_t place = 0; place < v.inputs; ++place) {
    sum = hn::Add(sum, hn::Load(f, v.sums + place * lanes));
    hn::Store(hn::Add(hn::Load(f, v.x[place] + i), sum), f, v.x[place] + i);
  }
  if (v.document == nullptr) return;
  hn::Store(hn::Add(hn::Load(f, v.document + i), total), f, v.document + i);
}

void Step(const CbowView& v) {
  const Floats f;
  Pool(v);
  TargetDots(v);
  for (size_t b = 0; b < v.b; b += kCenterGroup) {
    for (size_t n = 0; n < v.n; n += kNegativeGroup) DotGroup(v, b, n);
  }
  SigmoidErrors(v.rate, 1, v.b, v.p);
  SigmoidErrors(v.rate * v.negative_weight, 0, v.n * v.b, v.g);
  SkipTargets(v);
  for (size_t b = 0; b < v.b; b += kCenterGroup) HiddenErrors(v, b);
  for (size_t b = 0; b < v.b; b += kCenterGroup) UpdateNegatives(v, b);
  UpdateTargets(v);
  for (size_t i = 0; i < v.d; i += hn::Lanes(f)) ScatterColumn(v, i);
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

void PointToRows(const std::vector<uint32_t>& rows, EmbeddingMatrix& matrix,
                 std::vector<float*>& pointers) {
  pointers.clear();
  for (uint32_t row : rows) pointers.push_back(matrix.Row(row));
}

void PrefetchRow(const EmbeddingMatrix& matrix, uint32_t row) {
  const float* begin = matrix.Row(row);
  for (size_t i = 0; i < matrix.stride(); i += EmbeddingMatrix::kRowAlignment) {
    hwy::Prefetch(begin + i);
  }
}

}  // namespace

void CbowUpdate(const CbowBlock& block, float learning_rate,
                const CbowMatrices& matrices, CbowScratch& scratch) {
  EmbeddingMatrix& input = *matrices.input;
  EmbeddingMatrix& output = *matrices.output;
  const size_t d = output.stride();
  if (scratch.zeros.stride() != d) {
    scratch.zeros = EmbeddingMatrix(1, output.dimension());
  }
  const size_t b = RoundUp(block.centers.size(), kCenterGroup);
  const size_t n = RoundUp(block.negatives.size(), kNegativeGroup);
  PointToRows(block.inputs, input, scratch.inputs);
  PointToRows(block.negatives, output, scratch.negatives);
  scratch.negatives.resize(n, scratch.zeros.Row(0));
  scratch.targets.assign(b, scratch.zeros.Row(0));
  for (size_t i = 0; i < block.centers.size(); ++i) {
    scratch.targets[i] = output.Row(block.centers[i].target);
  }
  float* p = scratch.coefficients.Resize(b + n * b);
  const CbowView view{
      .x = scratch.inputs.data(),
      .inputs = block.inputs.size(),
      .centers = block.centers.data(),
      .centers_count = block.centers.size(),
      .targets = scratch.targets.data(),
      .y = scratch.negatives.data(),
      .document = matrices.documents == nullptr
                      ? nullptr
                      : matrices.documents->Row(block.document),
      .b = b,
      .n = n,
      .negatives_count = block.negatives.size(),
      .d = d,
      .h = scratch.hidden.Resize(b * d),
      .e = scratch.errors.Resize(b * d),
      .p = p,
      .g = p + b,
      .sums = scratch.sums.Resize((block.inputs.size() + 1) *
                                  EmbeddingMatrix::kRowAlignment),
      .pooling = block.pooling,
      .rate = learning_rate,
      .negative_weight = block.negative_weight};
  HWY_DYNAMIC_DISPATCH(Step)(view);
}

void CbowPrefetch(const CbowBlock& block, const CbowMatrices& matrices) {
  for (uint32_t row : block.inputs) PrefetchRow(*matrices.input, row);
  for (uint32_t row : block.negatives) PrefetchRow(*matrices.output, row);
  for (const CbowCenter& center : block.centers) {
    PrefetchRow(*matrices.output, center.target);
  }
}

const char* CbowTargetName() { return HWY_DYNAMIC_DISPATCH(TargetName)(); }

}  // namespace customer2vec
#endif  // HWY_ONCE
