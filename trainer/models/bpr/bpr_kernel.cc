#include "trainer/models/bpr/bpr_kernel.h"

#include <cmath>

#include "core/factors/factor_matrix.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "trainer/models/bpr/bpr_kernel.cc"
#include "hwy/foreach_target.h"
// After foreach_target.
#include "hwy/highway.h"

HWY_BEFORE_NAMESPACE();
namespace customer2vec {
namespace HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

using Floats = hn::CappedTag<float, kFactorAlignment>;
using Vec = hn::Vec<Floats>;

// x . (y - z)
float DotOfDifference(const float* x, const float* y, const float* z,
                      size_t stride) {
  const Floats f;
  Vec sum = hn::Zero(f);
  for (size_t j = 0; j < stride; j += hn::Lanes(f)) {
    const Vec difference = hn::Sub(hn::LoadU(f, y + j), hn::LoadU(f, z + j));
    sum = hn::MulAdd(hn::LoadU(f, x + j), difference, sum);
  }
  return hn::GetLane(hn::SumOfLanes(f, sum));
}

// The three vectors, each shrunk by `keep` and moved by `step` along its
// gradient.
void Move(float step, float keep, size_t stride, float* x, float* y, float* z) {
  const Floats f;
  const Vec by = hn::Set(f, step), kept = hn::Set(f, keep);
  for (size_t j = 0; j < stride; j += hn::Lanes(f)) {
    const Vec a = hn::LoadU(f, x + j);
    const Vec p = hn::LoadU(f, y + j), q = hn::LoadU(f, z + j);
    const Vec moved = hn::Mul(by, a);
    hn::StoreU(hn::MulAdd(by, hn::Sub(p, q), hn::Mul(kept, a)), f, x + j);
    hn::StoreU(hn::MulAdd(kept, p, moved), f, y + j);
    hn::StoreU(hn::MulSub(kept, q, moved), f, z + j);
  }
}

}  // namespace HWY_NAMESPACE
}  // namespace customer2vec
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace customer2vec {
namespace {

HWY_EXPORT(DotOfDifference);
HWY_EXPORT(Move);

}  // namespace

float BprStep(const BprTriple& triple, size_t stride, const BprRates& rates) {
  const float margin =
      HWY_DYNAMIC_DISPATCH(DotOfDifference)(triple.customer, triple.taken,
                                            triple.other, stride) +
      *triple.taken_bias - *triple.other_bias;
  const float g = 1 / (1 + std::exp(margin));
  const float step = rates.learning_rate * g;
  HWY_DYNAMIC_DISPATCH(Move)
  (step, 1 - rates.learning_rate * rates.regularization, stride,
   triple.customer, triple.taken, triple.other);
  const float keep = 1 - rates.learning_rate * rates.bias_regularization;
  *triple.taken_bias = keep * *triple.taken_bias + step;
  *triple.other_bias = keep * *triple.other_bias - step;
  return margin;
}

}  // namespace customer2vec
#endif  // HWY_ONCE
