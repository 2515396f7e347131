#include "trainer/cases/customer_split.h"

#include <algorithm>
#include <utility>

#include "core/base/random.h"
#include "trainer/evaluation/cut.h"

namespace customer2vec {
namespace {

enum class Part { kTraining, kValidation, kTest };

// All customers that are not tested, in random order.
std::vector<uint32_t> Shuffled(const std::vector<Part>& parts, uint64_t seed) {
  std::vector<uint32_t> order;
  for (uint32_t customer = 0; customer < parts.size(); ++customer) {
    if (parts[customer] != Part::kTest) order.push_back(customer);
  }
  Random random(seed);
  for (size_t i = order.size(); i > 1; --i) {
    std::swap(order[i - 1], order[random.Below(static_cast<uint32_t>(i))]);
  }
  return order;
}

std::vector<Part> DrawParts(size_t customers,
                            const CustomerSplitOptions& options) {
  std::vector<Part> parts(customers, Part::kTraining);
  if (options.tested) {
    for (const uint32_t customer : *options.tested) {
      parts[customer] = Part::kTest;
    }
  }
  const std::vector<uint32_t> order = Shuffled(parts, options.seed);
  const auto n = static_cast<double>(order.size());
  const size_t tested =
      options.tested ? 0 : static_cast<size_t>(n * options.test_share);
  const auto validated = static_cast<size_t>(
      static_cast<double>(order.size() - tested) * options.validation_share);
  for (size_t i = 0; i < tested + validated; ++i) {
    parts[order[i]] = i < tested ? Part::kTest : Part::kValidation;
  }
  return parts;
}

// The distinct items of a basket, in their new rows.
std::vector<uint32_t> TargetsOf(std::span<const uint32_t> items,
                                const std::vector<uint32_t>& row_of) {
  std::vector<uint32_t> targets;
  for (const uint32_t item : items) targets.push_back(row_of[item]);
  std::sort(targets.begin(), targets.end());
  targets.erase(std::unique(targets.begin(), targets.end()), targets.end());
  return targets;
}

}  // namespace

CustomerSplit SplitCustomers(const Corpus& corpus,
                             const CustomerSplitOptions& options) {
  const std::vector<Part> parts = DrawParts(corpus.customer_count(), options);
  std::vector<bool> keep(corpus.basket_count(), true);
  for (uint32_t customer = 0; customer < parts.size(); ++customer) {
    const auto baskets = corpus.BasketsOf(customer);
    if (baskets.size() < 2) continue;
    keep[baskets.back()] =
        parts[customer] == Part::kTraining && options.learn_last_baskets;
  }
  RankedCorpus ranked = RankItems(corpus.Select(keep));
  CustomerSplit split;
  for (uint32_t customer = 0; customer < parts.size(); ++customer) {
    const auto baskets = corpus.BasketsOf(customer);
    if (parts[customer] == Part::kTraining || baskets.size() < 2) continue;
    auto& cases =
        parts[customer] == Part::kTest ? split.test : split.validation;
    cases.push_back(
        {.customer = customer,
         .targets = TargetsOf(corpus.Items(baskets.back()), ranked.row_of),
         .history = static_cast<uint32_t>(baskets.size() - 1)});
  }
  split.training = std::move(ranked.corpus);
  return split;
}

}  // namespace customer2vec
