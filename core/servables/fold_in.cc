#include "core/servables/fold_in.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace customer2vec {
namespace {

// Conjugate gradients end at rounding, long before so many steps.
constexpr SolveOptions kToTheEnd{.max_steps = 500, .tolerance = 1e-13f};

float DotOf(const float* a, const float* b, size_t size) {
  double sum = 0;
  for (size_t j = 0; j < size; ++j) sum += double{a[j]} * b[j];
  return static_cast<float>(sum);
}

}  // namespace

// Of a thread; grows to the longest history.
struct FoldIn::Scratch {
  std::vector<std::pair<uint32_t, float>> weights;  // of items, ascending
  NormalEquations equations;
  std::vector<float> ridge, x;
  SolveScratch solve;

  static Scratch& OfThread() {
    thread_local Scratch scratch;
    return scratch;
  }

  // One entry an item, its events' weights summed in their order.
  void SumWeights(std::span<const HistoryEvent> history, size_t item_count) {
    weights.clear();
    for (const HistoryEvent& event : history) {
      if (event.item >= item_count || !std::isfinite(event.weight)) continue;
      weights.push_back({event.item, event.weight});
    }
    std::sort(weights.begin(), weights.end());
    size_t end = 0;
    for (const auto& [item, weight] : weights) {
      if (end > 0 && weights[end - 1].first == item) {
        weights[end - 1].second += weight;
      } else {
        weights[end++] = {item, weight};
      }
    }
    weights.resize(end);
  }
};

FoldIn::FoldIn(FactorView items, size_t item_count, std::vector<float> gramian,
               const FoldInSettings& settings)
    : items_(items),
      item_count_(item_count),
      gramian_(std::move(gramian)),
      settings_(settings) {}

bool FoldIn::MakeEquations(std::span<const HistoryEvent> history,
                           Scratch& scratch) const {
  scratch.SumWeights(history, item_count_);
  scratch.equations.Reset(scratch.weights.size());
  double confidence = static_cast<double>(item_count_);
  for (const auto& [item, weight] : scratch.weights) {
    if (!std::isfinite(weight) || weight == 0) continue;
    const float extra = settings_.confidence.Extra(std::abs(weight));
    scratch.equations.Add(item, extra,
                          weight > 0 ? (1 + extra) * settings_.target : 0);
    confidence += extra;
  }
  if (scratch.equations.size() == 0) return false;
  const float lambda = settings_.regularization.Of(confidence);
  scratch.ridge.assign(items_.stride, 0.0f);
  for (size_t j = 0; j < gramian_.size(); ++j) {
    scratch.ridge[j] = gramian_[j] + lambda;
  }
  scratch.x.assign(items_.stride, 0.0f);
  return true;
}

bool FoldIn::Solve(std::span<const HistoryEvent> history,
                   std::span<float> vector) const {
  Scratch& scratch = Scratch::OfThread();
  if (!MakeEquations(history, scratch)) {
    std::ranges::fill(vector, 0.0f);
    return false;
  }
  SolveNormalEquations(scratch.equations, items_, scratch.ridge, kToTheEnd,
                       scratch.x, scratch.solve);
  std::copy_n(scratch.x.begin(), vector.size(), vector.begin());
  return std::ranges::any_of(vector, [](float value) { return value != 0; });
}

void FoldIn::Explain(std::span<const HistoryEvent> history, uint32_t item,
                     std::vector<ScoreContribution>* contributions) const {
  contributions->clear();
  Scratch& scratch = Scratch::OfThread();
  if (!MakeEquations(history, scratch)) return;
  const NormalEquations& taken = scratch.equations;
  // A x = y_item: the same matrix, the item itself as the right-hand side.
  NormalEquations matrix;
  matrix.Reset(taken.size());
  for (size_t i = 0; i < taken.size(); ++i) {
    matrix.Add(taken.items()[i], taken.extra()[i], 0);
  }
  SolveOptions options = kToTheEnd;
  options.right_hand_side = items_.Row(item);
  SolveNormalEquations(matrix, items_, scratch.ridge, options, scratch.x,
                       scratch.solve);
  for (size_t i = 0; i < taken.size(); ++i) {
    const float likeness =
        DotOf(scratch.x.data(), items_.Row(taken.items()[i]), gramian_.size());
    contributions->push_back(
        {taken.items()[i], double{taken.wanted()[i]} * likeness});
  }
  std::ranges::stable_sort(*contributions, [](const ScoreContribution& a,
                                              const ScoreContribution& b) {
    return a.contribution > b.contribution;
  });
}

}  // namespace customer2vec
