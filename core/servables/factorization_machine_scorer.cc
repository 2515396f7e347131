#include "core/servables/factorization_machine_scorer.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "core/servables/allowed_rows.h"
#include "core/vectors/kernels.h"
#include "core/vectors/top_k.h"

namespace customer2vec {

// Of a thread; grows to the largest model.
struct FactorizationMachineScorer::Scratch {
  std::vector<HistoryWeight> history;
  std::vector<uint32_t> context;
  std::vector<Feature> features;
  std::vector<float> query, scores;

  static Scratch& OfThread() {
    thread_local Scratch scratch;
    return scratch;
  }
};

FactorizationMachineScorer::FactorizationMachineScorer(
    std::string name, const v1::FactorizationMachineSpec& spec,
    const FactorizationMachineArrays& arrays, FactorizationFeatures features,
    const Tables& tables)
    : Scorer(std::move(name)),
      factors_(static_cast<size_t>(spec.factors())),
      decay_(spec.decay()),
      repeat_weight_(spec.repeat_weight()),
      arrays_(arrays),
      features_(std::move(features)),
      histories_(tables.histories) {
  double total = 0;
  const auto counts = tables.basket_counts.first(features_.item_count());
  for (const uint32_t count : counts) total += std::max<uint32_t>(1, count);
  for (size_t i = 0; i < counts.size(); ++i) {
    priors_.push_back(static_cast<float>(
        arrays_.biases[i] +
        spec.popularity_weight() *
            std::log(std::max<uint32_t>(1, counts[i]) / total)));
  }
}

void FactorizationMachineScorer::AddRow(float value,
                                        std::span<const float> table,
                                        size_t row,
                                        std::span<float> sum) const {
  const float* from = table.data() + row * factors_;
  for (size_t j = 0; j < factors_; ++j) sum[j] += value * from[j];
}

bool FactorizationMachineScorer::Describe(const ScorerQuery& query,
                                          Scratch& scratch) const {
  scratch.history.clear();
  scratch.context.clear();
  scratch.features.clear();
  scratch.query.assign(factors_, 0.0f);
  const bool known =
      query.customer && *query.customer < histories_.customer_count();
  if (known) {
    const uint32_t baskets = histories_.basket_count(*query.customer);
    for (const HistoryEntry& entry : histories_.Of(*query.customer)) {
      if (entry.item >= features_.item_count()) continue;
      scratch.history.push_back(
          {entry.item, HistoryWeightOf(decay_, baskets - 1 - entry.last_basket,
                                       entry.basket_count)});
    }
    if (!arrays_.customers.empty()) {
      AddRow(1, arrays_.customers, *query.customer, scratch.query);
    }
  }
  for (const HistoryEvent& event : query.events) {
    if (event.weight > 0 && event.item < features_.item_count()) {
      scratch.context.push_back(event.item);
    }
  }
  features_.AddHistory(scratch.history, &scratch.features);
  features_.AddContext(scratch.context, &scratch.features);
  for (const Feature& feature : scratch.features) {
    AddRow(feature.value, arrays_.features, feature.row, scratch.query);
  }
  return known || !scratch.context.empty();
}

void FactorizationMachineScorer::AddRepeats(Scratch& scratch) const {
  if (arrays_.repeat.empty()) return;
  for (const auto& [item, weight] : scratch.history) {
    scratch.scores[item] += weight * (repeat_weight_ + arrays_.repeat[item]);
  }
}

void FactorizationMachineScorer::Rank(const ScorerQuery& query,
                                      const SearchOptions& options,
                                      std::vector<ScoredItem>* top) const {
  Scratch& scratch = Scratch::OfThread();
  TopK best(options.k, top);
  if (!Describe(query, scratch)) return;
  const size_t items = features_.item_count();
  scratch.scores.resize(items);
  DotRows(scratch.query, arrays_.items, scratch.scores);
  for (size_t i = 0; i < items; ++i) scratch.scores[i] += priors_[i];
  AddRepeats(scratch);
  AllowedRows rows(options.filter, items);
  while (const std::optional<uint32_t> row = rows.Next()) {
    best.Push({*row, scratch.scores[*row]});
  }
  best.Finish();
}

}  // namespace customer2vec
