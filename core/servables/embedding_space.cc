#include "core/servables/embedding_space.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "core/index/flat_index.h"

namespace customer2vec {
namespace {

// Below this share of the summed lengths, a sum of vectors is rounding noise.
constexpr double kCancelled = 1e-6;

void Add(float weight, std::span<const float> vector, std::span<float> sum) {
  for (size_t i = 0; i < sum.size(); ++i) sum[i] += weight * vector[i];
}

void Scale(double factor, std::span<float> vector) {
  for (float& value : vector) value = static_cast<float>(value * factor);
}

double Norm(std::span<const float> vector) {
  double squares = 0;
  for (const float value : vector) squares += double{value} * value;
  return std::sqrt(squares);
}

}  // namespace

EmbeddingSpace::EmbeddingSpace(
    std::string name, EmbeddingVectors vectors,
    std::unique_ptr<const VectorIndex> similar,
    std::unique_ptr<const VectorIndex> next,
    std::optional<DocumentEncoder> encoder,
    std::unique_ptr<const AttributeVectors> attributes)
    : Space(std::move(name)),
      vectors_(std::move(vectors)),
      similar_(std::move(similar)),
      next_(std::move(next)),
      encoder_(std::move(encoder)),
      attributes_(std::move(attributes)) {}

std::span<const float> EmbeddingSpace::ItemVector(VectorRole role,
                                                  uint32_t item) const {
  if (item >= item_count()) return {};
  const EmbeddingArrays& arrays = vectors_.arrays();
  return (role == VectorRole::kInput ? arrays.input : arrays.output)
      .subspan(item * arrays.dimension, arrays.dimension);
}

std::span<const float> EmbeddingSpace::CustomerVector(uint32_t customer) const {
  if (customer >= customer_count()) return {};
  return vectors_.arrays().customers.subspan(customer * dimension(),
                                             dimension());
}

bool EmbeddingSpace::Encode(Scoring scoring,
                            std::span<const HistoryEvent> history,
                            std::span<float> query) const {
  if (encoder_ && scoring == Scoring::kNext) {
    return encoder_->Infer(history, query);
  }
  std::fill(query.begin(), query.end(), 0.0f);
  double weights = 0;
  double lengths = 0;
  for (const HistoryEvent& event : history) {
    if (event.item >= item_count()) continue;
    const float inverse_norm = vectors_.inverse_norms()[event.item];
    if (inverse_norm == 0) continue;
    const bool unit = scoring == Scoring::kSimilar;
    Add(unit ? event.weight * inverse_norm : event.weight,
        ItemVector(VectorRole::kInput, event.item), query);
    weights += std::abs(event.weight);
    lengths += std::abs(event.weight) / (unit ? 1.0 : inverse_norm);
  }
  const double norm = Norm(query);
  if (!(norm > kCancelled * lengths)) {
    std::fill(query.begin(), query.end(), 0.0f);
    return false;
  }
  Scale(1 / (scoring == Scoring::kSimilar ? norm : weights), query);
  return true;
}

void EmbeddingSpace::Search(Scoring scoring, std::span<const float> query,
                            const SearchOptions& options,
                            std::vector<ScoredItem>* top) const {
  (scoring == Scoring::kSimilar ? similar_ : next_)
      ->Search(query, options, top);
}

float EmbeddingSpace::Score(Scoring scoring, std::span<const float> query,
                            uint32_t item) const {
  return (scoring == Scoring::kSimilar ? vectors_.similar() : vectors_.next())
      .Score(query, item);
}

std::unique_ptr<const Space> MakeExactSpace(std::string name,
                                            EmbeddingVectors vectors) {
  auto similar = std::make_unique<FlatIndex>(vectors.similar());
  auto next = std::make_unique<FlatIndex>(vectors.next());
  return std::make_unique<EmbeddingSpace>(std::move(name), std::move(vectors),
                                          std::move(similar), std::move(next));
}

}  // namespace customer2vec
