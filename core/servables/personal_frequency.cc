#include "core/servables/personal_frequency.h"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <span>
#include <utility>

#include "core/servables/allowed_rows.h"
#include "core/vectors/top_k.h"

namespace customer2vec {
namespace {

bool ByRow(const ScoredItem& a, const ScoredItem& b) { return a.item < b.item; }

// The events as a basket: items once, by row, each with its last weight.
void NewestBasket(std::span<const HistoryEvent> events,
                  std::vector<ScoredItem>* basket) {
  basket->clear();
  // From the last event back, so that unique() keeps an item's last one.
  for (size_t i = events.size(); i-- > 0;) {
    basket->push_back({events[i].item, events[i].weight});
  }
  std::stable_sort(basket->begin(), basket->end(), ByRow);
  const auto same = [](const ScoredItem& a, const ScoredItem& b) {
    return a.item == b.item;
  };
  basket->erase(std::unique(basket->begin(), basket->end(), same),
                basket->end());
}

void PushPositive(const ScoredItem& item, std::vector<ScoredItem>* items) {
  if (item.score > 0) items->push_back(item);
}

}  // namespace

void PersonalFrequencies(const CustomerHistories& histories,
                         const ScorerQuery& query, float decay,
                         std::vector<ScoredItem>* frequencies) {
  thread_local std::vector<ScoredItem> basket;
  NewestBasket(query.events, &basket);
  const float factor = basket.empty() ? 1 : decay;
  frequencies->clear();
  auto next = basket.begin();
  std::span<const HistoryEntry> history;
  if (query.customer) history = histories.Of(*query.customer);
  for (const HistoryEntry& entry : history) {
    for (; next != basket.end() && next->item < entry.item; ++next) {
      PushPositive(*next, frequencies);
    }
    float frequency = entry.decayed_count * factor;
    if (next != basket.end() && next->item == entry.item) {
      frequency += (next++)->score;
    }
    PushPositive({entry.item, frequency}, frequencies);
  }
  for (; next != basket.end(); ++next) PushPositive(*next, frequencies);
}

PersonalFrequencyScorer::PersonalFrequencyScorer(
    std::string name, const CustomerHistories& histories, float decay)
    : Scorer(std::move(name)), histories_(histories), decay_(decay) {}

void PersonalFrequencyScorer::Rank(const ScorerQuery& query,
                                   const SearchOptions& options,
                                   std::vector<ScoredItem>* top) const {
  thread_local std::vector<ScoredItem> frequencies;
  PersonalFrequencies(histories_, query, decay_, &frequencies);
  TopK best(options.k, top);
  for (const ScoredItem& item : frequencies) {
    if (options.filter == nullptr || options.filter->Allows(item.item)) {
      best.Push(item);
    }
  }
  best.Finish();
  Fill(frequencies, options, top);
}

void PersonalFrequencyScorer::Fill(const std::vector<ScoredItem>& frequencies,
                                   const SearchOptions& options,
                                   std::vector<ScoredItem>* top) const {
  const float least = top->empty() ? 1 : top->back().score;
  AllowedRows rows(options.filter, counts_.size());
  while (top->size() < options.k) {
    const std::optional<uint32_t> row = rows.Next();
    if (!row) return;
    const bool own = std::binary_search(frequencies.begin(), frequencies.end(),
                                        ScoredItem{*row, 0}, ByRow);
    if (!own) top->push_back({*row, least * share_of_one_ * counts_[*row]});
  }
}

}  // namespace customer2vec
