#include "core/factors/normal_equations.h"

#include <algorithm>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "core/factors/normal_equations.cc"
#include "hwy/foreach_target.h"
// After foreach_target.
#include "hwy/cache_control.h"
#include "hwy/highway.h"

#ifndef CUSTOMER2VEC_NORMAL_EQUATIONS_VIEW_
#define CUSTOMER2VEC_NORMAL_EQUATIONS_VIEW_
namespace customer2vec {

// Items are taken eight at a time: eight sums hide the latency of a fused
// multiply-add, and with what they are multiplied by they fit the sixteen
// registers of AVX2.
inline constexpr size_t kItemGroup = 8;
// Rows are asked for this many items ahead of their use.
inline constexpr size_t kPrefetchItems = 16;
// Rows of more bytes than this leave the cache between passes.
inline constexpr size_t kCachedBytes = size_t{512} << 10;

// The square of float32's rounding, and a square too small to divide by.
inline constexpr float kRounding = 1e-14f;
inline constexpr float kVanishing = 1e-30f;

// The equations as the kernel sees them: the items filled up to whole groups
// with a row of zeros. All arrays but `rows` to `scores` have d numbers.
struct EquationsView {
  size_t n;  // a multiple of kItemGroup
  size_t d;  // a multiple of kFactorAlignment
  const float* const* rows;
  const float* extra;
  const float* wanted;
  float* scores;
  const float* ridge;
  const float* right_hand_side;  // or null
  float *x, *residual, *direction, *product;
  float* scale;  // 1 / preconditioner
  size_t max_steps;
  float tolerance;
  FactorView factors;
  const uint32_t* next_items;  // fetched a few at a time
  const uint32_t* next_end;
  size_t next_of_group;  // how many at a time
};

}  // namespace customer2vec
#endif  // CUSTOMER2VEC_NORMAL_EQUATIONS_VIEW_

