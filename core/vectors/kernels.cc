#include "core/vectors/kernels.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "core/vectors/kernels.cc"
#include "hwy/foreach_target.h"  // compiles this file once for each target
#include "hwy/highway.h"

HWY_BEFORE_NAMESPACE();
namespace customer2vec {
namespace HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;

// Four accumulators: a fused multiply-add takes four cycles and starts twice a
// cycle, and the next row's work fills what is left.
HWY_INLINE float DotPointers(const float* HWY_RESTRICT a,
                             const float* HWY_RESTRICT b, size_t size) {
  const hn::ScalableTag<float> d;
  const size_t lanes = hn::Lanes(d);
  auto sum0 = hn::Zero(d);
  auto sum1 = hn::Zero(d);
  auto sum2 = hn::Zero(d);
  auto sum3 = hn::Zero(d);
  size_t i = 0;
  for (; i + 4 * lanes <= size; i += 4 * lanes) {
    sum0 = hn::MulAdd(hn::LoadU(d, a + i), hn::LoadU(d, b + i), sum0);
    sum1 = hn::MulAdd(hn::LoadU(d, a + i + lanes), hn::LoadU(d, b + i + lanes),
                      sum1);
    sum2 = hn::MulAdd(hn::LoadU(d, a + i + 2 * lanes),
                      hn::LoadU(d, b + i + 2 * lanes), sum2);
    sum3 = hn::MulAdd(hn::LoadU(d, a + i + 3 * lanes),
                      hn::LoadU(d, b + i + 3 * lanes), sum3);
  }
  for (; i + lanes <= size; i += lanes) {
    sum0 = hn::MulAdd(hn::LoadU(d, a + i), hn::LoadU(d, b + i), sum0);
  }
  if (i < size) {
    const auto rest = hn::FirstN(d, size - i);
    sum1 = hn::MulAdd(hn::MaskedLoad(rest, d, a + i),
                      hn::MaskedLoad(rest, d, b + i), sum1);
  }
  const auto sum = hn::Add(hn::Add(sum0, sum1), hn::Add(sum2, sum3));
  return hn::GetLane(hn::SumOfLanes(d, sum));
}

void DotRowsPointers(const float* HWY_RESTRICT query,
                     const float* HWY_RESTRICT rows, size_t dimension,
                     size_t count, float* HWY_RESTRICT dots) {
  for (size_t row = 0; row < count; ++row) {
    dots[row] = DotPointers(query, rows + row * dimension, dimension);
  }
}

void AddScaledPointers(float factor, const float* HWY_RESTRICT a, size_t size,
                       float* HWY_RESTRICT sum) {
  const hn::ScalableTag<float> d;
  const size_t lanes = hn::Lanes(d);
  const auto scale = hn::Set(d, factor);
  size_t i = 0;
  for (; i + lanes <= size; i += lanes) {
    hn::StoreU(hn::MulAdd(scale, hn::LoadU(d, a + i), hn::LoadU(d, sum + i)), d,
               sum + i);
  }
  if (i == size) return;
  const auto rest = hn::FirstN(d, size - i);
  hn::BlendedStore(hn::MulAdd(scale, hn::MaskedLoad(rest, d, a + i),
                              hn::MaskedLoad(rest, d, sum + i)),
                   rest, d, sum + i);
}

int64_t Target() { return HWY_TARGET; }

}  // namespace HWY_NAMESPACE
}  // namespace customer2vec
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace customer2vec {

HWY_EXPORT(DotRowsPointers);
HWY_EXPORT(AddScaledPointers);
HWY_EXPORT(Target);

float Dot(std::span<const float> a, std::span<const float> b) {
  float dot;
  HWY_DYNAMIC_DISPATCH(DotRowsPointers)(a.data(), b.data(), a.size(), 1, &dot);
  return dot;
}

void DotRows(std::span<const float> query, std::span<const float> rows,
             std::span<float> dots) {
  HWY_DYNAMIC_DISPATCH(DotRowsPointers)
  (query.data(), rows.data(), query.size(), dots.size(), dots.data());
}

void AddScaled(float factor, std::span<const float> a, std::span<float> sum) {
  HWY_DYNAMIC_DISPATCH(AddScaledPointers)
  (factor, a.data(), a.size(), sum.data());
}

absl::string_view SimdTargetName() {
  return hwy::TargetName(HWY_DYNAMIC_DISPATCH(Target)());
}

}  // namespace customer2vec
#endif  // HWY_ONCE
