#include "trainer/models/sgns/sgns_kernel.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "trainer/models/sgns/sgns_kernel.cc"
#include "hwy/foreach_target.h"
// After foreach_target.
#include "hwy/cache_control.h"
#include "hwy/highway.h"

#ifndef CUSTOMER2VEC_SGNS_KERNEL_VIEW_
#define CUSTOMER2VEC_SGNS_KERNEL_VIEW_
namespace customer2vec {

// Outputs are filled up to whole pairs, coefficients to whole vectors.
inline constexpr size_t kOutputGroup = 2;
inline constexpr size_t kCoefficientGroup = 16;

// A group of a block as the kernel sees it, filled up with a row of zeros,
// whose coefficients are zero.
struct SgnsView {
  float* const* x;  // kSgnsInputs rows
  float* const* y;  // n rows
  size_t n;         // a multiple of kOutputGroup
  size_t d;         // a multiple of EmbeddingMatrix::kRowAlignment
  float* g;         // n * kSgnsInputs coefficients, by output, then input
};

}  // namespace customer2vec
#endif  // CUSTOMER2VEC_SGNS_KERNEL_VIEW_

HWY_BEFORE_NAMESPACE();
namespace customer2vec {
namespace HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

// At most one line of floats, so that rows are whole vectors.
using Floats = hn::CappedTag<float, EmbeddingMatrix::kRowAlignment>;
using Vec = hn::Vec<Floats>;

// A vector of each input of the group. Four named members, not an array:
// compilers keep them in registers.
struct Quad {
  Vec v0, v1, v2, v3;
};

HWY_INLINE Quad ZeroQuad() {
  const Vec zero = hn::Zero(Floats());
  return {zero, zero, zero, zero};
}

HWY_INLINE Quad LoadQuad(float* const* x, size_t i) {
  const Floats f;
  return {hn::Load(f, x[0] + i), hn::Load(f, x[1] + i), hn::Load(f, x[2] + i),
          hn::Load(f, x[3] + i)};
}

HWY_INLINE Quad Broadcast(const float* g) {
  const Floats f;
  return {hn::Set(f, g[0]), hn::Set(f, g[1]), hn::Set(f, g[2]),
          hn::Set(f, g[3])};
}

// sum += x * y for each input.
HWY_INLINE void AddProducts(const Quad& x, Vec y, Quad& sum) {
  sum.v0 = hn::MulAdd(x.v0, y, sum.v0);
  sum.v1 = hn::MulAdd(x.v1, y, sum.v1);
  sum.v2 = hn::MulAdd(x.v2, y, sum.v2);
  sum.v3 = hn::MulAdd(x.v3, y, sum.v3);
}

// y + the four products, in two chains so that one does not wait for the other.
HWY_INLINE Vec AddDot(const Quad& g, const Quad& x, Vec y) {
  const Vec a = hn::MulAdd(g.v1, x.v1, hn::MulAdd(g.v0, x.v0, y));
  const Vec b = hn::MulAdd(g.v3, x.v3, hn::Mul(g.v2, x.v2));
  return hn::Add(a, b);
}

// Adds the upper half to the lower one until four lanes are left.
template <class D>
HWY_INLINE hn::Vec<hn::CappedTag<float, 4>> FoldToFour(D, hn::Vec<D> v) {
  if constexpr (hn::MaxLanes(D()) == 4) {
    return v;
  } else {
    const hn::Half<D> half;
    return FoldToFour(half,
                      hn::Add(hn::LowerHalf(half, v), hn::UpperHalf(half, v)));
  }
}

// The totals of the four vectors' lanes: transposed within blocks of four lanes
// first, so that all four are added at once.
HWY_INLINE void StoreTotals(const Quad& s, float* g) {
  const Floats f;
  const hn::Repartition<double, Floats> pairs;
  const Vec t01 = hn::Add(hn::InterleaveLower(f, s.v0, s.v1),
                          hn::InterleaveUpper(f, s.v0, s.v1));
  const Vec t23 = hn::Add(hn::InterleaveLower(f, s.v2, s.v3),
                          hn::InterleaveUpper(f, s.v2, s.v3));
  const auto p01 = hn::BitCast(pairs, t01), p23 = hn::BitCast(pairs, t23);
  const Vec sum = hn::Add(hn::BitCast(f, hn::InterleaveLower(pairs, p01, p23)),
                          hn::BitCast(f, hn::InterleaveUpper(pairs, p01, p23)));
  hn::StoreU(FoldToFour(f, sum), hn::CappedTag<float, 4>(), g);
}

// g[n][b] = x[b] . y[n] for two outputs: eight sums, as fit AVX2.
HWY_INLINE void DotTwo(const SgnsView& v, size_t n) {
  const Floats f;
  const float *y0 = v.y[n], *y1 = v.y[n + 1];
  Quad s0 = ZeroQuad(), s1 = ZeroQuad();
  for (size_t i = 0; i < v.d; i += hn::Lanes(f)) {
    const Quad x = LoadQuad(v.x, i);
    AddProducts(x, hn::Load(f, y0 + i), s0);
    AddProducts(x, hn::Load(f, y1 + i), s1);
  }
  float* g = v.g + n * kSgnsInputs;
  StoreTotals(s0, g);
  StoreTotals(s1, g + 4);
}

// For six outputs: 24 sums, as fit AVX-512, with ten loads for as many
// multiply-adds.
HWY_INLINE void DotSix(const SgnsView& v, size_t n) {
  const Floats f;
  float* const* y = v.y + n;
  const float *y0 = y[0], *y1 = y[1], *y2 = y[2], *y3 = y[3], *y4 = y[4],
              *y5 = y[5];
  Quad s0 = ZeroQuad(), s1 = s0, s2 = s0, s3 = s0, s4 = s0, s5 = s0;
  for (size_t i = 0; i < v.d; i += hn::Lanes(f)) {
    const Quad x = LoadQuad(v.x, i);
    AddProducts(x, hn::Load(f, y0 + i), s0);
    AddProducts(x, hn::Load(f, y1 + i), s1);
    AddProducts(x, hn::Load(f, y2 + i), s2);
    AddProducts(x, hn::Load(f, y3 + i), s3);
    AddProducts(x, hn::Load(f, y4 + i), s4);
    AddProducts(x, hn::Load(f, y5 + i), s5);
  }
  float* g = v.g + n * kSgnsInputs;
  StoreTotals(s0, g), StoreTotals(s1, g + 4), StoreTotals(s2, g + 8);
  StoreTotals(s3, g + 12), StoreTotals(s4, g + 16), StoreTotals(s5, g + 20);
}

HWY_INLINE void Logits(const SgnsView& v) {
  size_t n = 0;
  if (hn::MaxLanes(Floats()) == 16) {
    for (; n + 6 <= v.n; n += 6) DotSix(v, n);
  }
  for (; n < v.n; n += kOutputGroup) DotTwo(v, n);
}

// 1 / (1 + 2^-z): 2^-z by its exponent and a polynomial of degree 5 (Taylor's
// of e^(x ln 2) on [-1/2, 1/2], relative error 2.4e-6), the reciprocal by one
// step of Newton's method. Absolute error below 3e-6. z in [-64, 64].
HWY_INLINE Vec LogisticOfPower(Vec z) {
  const Floats f;
  const hn::RebindToSigned<Floats> whole;
  const Vec y = hn::Neg(z);
  const Vec n = hn::Round(y);
  const Vec r = hn::Sub(y, n);
  Vec p = hn::Set(f, 0.0013333558f);
  p = hn::MulAdd(p, r, hn::Set(f, 0.0096181291f));
  p = hn::MulAdd(p, r, hn::Set(f, 0.0555041087f));
  p = hn::MulAdd(p, r, hn::Set(f, 0.2402265070f));
  p = hn::MulAdd(p, r, hn::Set(f, 0.6931471806f));
  p = hn::MulAdd(p, r, hn::Set(f, 1.0f));
  const auto exponent = hn::ShiftLeft<23>(hn::ConvertTo(whole, n));
  const Vec power = hn::BitCast(f, hn::Add(hn::BitCast(whole, p), exponent));
  const Vec q = hn::Add(power, hn::Set(f, 1.0f));
  const Vec guess = hn::ApproximateReciprocal(q);
  return hn::Mul(guess, hn::NegMulAdd(q, guess, hn::Set(f, 2.0f)));
}

// Turns logits into coefficients. With u = |weight| and a sigmoid s:
// u (1 - s(z)) = u s(-z) for positives and -u s(z) for negatives, whose weight
// is below 0; so both are weight * s(-+z).
HWY_INLINE void SigmoidErrors(const float* weights, size_t count, float* g) {
  const Floats f;
  const Vec limit = hn::Set(f, 43.0f);  // e^-30
  const Vec log2e = hn::Set(f, 1.44269504f);
  for (size_t i = 0; i < count; i += hn::Lanes(f)) {
    const Vec w = hn::LoadU(f, weights + i);
    const Vec t = hn::Mul(hn::LoadU(f, g + i), log2e);
    const Vec z = hn::Min(hn::Max(t, hn::Neg(limit)), limit);
    const Vec away = hn::IfThenElse(hn::Lt(w, hn::Zero(f)), z, hn::Neg(z));
    hn::StoreU(hn::Mul(w, LogisticOfPower(away)), f, g + i);
  }
}

HWY_INLINE Quad Difference(const Quad& a, const Quad& b) {
  return {hn::Sub(a.v0, b.v0), hn::Sub(a.v1, b.v1), hn::Sub(a.v2, b.v2),
          hn::Sub(a.v3, b.v3)};
}

// x += what the outputs gave, for x as it was moved. Through memory, input by
// input: the same row may stand twice.
HWY_INLINE void StoreInputs(const SgnsView& v, size_t i, const Quad& moved) {
  const Floats f;
  const Quad dx = Difference(moved, LoadQuad(v.x, i));
  hn::Store(hn::Add(hn::Load(f, v.x[0] + i), dx.v0), f, v.x[0] + i);
  hn::Store(hn::Add(hn::Load(f, v.x[1] + i), dx.v1), f, v.x[1] + i);
  hn::Store(hn::Add(hn::Load(f, v.x[2] + i), dx.v2), f, v.x[2] + i);
  hn::Store(hn::Add(hn::Load(f, v.x[3] + i), dx.v3), f, v.x[3] + i);
}

// Output n and the inputs move together, in one vector's columns.
HWY_INLINE void MoveColumn(const Quad& g, float* y, Quad& x) {
  const Floats f;
  const Vec old = hn::Load(f, y);
  hn::Store(AddDot(g, x, old), f, y);
  AddProducts(g, old, x);
}

// All moves of one vector's columns in one pass over the outputs.
HWY_INLINE void UpdateColumn(const SgnsView& v, size_t i) {
  Quad x = LoadQuad(v.x, i);
  const float* g = v.g;
  for (size_t n = 0; n < v.n; ++n, g += kSgnsInputs) {
    MoveColumn(Broadcast(g), v.y[n] + i, x);
  }
  StoreInputs(v, i, x);
}

// The same for three vectors, which share the coefficients.
HWY_INLINE void UpdateThreeColumns(const SgnsView& v, size_t i) {
  const size_t lanes = hn::Lanes(Floats());
  const size_t j = i + lanes, k = j + lanes;
  Quad x = LoadQuad(v.x, i), y = LoadQuad(v.x, j), z = LoadQuad(v.x, k);
  const float* g = v.g;
  for (size_t n = 0; n < v.n; ++n, g += kSgnsInputs) {
    const Quad c = Broadcast(g);
    MoveColumn(c, v.y[n] + i, x);
    MoveColumn(c, v.y[n] + j, y);
    MoveColumn(c, v.y[n] + k, z);
  }
  StoreInputs(v, i, x);
  StoreInputs(v, j, y);
  StoreInputs(v, k, z);
}

// Scales an input's coefficients down where they add up to more than the limit.
HWY_INLINE void LimitMoves(const SgnsView& v) {
  const hn::CappedTag<float, kSgnsInputs> four;
  static_assert(hn::MaxLanes(four) == kSgnsInputs);
  const auto limit = hn::Set(four, kSgnsMoveLimit);
  auto sum = hn::Zero(four);
  for (size_t n = 0; n < v.n; ++n) {
    sum = hn::Add(sum, hn::Abs(hn::LoadU(four, v.g + n * kSgnsInputs)));
  }
  if (hn::AllTrue(four, hn::Le(sum, limit))) return;
  const auto scale = hn::Min(hn::Set(four, 1.0f), hn::Div(limit, sum));
  for (size_t n = 0; n < v.n; ++n) {
    float* g = v.g + n * kSgnsInputs;
    hn::StoreU(hn::Mul(hn::LoadU(four, g), scale), four, g);
  }
}

HWY_INLINE void Update(const SgnsView& v) {
  const size_t lanes = hn::Lanes(Floats());
  size_t i = 0;
  if (hn::MaxLanes(Floats()) == 16) {
    for (; i + 3 * lanes <= v.d; i += 3 * lanes) UpdateThreeColumns(v, i);
  }
  for (; i < v.d; i += lanes) UpdateColumn(v, i);
}

// `weights` hold the learning rate, are below 0 for negatives and, like v.g,
// filled up to whole vectors.
void Step(const SgnsView& v, const float* weights) {
  Logits(v);
  SigmoidErrors(weights, v.n * kSgnsInputs, v.g);
  LimitMoves(v);
  Update(v);
}

const char* TargetName() { return hwy::TargetName(HWY_TARGET); }

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

// Pointers to `rows`, filled up to a whole `group` with `zeros`.
void PointToRows(std::span<const uint32_t> rows, size_t group, float* zeros,
                 EmbeddingMatrix& matrix, std::vector<float*>& pointers) {
  pointers.resize(RoundUp(rows.size(), group));
  for (size_t i = 0; i < rows.size(); ++i) pointers[i] = matrix.Row(rows[i]);
  std::fill(pointers.begin() + static_cast<std::ptrdiff_t>(rows.size()),
            pointers.end(), zeros);
}

// +-rate * weights of the `count` inputs from `begin` on.
void SignWeights(const SgnsBlock& block, float rate, size_t begin, size_t count,
                 std::vector<float>& weights) {
  const size_t outputs = block.outputs.size(), inputs = block.inputs.size();
  if (count < kSgnsInputs) std::ranges::fill(weights, 0.0f);
  for (size_t n = 0; n < outputs; ++n) {
    const float scale = n < block.positives ? rate : -rate;
    const float* from = block.weights.data() + n * inputs + begin;
    float* to = weights.data() + n * kSgnsInputs;
    for (size_t b = 0; b < count; ++b) to[b] = scale * from[b];
  }
  std::fill(
      weights.begin() + static_cast<std::ptrdiff_t>(outputs * kSgnsInputs),
      weights.end(), 0.0f);
}

void PrefetchRow(const EmbeddingMatrix& matrix, uint32_t row) {
  const float* begin = matrix.Row(row);
  for (size_t i = 0; i < matrix.stride(); i += EmbeddingMatrix::kRowAlignment) {
    hwy::Prefetch(begin + i);
  }
}

}  // namespace

