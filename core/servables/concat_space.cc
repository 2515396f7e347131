#include "core/servables/concat_space.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "core/vectors/kernels.h"

namespace customer2vec {

size_t JoinedDimension(std::span<const ConcatPart> parts) {
  size_t sum = 0;
  for (const ConcatPart& part : parts) sum += part.space->dimension();
  return sum;
}

void JoinPart(const ConcatPart& part, std::span<const float> vector,
              std::span<float> joined) {
  float scale = part.weight;
  if (!part.keep_length) {
    const float norm = std::sqrt(Dot(vector, vector));
    scale = norm > 0 ? scale / norm : 0;
  }
  if (vector.empty() || scale == 0) {
    std::fill(joined.begin(), joined.end(), 0.0f);
    return;
  }
  std::transform(vector.begin(), vector.end(), joined.begin(),
                 [&](float value) { return scale * value; });
}

void Project(std::span<const float> projection, std::span<const float> joined,
             std::span<float> projected) {
  DotRows(joined, projection, projected);
}

ConcatSpace::ConcatSpace(std::unique_ptr<const Space> vectors,
                         std::vector<ConcatPart> parts,
                         std::span<const float> projection)
    : Space(vectors->name()),
      vectors_(std::move(vectors)),
      parts_(std::move(parts)),
      joined_dimension_(JoinedDimension(parts_)),
      projection_(projection) {}

bool ConcatSpace::EncodeParts(std::span<const HistoryEvent> history,
                              std::span<float> joined) const {
  bool any = false;
  for (const ConcatPart& part : parts_) {
    const std::span<float> own = joined.first(part.space->dimension());
    any |= part.space->Encode(Scoring::kNext, history, own);
    JoinPart(part, own, own);
    joined = joined.subspan(own.size());
  }
  return any;
}

bool ConcatSpace::Encode(Scoring scoring, std::span<const HistoryEvent> history,
                         std::span<float> query) const {
  if (scoring == Scoring::kSimilar) {
    return vectors_->Encode(scoring, history, query);
  }
  if (projection_.empty()) return EncodeParts(history, query);
  std::vector<float> joined(joined_dimension_);
  const bool any = EncodeParts(history, joined);
  Project(projection_, joined, query);
  return any;
}

}  // namespace customer2vec
