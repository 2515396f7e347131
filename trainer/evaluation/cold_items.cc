#include "trainer/evaluation/cold_items.h"

#include <algorithm>
#include <numeric>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"
#include "core/base/random.h"
#include "trainer/corpus/hidden_items.h"
#include "trainer/evaluation/cut.h"

namespace customer2vec {
namespace {

// Whether one of `targets` is among the k best of `hidden`.
bool IsHit(std::span<const uint32_t> hidden, std::span<const double> scores,
           std::span<const uint32_t> targets, size_t k, Random& random) {
  std::vector<std::pair<double, uint64_t>> keys(hidden.size());
  for (size_t i = 0; i < keys.size(); ++i) keys[i] = {scores[i], random()};
  std::vector<uint32_t> order(hidden.size());
  std::iota(order.begin(), order.end(), 0);
  const size_t count = std::min(k, order.size());
  std::partial_sort(order.begin(),
                    order.begin() + static_cast<ptrdiff_t>(count), order.end(),
                    [&](uint32_t a, uint32_t b) { return keys[a] > keys[b]; });
  return std::any_of(
      order.begin(), order.begin() + static_cast<ptrdiff_t>(count),
      [&](uint32_t i) {
        return std::binary_search(targets.begin(), targets.end(), hidden[i]);
      });
}

// Rows in `other`, ascending, of the items that `rows` are in `corpus`.
std::vector<uint32_t> RowsIn(const Corpus& other, const Corpus& corpus,
                             std::span<const uint32_t> rows) {
  absl::flat_hash_map<absl::string_view, uint32_t> row_of;
  for (uint32_t row = 0; row < other.item_count(); ++row) {
    row_of[other.arrays().item_ids[row]] = row;
  }
  std::vector<uint32_t> found;
  for (const uint32_t row : rows) {
    found.push_back(row_of.at(corpus.arrays().item_ids[row]));
  }
  std::sort(found.begin(), found.end());
  return found;
}

}  // namespace

ColdSplit HideItems(const Corpus& corpus, std::span<const uint32_t> eligible,
                    double share, uint64_t seed) {
  const std::vector<uint32_t> drawn = DrawHiddenItems(eligible, share, seed);
  const Cut cut = HoldOutLastBaskets(corpus);
  // Rows of the cut are others than the corpus's, so items go by their ids.
  const std::vector<uint32_t> hidden = RowsIn(cut.training, corpus, drawn);
  const std::vector<bool> is_hidden =
      MarkRows(hidden, cut.training.item_count());
  RankedCorpus ranked = RankItems(WithoutItems(cut.training, hidden));

  ColdSplit split;
  split.training = std::move(ranked.corpus);
  for (const uint32_t row : hidden) {
    split.hidden.push_back(ranked.row_of[row]);
  }
  std::sort(split.hidden.begin(), split.hidden.end());
  for (const HeldOutBasket& basket : cut.held_out) {
    ColdCase each{basket.customer, {}, {}};
    for (const uint32_t item : basket.items) {
      (is_hidden[item] ? each.targets : each.session)
          .push_back(ranked.row_of[item]);
    }
    if (each.targets.empty()) continue;
    std::sort(each.targets.begin(), each.targets.end());
    split.cases.push_back(std::move(each));
  }
  return split;
}

MeanWithError ColdHitRate(const ColdSplit& split, size_t k, uint64_t seed,
                          const ColdRanking& ranking) {
  MeanWithError hits;
  Random random(seed);
  std::vector<double> scores(split.hidden.size());
  for (const ColdCase& each : split.cases) {
    std::fill(scores.begin(), scores.end(), 0.0);
    ranking(each, scores);
    hits.Add(IsHit(split.hidden, scores, each.targets, k, random) ? 1 : 0);
  }
  return hits;
}

}  // namespace customer2vec
