#include "trainer/evaluation/cut.h"

#include <algorithm>
#include <numeric>
#include <string>
#include <utility>

#include "core/base/random.h"

namespace customer2vec {
namespace {

constexpr size_t kMinSessionItems = 3;

// Old rows in their new order: by count, most first, ties by id. Not by old
// row: old rows know the held-out baskets, and a ranking breaks its ties by
// row.
std::vector<uint32_t> RankRows(const Corpus& corpus) {
  const std::vector<uint32_t>& counts = corpus.basket_counts();
  const std::vector<std::string>& ids = corpus.arrays().item_ids;
  std::vector<uint32_t> rows(counts.size());
  std::iota(rows.begin(), rows.end(), 0);
  std::sort(rows.begin(), rows.end(), [&](uint32_t a, uint32_t b) {
    return counts[a] != counts[b] ? counts[a] > counts[b] : ids[a] < ids[b];
  });
  return rows;
}

std::vector<uint32_t> Inverse(const std::vector<uint32_t>& permutation) {
  std::vector<uint32_t> inverse(permutation.size());
  for (uint32_t i = 0; i < permutation.size(); ++i) inverse[permutation[i]] = i;
  return inverse;
}

// The same baskets with row r called row_of[r].
Corpus Renumber(const Corpus& corpus, const std::vector<uint32_t>& row_of) {
  CorpusArrays arrays = corpus.arrays();
  for (uint32_t row = 0; row < row_of.size(); ++row) {
    arrays.item_ids[row_of[row]] = corpus.arrays().item_ids[row];
    if (arrays.item_prices.empty()) continue;
    arrays.item_prices[row_of[row]] = corpus.arrays().item_prices[row];
  }
  for (uint32_t& item : arrays.items) item = row_of[item];
  return Corpus(std::move(arrays));
}

std::vector<uint32_t> Below(const std::vector<uint32_t>& items,
                            size_t vocabulary) {
  std::vector<uint32_t> known;
  std::copy_if(items.begin(), items.end(), std::back_inserter(known),
               [vocabulary](uint32_t item) { return item < vocabulary; });
  return known;
}

}  // namespace

RankedCorpus RankItems(const Corpus& corpus) {
  std::vector<uint32_t> row_of = Inverse(RankRows(corpus));
  Corpus ranked = Renumber(corpus, row_of);
  return {std::move(ranked), std::move(row_of)};
}

Cut HoldOutLastBaskets(const Corpus& corpus) {
  std::vector<bool> keep(corpus.basket_count(), true);
  Cut cut;
  for (uint32_t customer = 0; customer < corpus.customer_count(); ++customer) {
    const auto baskets = corpus.BasketsOf(customer);
    if (baskets.empty()) continue;
    const size_t last = baskets.back();
    keep[last] = false;
    if (baskets.size() < 2) continue;
    const auto items = corpus.Items(last);
    cut.held_out.push_back({customer, {items.begin(), items.end()}});
  }
  const Corpus rest = corpus.Select(keep);
  RankedCorpus ranked = RankItems(rest);
  for (HeldOutBasket& basket : cut.held_out) {
    for (uint32_t& item : basket.items) item = ranked.row_of[item];
  }
  cut.training = std::move(ranked.corpus);
  return cut;
}

std::vector<CustomerCase> CustomerCases(const Cut& cut, size_t vocabulary) {
  std::vector<CustomerCase> cases;
  for (const HeldOutBasket& basket : cut.held_out) {
    std::vector<uint32_t> targets = Below(basket.items, vocabulary);
    if (targets.empty()) continue;
    std::sort(targets.begin(), targets.end());
    targets.erase(std::unique(targets.begin(), targets.end()), targets.end());
    cases.push_back({basket.customer, std::move(targets)});
  }
  return cases;
}

std::vector<SessionCase> SessionCases(const Cut& cut, size_t vocabulary,
                                      uint64_t seed) {
  std::vector<SessionCase> cases;
  Random random(seed);
  for (const HeldOutBasket& basket : cut.held_out) {
    std::vector<uint32_t> session = Below(basket.items, vocabulary);
    if (session.size() < kMinSessionItems) continue;
    const auto hidden =
        session.begin() + random.Below(static_cast<uint32_t>(session.size()));
    const uint32_t target = *hidden;
    std::erase(session, target);  // a repeat would give it away
    if (session.size() + 1 < kMinSessionItems) continue;
    cases.push_back({basket.customer, std::move(session), target});
  }
  return cases;
}

}  // namespace customer2vec
