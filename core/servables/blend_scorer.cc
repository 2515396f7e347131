#include "core/servables/blend_scorer.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "core/servables/customer_query.h"
#include "core/servables/sparse_scores.h"

namespace customer2vec {
namespace {

double PositiveSum(const std::vector<ScoredItem>& list) {
  double sum = 0;
  for (const ScoredItem& item : list) sum += std::max(0.0f, item.score);
  return sum;
}

// Divides by `whole`; what is not positive becomes 0.
void TakeShares(double whole, std::vector<ScoredItem>* list) {
  const double factor = whole > 0 ? 1 / whole : 0;
  for (ScoredItem& item : *list) {
    item.score = static_cast<float>(std::max(0.0f, item.score) * factor);
  }
}

void TakeSoftmax(std::vector<ScoredItem>* list) {
  const float best = list->front().score;
  for (ScoredItem& item : *list) item.score = std::exp(item.score - best);
  TakeShares(PositiveSum(*list), list);
}

void TakeRange(std::vector<ScoredItem>* list) {
  const float least = list->back().score;
  const float range = list->front().score - least;
  for (ScoredItem& item : *list) {
    item.score = range > 0 ? (item.score - least) / range : 1;
  }
}

}  // namespace

void ScaleScores(ScoreScale scale, float power, std::vector<ScoredItem>* list) {
  if (list->empty()) return;
  switch (scale) {
    case ScoreScale::kSum:
      TakeShares(PositiveSum(*list), list);
      break;
    case ScoreScale::kTop:
      TakeShares(list->front().score, list);
      break;
    case ScoreScale::kSoftmax:
      TakeSoftmax(list);
      break;
    case ScoreScale::kRange:
      TakeRange(list);
      break;
  }
  if (power == 1) return;
  for (ScoredItem& item : *list) item.score = std::pow(item.score, power);
}

BlendScorer::BlendScorer(std::string name, std::vector<BlendPart> parts,
                         const BlendOptions& options,
                         const CustomerHistories& histories, size_t item_count)
    : Scorer(std::move(name)),
      parts_(std::move(parts)),
      options_(options),
      histories_(histories),
      item_count_(item_count) {
  std::erase_if(parts_, [](const BlendPart& part) { return part.weight <= 0; });
}

void BlendScorer::ListBest(const BlendPart& part, const ScorerQuery& query,
                           const SearchOptions& options,
                           std::vector<ScoredItem>* list) const {
  if (part.scorer != nullptr) return part.scorer->Rank(query, options, list);
  thread_local std::vector<float> encoded;
  encoded.resize(part.space->dimension());
  list->clear();
  const bool known =
      part.space->Encode(Scoring::kNext, query.events, encoded) ||
      (query.customer &&
       EncodeCustomer(*part.space, histories_, query, encoded));
  if (known) part.space->Search(Scoring::kNext, encoded, options, list);
}

size_t BlendScorer::DepthFor(size_t k) const {
  size_t depth = options_.depth;
  while (depth < k) depth *= 2;
  return depth;
}

void BlendScorer::Rank(const ScorerQuery& query, const SearchOptions& options,
                       std::vector<ScoredItem>* top) const {
  thread_local SparseScores scores;
  thread_local std::vector<ScoredItem> list;
  scores.Reset(item_count_);
  SearchOptions deeper = options;
  deeper.k = DepthFor(options.k);
  for (const BlendPart& part : parts_) {
    ListBest(part, query, deeper, &list);
    if (options_.method == BlendMethod::kRanks) {
      float rank = options_.rank_constant;
      for (ScoredItem& item : list) item.score = 1 / ++rank;
    } else {
      ScaleScores(part.scale, part.power, &list);
    }
    for (const ScoredItem& item : list) {
      scores.Add(item.item, part.weight * item.score);
    }
  }
  scores.Top(options, top);
}

}  // namespace customer2vec