HWY_BEFORE_NAMESPACE();
namespace customer2vec {
namespace HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

using Floats = hn::CappedTag<float, kFactorAlignment>;
using Four = hn::CappedTag<float, 4>;
using Vec = hn::Vec<Floats>;

// The sum of the vector's blocks of four lanes.
template <class D>
HWY_INLINE hn::Vec<Four> SumOfBlocks(D /*d*/, hn::Vec<D> v) {
  if constexpr (hn::MaxLanes(D()) == 4) {
    return v;
  } else {
    const hn::Half<D> half;
    return SumOfBlocks(half,
                       hn::Add(hn::LowerHalf(half, v), hn::UpperHalf(half, v)));
  }
}

// The sums of all lanes of a, b, c and d, as four lanes. Sums are taken across
// the vectors at once, which costs a third of four single ones.
HWY_INLINE hn::Vec<Four> SumFour(Vec a, Vec b, Vec c, Vec d) {
  const Floats f;
  const hn::Repartition<uint64_t, Floats> wide;
  const Vec ab =
      hn::Add(hn::InterleaveLower(f, a, b), hn::InterleaveUpper(f, a, b));
  const Vec cd =
      hn::Add(hn::InterleaveLower(f, c, d), hn::InterleaveUpper(f, c, d));
  const auto ab64 = hn::BitCast(wide, ab), cd64 = hn::BitCast(wide, cd);
  return SumOfBlocks(
      f, hn::Add(hn::BitCast(f, hn::InterleaveLower(wide, ab64, cd64)),
                 hn::BitCast(f, hn::InterleaveUpper(wide, ab64, cd64))));
}

HWY_INLINE void PrefetchRow(const float* row, size_t d) {
  for (size_t j = 0; j < d; j += kFactorAlignment) hwy::Prefetch(row + j);
}

// Asks for some of the next row's items.
HWY_INLINE void PrefetchNext(EquationsView& v) {
  const auto left = static_cast<size_t>(v.next_end - v.next_items);
  for (size_t k = std::min(left, v.next_of_group); k > 0; --k) {
    PrefetchRow(v.factors.Row(*v.next_items++), v.d);
  }
}

// scores[k] = rows[k] . x for the group's items.
HWY_INLINE void GroupScores(const float* const* rows, const float* x, size_t d,
                            float* scores) {
  const Floats f;
  Vec s0 = hn::Zero(f), s1 = s0, s2 = s0, s3 = s0;
  Vec s4 = s0, s5 = s0, s6 = s0, s7 = s0;
  for (size_t j = 0; j < d; j += hn::Lanes(f)) {
    const Vec p = hn::LoadU(f, x + j);
    s0 = hn::MulAdd(hn::LoadU(f, rows[0] + j), p, s0);
    s1 = hn::MulAdd(hn::LoadU(f, rows[1] + j), p, s1);
    s2 = hn::MulAdd(hn::LoadU(f, rows[2] + j), p, s2);
    s3 = hn::MulAdd(hn::LoadU(f, rows[3] + j), p, s3);
    s4 = hn::MulAdd(hn::LoadU(f, rows[4] + j), p, s4);
    s5 = hn::MulAdd(hn::LoadU(f, rows[5] + j), p, s5);
    s6 = hn::MulAdd(hn::LoadU(f, rows[6] + j), p, s6);
    s7 = hn::MulAdd(hn::LoadU(f, rows[7] + j), p, s7);
  }
  const Four four;
  hn::StoreU(SumFour(s0, s1, s2, s3), four, scores);
  hn::StoreU(SumFour(s4, s5, s6, s7), four, scores + 4);
}

// sum += sum_k g[k] rows[k] over the group.
HWY_INLINE void AddGroup(const float* const* rows, const float* g, size_t d,
                         float* sum) {
  const Floats f;
  const Vec g0 = hn::Set(f, g[0]), g1 = hn::Set(f, g[1]);
  const Vec g2 = hn::Set(f, g[2]), g3 = hn::Set(f, g[3]);
  const Vec g4 = hn::Set(f, g[4]), g5 = hn::Set(f, g[5]);
  const Vec g6 = hn::Set(f, g[6]), g7 = hn::Set(f, g[7]);
  for (size_t j = 0; j < d; j += hn::Lanes(f)) {
    Vec s = hn::MulAdd(g0, hn::LoadU(f, rows[0] + j), hn::LoadU(f, sum + j));
    Vec t = hn::Mul(g1, hn::LoadU(f, rows[1] + j));
    s = hn::MulAdd(g2, hn::LoadU(f, rows[2] + j), s);
    t = hn::MulAdd(g3, hn::LoadU(f, rows[3] + j), t);
    s = hn::MulAdd(g4, hn::LoadU(f, rows[4] + j), s);
    t = hn::MulAdd(g5, hn::LoadU(f, rows[5] + j), t);
    s = hn::MulAdd(g6, hn::LoadU(f, rows[6] + j), s);
    t = hn::MulAdd(g7, hn::LoadU(f, rows[7] + j), t);
    hn::StoreU(hn::Add(s, t), f, sum + j);
  }
}

// sum += sum_i (wanted_i - extra_i (y_i . x)) y_i, or, without `wanted`,
// sum += sum_i extra_i (y_i . x) y_i. One pass: a group's rows are still in the
// first cache when they are read for the second time.
template <bool kWanted>
HWY_INLINE void Pass(EquationsView& v, const float* x, float* sum) {
  const bool far = kWanted || v.n * v.d * sizeof(float) > kCachedBytes;
  HWY_ALIGN float scores[kItemGroup];
  HWY_ALIGN float g[kItemGroup];
  for (size_t i = 0; i < v.n; i += kItemGroup) {
    if (far && i + kPrefetchItems < v.n) {
      for (size_t k = 0; k < kItemGroup; ++k) {
        PrefetchRow(v.rows[i + kPrefetchItems + k], v.d);
      }
    }
    GroupScores(v.rows + i, x, v.d, scores);
    for (size_t k = 0; k < kItemGroup; ++k) {
      const float fitted = v.extra[i + k] * scores[k];
      g[k] = kWanted ? v.wanted[i + k] - fitted : fitted;
      if (kWanted) v.scores[i + k] = scores[k];
    }
    AddGroup(v.rows + i, g, v.d, sum);
    if (!kWanted) PrefetchNext(v);
  }
}

HWY_INLINE float DotOf(const float* a, const float* b, size_t d) {
  const Floats f;
  Vec sum = hn::Zero(f);
  for (size_t j = 0; j < d; j += hn::Lanes(f)) {
    sum = hn::MulAdd(hn::LoadU(f, a + j), hn::LoadU(f, b + j), sum);
  }
  return hn::GetLane(hn::SumOfLanes(f, sum));
}

// sum of a b c.
HWY_INLINE float DotOfThree(const float* a, const float* b, const float* c,
                            size_t d) {
  const Floats f;
  Vec sum = hn::Zero(f);
  for (size_t j = 0; j < d; j += hn::Lanes(f)) {
    const Vec ab = hn::Mul(hn::LoadU(f, a + j), hn::LoadU(f, b + j));
    sum = hn::MulAdd(ab, hn::LoadU(f, c + j), sum);
  }
  return hn::GetLane(hn::SumOfLanes(f, sum));
}

// y += factor * x.
HWY_INLINE void AddScaled(float factor, const float* x, size_t d, float* y) {
  const Floats f;
  const Vec by = hn::Set(f, factor);
  for (size_t j = 0; j < d; j += hn::Lanes(f)) {
    hn::StoreU(hn::MulAdd(by, hn::LoadU(f, x + j), hn::LoadU(f, y + j)), f,
               y + j);
  }
}

// y = a b.
HWY_INLINE void Multiply(const float* a, const float* b, size_t d, float* y) {
  const Floats f;
  for (size_t j = 0; j < d; j += hn::Lanes(f)) {
    hn::StoreU(hn::Mul(hn::LoadU(f, a + j), hn::LoadU(f, b + j)), f, y + j);
  }
}

// y = factor * y + a b.
HWY_INLINE void ScaleAndAddProduct(float factor, const float* a, const float* b,
                                   size_t d, float* y) {
  const Floats f;
  const Vec by = hn::Set(f, factor);
  for (size_t j = 0; j < d; j += hn::Lanes(f)) {
    const Vec ab = hn::Mul(hn::LoadU(f, a + j), hn::LoadU(f, b + j));
    hn::StoreU(hn::MulAdd(by, hn::LoadU(f, y + j), ab), f, y + j);
  }
}

// residual = right_hand_side + sum wanted y - A x.
void StartResidual(EquationsView& v) {
  const Floats f;
  for (size_t j = 0; j < v.d; j += hn::Lanes(f)) {
    const Vec start = v.right_hand_side == nullptr
                          ? hn::Zero(f)
                          : hn::LoadU(f, v.right_hand_side + j);
    hn::StoreU(
        hn::NegMulAdd(hn::LoadU(f, v.ridge + j), hn::LoadU(f, v.x + j), start),
        f, v.residual + j);
  }
  Pass<true>(v, v.x, v.residual);
}

void Solve(EquationsView& v) {
  StartResidual(v);
  std::fill_n(v.direction, v.d, 0.0f);
  float error = DotOfThree(v.residual, v.residual, v.scale, v.d);
  // Below rounding of the start, or of numbers that vanish, steps are noise.
  const float goal =
      std::max({v.tolerance * error, kRounding * error,
                kRounding * DotOfThree(v.x, v.x, v.ridge, v.d), kVanishing});
  float momentum = 0;
  for (size_t step = 0; step < v.max_steps && error > goal; ++step) {
    ScaleAndAddProduct(momentum, v.residual, v.scale, v.d, v.direction);
    Multiply(v.ridge, v.direction, v.d, v.product);
    Pass<false>(v, v.direction, v.product);
    const float length = error / DotOf(v.direction, v.product, v.d);
    AddScaled(length, v.direction, v.d, v.x);
    AddScaled(-length, v.product, v.d, v.residual);
    const float last = error;
    error = DotOfThree(v.residual, v.residual, v.scale, v.d);
    momentum = error / last;
  }
}

}  // namespace HWY_NAMESPACE
}  // namespace customer2vec
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace customer2vec {
namespace {

HWY_EXPORT(Solve);

constexpr size_t RoundUp(size_t value, size_t multiple) {
  return (value + multiple - 1) / multiple * multiple;
}

}  // namespace

void NormalEquations::Reset(size_t count) {
  size_ = 0;
  if (items_.size() >= count) return;
  items_.resize(count);
  extra_.resize(count);
  wanted_.resize(count);
}

void NormalEquations::Add(uint32_t item, float extra, float wanted) {
  if (size_ == items_.size()) {
    const size_t size = size_;
    Reset(std::max<size_t>(16, 2 * size));
    size_ = size;
  }
  items_[size_] = item;
  extra_[size_] = extra;
  wanted_[size_] = wanted;
  ++size_;
}

void SolveNormalEquations(const NormalEquations& equations, FactorView factors,
                          std::span<const float> ridge,
                          const SolveOptions& options, std::span<float> x,
                          SolveScratch& scratch) {
  if (equations.size() == 0 && options.right_hand_side == nullptr) {
    scratch.start_scores.clear();
    std::ranges::fill(x, 0.0f);
    return;
  }
  const size_t d = factors.stride;
  const size_t n = RoundUp(equations.size(), kItemGroup);
  scratch.numbers.resize(5 * d);
  float* numbers = scratch.numbers.data();
  float* zeros = numbers;
  std::fill_n(zeros, d, 0.0f);
  float* scale = numbers + 4 * d;
  for (size_t j = 0; j < d; ++j) scale[j] = ridge[j] > 0 ? 1 / ridge[j] : 0;

  scratch.rows.resize(n);
  scratch.extra.assign(n, 0.0f);
  scratch.wanted.assign(n, 0.0f);
  scratch.start_scores.resize(n);
  const std::span<const uint32_t> items = equations.items();
  for (size_t i = 0; i < items.size(); ++i) {
    scratch.rows[i] = factors.Row(items[i]);
  }
  std::fill(scratch.rows.begin() + static_cast<std::ptrdiff_t>(items.size()),
            scratch.rows.end(), zeros);
  std::ranges::copy(equations.extra(), scratch.extra.begin());
  std::ranges::copy(equations.wanted(), scratch.wanted.begin());
  // The next row's items, as far as the cache holds them, over all steps.
  const size_t next =
      std::min(options.next_items.size(), kCachedBytes / (d * sizeof(float)));
  const size_t groups = std::max<size_t>(1, n / kItemGroup * options.max_steps);
  EquationsView view{n,
                     d,
                     scratch.rows.data(),
                     scratch.extra.data(),
                     scratch.wanted.data(),
                     scratch.start_scores.data(),
                     ridge.data(),
                     options.right_hand_side,
                     x.data(),
                     numbers + d,
                     numbers + 2 * d,
                     numbers + 3 * d,
                     scale,
                     options.max_steps,
                     options.tolerance,
                     factors,
                     options.next_items.data(),
                     options.next_items.data() + next,
                     (next + groups - 1) / groups};
  HWY_DYNAMIC_DISPATCH(Solve)(view);
}

}  // namespace customer2vec
#endif  // HWY_ONCE
