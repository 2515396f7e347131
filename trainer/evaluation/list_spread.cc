#include "trainer/evaluation/list_spread.h"

#include <algorithm>
#include <cmath>

#include "trainer/evaluation/metrics.h"

namespace customer2vec {
namespace {

std::vector<uint32_t> ShownOf(const std::vector<ScoredItem>& list,
                              const SpreadOptions& options) {
  std::vector<uint32_t> shown;
  for (size_t i = 0; i < std::min(options.cutoff, list.size()); ++i) {
    if (list[i].item < options.item_count) shown.push_back(list[i].item);
  }
  return shown;
}

double Novelty(uint32_t item, const SpreadOptions& options) {
  const double count = std::max(1u, options.counts[item]);
  return -std::log2(count / static_cast<double>(options.basket_count));
}

// Share of pairs of different groups. REQUIRES: two items at least.
double Mixture(std::span<const uint32_t> items,
               std::span<const uint32_t> group_of) {
  size_t different = 0, pairs = 0;
  for (size_t i = 0; i < items.size(); ++i) {
    for (size_t j = i + 1; j < items.size(); ++j) {
      const uint32_t a = group_of[items[i]], b = group_of[items[j]];
      different += a != b || a == kNoGroup;
      ++pairs;
    }
  }
  return static_cast<double>(different) / static_cast<double>(pairs);
}

double Gini(std::vector<uint64_t> times) {
  std::sort(times.begin(), times.end());
  double weighted = 0, sum = 0;
  const auto n = static_cast<double>(times.size());
  for (size_t i = 0; i < times.size(); ++i) {
    weighted += (2.0 * static_cast<double>(i + 1) - n - 1) *
                static_cast<double>(times[i]);
    sum += static_cast<double>(times[i]);
  }
  return sum == 0 ? 0 : weighted / (n * sum);
}

}  // namespace

ListSpread MeasureSpread(std::span<const std::vector<ScoredItem>> lists,
                         const SpreadOptions& options) {
  if (lists.empty() || options.item_count == 0) return {};
  std::vector<uint64_t> times(options.item_count);
  MeanWithError novelty, diversity;
  for (const std::vector<ScoredItem>& list : lists) {
    const std::vector<uint32_t> shown = ShownOf(list, options);
    for (const uint32_t item : shown) {
      ++times[item];
      if (options.basket_count > 0) novelty.Add(Novelty(item, options));
    }
    if (shown.size() > 1 && !options.group_of.empty()) {
      diversity.Add(Mixture(shown, options.group_of));
    }
  }
  const auto covered = std::count_if(times.begin(), times.end(),
                                     [](uint64_t n) { return n > 0; });
  return {.coverage = static_cast<double>(covered) /
                      static_cast<double>(options.item_count),
          .novelty = novelty.mean(),
          .diversity = diversity.mean(),
          .gini = Gini(std::move(times))};
}

}  // namespace customer2vec
