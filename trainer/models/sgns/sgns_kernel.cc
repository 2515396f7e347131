#include "trainer/models/sgns/sgns_kernel.h"

#include <algorithm>
#include <cmath>
#include <cstddef>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "trainer/models/sgns/sgns_kernel.cc"
#include "hwy/foreach_target.h"
// After foreach_target.
#include "hwy/contrib/math/math-inl.h"
#include "hwy/highway.h"

#ifndef CUSTOMER2VEC_SGNS_KERNEL_VIEW_
#define CUSTOMER2VEC_SGNS_KERNEL_VIEW_
namespace customer2vec {

// Inputs are taken four at a time and outputs two at a time: eight sums, four
// inputs, one or two outputs and a coefficient fit the sixteen registers of
// AVX2, and eight independent sums hide the latency of a fused multiply-add.
inline constexpr size_t kInputGroup = 4;
inline constexpr size_t kOutputGroup = 2;

// A block as the kernel sees it: both lists filled up to whole groups with a
// row of zeros, whose coefficients are zero.
struct SgnsView {
  float* const* x;  // b rows
  float* const* y;  // n rows
  size_t b;         // a multiple of kInputGroup
  size_t n;         // a multiple of kOutputGroup
  size_t d;         // a multiple of EmbeddingMatrix::kRowAlignment
  float* g;         // n * b coefficients, by output, then input
  float* dx;        // b * d
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

float Total(Vec sum) { return hn::GetLane(hn::SumOfLanes(Floats(), sum)); }

// g[n][b] = x[b] . y[n] for four inputs and two outputs.
HWY_INLINE void DotGroup(const SgnsView& v, size_t b, size_t n) {
  const Floats f;
  Vec s00 = hn::Zero(f), s10 = s00, s20 = s00, s30 = s00;
  Vec s01 = s00, s11 = s00, s21 = s00, s31 = s00;
  const float *x0 = v.x[b], *x1 = v.x[b + 1], *x2 = v.x[b + 2];
  const float *x3 = v.x[b + 3], *y0 = v.y[n], *y1 = v.y[n + 1];
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

// Turns `count` logits into coefficients: g = weight * (target - sigmoid(g)).
HWY_INLINE void SigmoidErrors(const float* weights, float target, size_t count,
                              float* g) {
  const hn::CappedTag<float, kInputGroup> f;
  const auto one = hn::Set(f, 1.0f);
  const auto limit = hn::Set(f, 30.0f);  // Exp() is defined to 104
  for (size_t i = 0; i < count; i += hn::Lanes(f)) {
    const auto z = hn::Min(hn::Max(hn::LoadU(f, g + i), hn::Neg(limit)), limit);
    const auto sigmoid = hn::Div(one, hn::Add(one, hn::Exp(f, hn::Neg(z))));
    const auto error = hn::Sub(hn::Set(f, target), sigmoid);
    hn::StoreU(hn::Mul(hn::LoadU(f, weights + i), error), f, g + i);
  }
}

// dx[b] = sum_n g[n][b] y[n] for four inputs, a vector of each at a time.
HWY_INLINE void InputGradients(const SgnsView& v, size_t b) {
  const Floats f;
  for (size_t i = 0; i < v.d; i += hn::Lanes(f)) {
    Vec s0 = hn::Zero(f), s1 = s0, s2 = s0, s3 = s0;
    Vec t0 = s0, t1 = s0, t2 = s0, t3 = s0;
    const float* g = v.g + b;
    for (size_t n = 0; n < v.n; n += kOutputGroup) {
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
    float* dx = v.dx + b * v.d + i;
    hn::StoreU(hn::Add(s0, t0), f, dx);
    hn::StoreU(hn::Add(s1, t1), f, dx + v.d);
    hn::StoreU(hn::Add(s2, t2), f, dx + 2 * v.d);
    hn::StoreU(hn::Add(s3, t3), f, dx + 3 * v.d);
  }
}

// y[n] += sum_b g[n][b] x[b] for four inputs, kept in registers.
HWY_INLINE void UpdateOutputs(const SgnsView& v, size_t b) {
  const Floats f;
  for (size_t i = 0; i < v.d; i += hn::Lanes(f)) {
    const Vec a0 = hn::Load(f, v.x[b] + i), a1 = hn::Load(f, v.x[b + 1] + i);
    const Vec a2 = hn::Load(f, v.x[b + 2] + i);
    const Vec a3 = hn::Load(f, v.x[b + 3] + i);
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

HWY_INLINE void UpdateInputs(const SgnsView& v) {
  const Floats f;
  for (size_t b = 0; b < v.b; ++b) {
    const float* dx = v.dx + b * v.d;
    for (size_t i = 0; i < v.d; i += hn::Lanes(f)) {
      hn::Store(hn::Add(hn::Load(f, v.x[b] + i), hn::LoadU(f, dx + i)), f,
                v.x[b] + i);
    }
  }
}

// `weights` already hold the learning rate; the first `positives` outputs are
// contexts.
void Step(const SgnsView& v, const float* weights, size_t positives) {
  for (size_t b = 0; b < v.b; b += kInputGroup) {
    for (size_t n = 0; n < v.n; n += kOutputGroup) DotGroup(v, b, n);
  }
  const size_t split = positives * v.b;
  SigmoidErrors(weights, 1, split, v.g);
  SigmoidErrors(weights + split, 0, v.n * v.b - split, v.g + split);
  for (size_t b = 0; b < v.b; b += kInputGroup) InputGradients(v, b);
  for (size_t b = 0; b < v.b; b += kInputGroup) UpdateOutputs(v, b);
  UpdateInputs(v);
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
void PointToRows(const std::vector<uint32_t>& rows, size_t group, float* zeros,
                 EmbeddingMatrix& matrix, std::vector<float*>& pointers) {
  pointers.assign(RoundUp(rows.size(), group), zeros);
  for (size_t i = 0; i < rows.size(); ++i) pointers[i] = matrix.Row(rows[i]);
}

// rate * weights, filled up with zeros as the pointers are.
void PadWeights(const SgnsBlock& block, float rate, size_t padded_inputs,
                std::vector<float>& padded) {
  const size_t inputs = block.inputs.size();
  std::fill(padded.begin(), padded.end(), 0.0f);
  for (size_t n = 0; n < block.outputs.size(); ++n) {
    for (size_t b = 0; b < inputs; ++b) {
      padded[n * padded_inputs + b] = rate * block.weights[n * inputs + b];
    }
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
  PointToRows(block.inputs, kInputGroup, zeros, input, scratch.inputs);
  PointToRows(block.outputs, kOutputGroup, zeros, output, scratch.outputs);
  const size_t b = scratch.inputs.size(), n = scratch.outputs.size();
  scratch.coefficients.resize(n * b);
  scratch.weights.resize(n * b);
  scratch.gradients.resize(b * input.stride());
  PadWeights(block, learning_rate, b, scratch.weights);
  const SgnsView view{scratch.inputs.data(),
                      scratch.outputs.data(),
                      b,
                      n,
                      input.stride(),
                      scratch.coefficients.data(),
                      scratch.gradients.data()};
  HWY_DYNAMIC_DISPATCH(Step)
  (view, scratch.weights.data(), block.positives);
}

const char* SgnsTargetName() { return HWY_DYNAMIC_DISPATCH(TargetName)(); }

}  // namespace customer2vec
#endif  // HWY_ONCE
