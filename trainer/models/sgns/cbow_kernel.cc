#include "trainer/models/sgns/cbow_kernel.h"

#include <algorithm>
#include <cstddef>
#include <span>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "trainer/models/sgns/cbow_kernel.cc"
#include "hwy/foreach_target.h"
// After foreach_target.
#include "hwy/cache_control.h"
#include "hwy/highway.h"

#ifndef CUSTOMER2VEC_CBOW_KERNEL_VIEW_
#define CUSTOMER2VEC_CBOW_KERNEL_VIEW_
namespace customer2vec {

// A block as pooling and scattering see it.
struct CbowView {
  float* const* x;  // inputs
  size_t inputs;    // their number
  const CbowCenter* centers;
  size_t centers_count;
  float* document;  // or null
  size_t d;         // a multiple of EmbeddingMatrix::kRowAlignment
  float* hidden;    // h, by center
  float* start;     // h before the step
  float* sums;      // (inputs + 1) * a vector
  Pooling pooling;

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
    hn::Store(h, f, v.hidden + b * v.d + i);
    hn::Store(h, f, v.start + b * v.d + i);
  }
}

void Pool(const CbowView& v) {
  for (size_t i = 0; i < v.d; i += hn::Lanes(Floats())) PoolColumn(v, i);
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
    const size_t at = b * v.d + i;
    Vec e = hn::Sub(hn::Load(f, v.hidden + at), hn::Load(f, v.start + at));
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

void Scatter(const CbowView& v) {
  for (size_t i = 0; i < v.d; i += hn::Lanes(Floats())) ScatterColumn(v, i);
}

const char* TargetName() { return hwy::TargetName(HWY_TARGET); }

}  // namespace
}  // namespace HWY_NAMESPACE
}  // namespace customer2vec
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace customer2vec {
namespace {

HWY_EXPORT(Pool);
HWY_EXPORT(Scatter);
HWY_EXPORT(TargetName);

void PrefetchRow(const EmbeddingMatrix& matrix, uint32_t row) {
  const float* begin = matrix.Row(row);
  for (size_t i = 0; i < matrix.stride(); i += EmbeddingMatrix::kRowAlignment) {
    hwy::Prefetch(begin + i);
  }
}

// Room for the hidden vectors of a block.
void Reserve(size_t centers, size_t dimension, CbowScratch& scratch) {
  if (scratch.hidden.rows() >= centers &&
      scratch.hidden.dimension() == dimension) {
    return;
  }
  scratch.hidden = EmbeddingMatrix(centers, dimension);
  scratch.start = EmbeddingMatrix(centers, dimension);
}

CbowView MakeView(const CbowBlock& block, const CbowMatrices& matrices,
                  CbowScratch& scratch) {
  scratch.inputs.clear();
  for (uint32_t row : block.inputs) {
    scratch.inputs.push_back(matrices.input->Row(row));
  }
  Reserve(block.centers.size(), matrices.output->dimension(), scratch);
  return {.x = scratch.inputs.data(),
          .inputs = block.inputs.size(),
          .centers = block.centers.data(),
          .centers_count = block.centers.size(),
          .document = matrices.documents == nullptr
                          ? nullptr
                          : matrices.documents->Row(block.document),
          .d = matrices.output->stride(),
          .hidden = scratch.hidden.Row(0),
          .start = scratch.start.Row(0),
          .sums = scratch.sums.Resize((block.inputs.size() + 1) *
                                      EmbeddingMatrix::kRowAlignment),
          .pooling = block.pooling};
}

}  // namespace

void MakeCbowGroup(const CbowBlock& block, size_t begin, SgnsBlock* group) {
  const std::span centers = std::span(block.centers).subspan(begin);
  const size_t count = std::min(kSgnsInputs, centers.size());
  group->inputs.clear();
  group->outputs.clear();
  group->weights.assign(count * (count + block.negatives.size()), 0.0f);
  for (size_t b = 0; b < count; ++b) {
    group->inputs.push_back(static_cast<uint32_t>(begin + b));
    group->outputs.push_back(centers[b].target);
    group->weights[b * count + b] = 1;
  }
  group->positives = count;
  float* weight = group->weights.data() + count * count;
  for (uint32_t row : block.negatives) {
    group->outputs.push_back(row);
    for (size_t b = 0; b < count; ++b) {
      *weight++ = row == centers[b].target ? 0.0f : block.negative_weight;
    }
  }
}

void CbowUpdate(const CbowBlock& block, float learning_rate,
                const CbowMatrices& matrices, CbowScratch& scratch) {
  const CbowView view = MakeView(block, matrices, scratch);
  HWY_DYNAMIC_DISPATCH(Pool)(view);
  for (size_t b = 0; b < block.centers.size(); b += kSgnsInputs) {
    MakeCbowGroup(block, b, &scratch.group);
    SgnsUpdate(scratch.group, learning_rate, scratch.hidden, *matrices.output,
               scratch.step);
  }
  HWY_DYNAMIC_DISPATCH(Scatter)(view);
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