void SgnsUpdate(const SgnsBlock& block, float learning_rate,
                EmbeddingMatrix& input, EmbeddingMatrix& output,
                SgnsScratch& scratch) {
  if (scratch.zeros.stride() != input.stride()) {
    scratch.zeros = EmbeddingMatrix(1, input.dimension());
  }
  float* zeros = scratch.zeros.Row(0);
  PointToRows(block.outputs, kOutputGroup, zeros, output, scratch.outputs);
  const size_t pairs =
      RoundUp(scratch.outputs.size() * kSgnsInputs, kCoefficientGroup);
  scratch.weights.resize(pairs);
  scratch.coefficients.resize(pairs);
  const std::span<const uint32_t> inputs = block.inputs;
  for (size_t begin = 0; begin < inputs.size(); begin += kSgnsInputs) {
    const size_t count = std::min(kSgnsInputs, inputs.size() - begin);
    PointToRows(inputs.subspan(begin, count), kSgnsInputs, zeros, input,
                scratch.inputs);
    SignWeights(block, learning_rate, begin, count, scratch.weights);
    const SgnsView view{scratch.inputs.data(), scratch.outputs.data(),
                        scratch.outputs.size(), input.stride(),
                        scratch.coefficients.data()};
    HWY_DYNAMIC_DISPATCH(Step)(view, scratch.weights.data());
  }
}

void SgnsPrefetch(const SgnsBlock& block, const EmbeddingMatrix& input,
                  const EmbeddingMatrix& output) {
  for (uint32_t row : block.new_tokens) {
    PrefetchRow(input, row);
    PrefetchRow(output, row);
  }
  for (uint32_t row : block.new_negatives) PrefetchRow(output, row);
}

const char* SgnsTargetName() { return HWY_DYNAMIC_DISPATCH(TargetName)(); }

}  // namespace customer2vec
#endif  // HWY_ONCE
