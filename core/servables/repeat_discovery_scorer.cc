#include "core/servables/repeat_discovery_scorer.h"

#include <algorithm>
#include <cstddef>
#include <numeric>
#include <optional>
#include <utility>

#include "absl/container/flat_hash_set.h"
#include "core/servables/allowed_rows.h"
#include "core/servables/customer_query.h"
#include "core/servables/personal_frequency.h"
#include "core/vectors/row_filter.h"
#include "core/vectors/top_k.h"

namespace customer2vec {
namespace {

// Memory of one request, kept by the thread for the next.
struct Scratch {
  std::vector<float> query;
  std::vector<ScoredItem> repeats;  // by row; personal frequencies
  std::vector<ScoredItem> mass;     // the best by `next`, unfiltered
  std::vector<ScoredItem> more;     // the best by `next`, filtered
  absl::flat_hash_set<uint32_t> scored;
};

// One ranking on its way.
class Blending {
 public:
  Blending(std::span<const uint32_t> basket_counts, double share_of_one,
           const Space& space, const BlendWeights& weights,
           const SearchOptions& options, bool encoded, Scratch* scratch,
           std::vector<ScoredItem>* top)
      : basket_counts_(basket_counts),
        share_of_one_(share_of_one),
        space_(space),
        weights_(weights),
        options_(options),
        encoded_(encoded),
        scratch_(*scratch),
        shares_(scratch->mass),
        popular_(options.filter, basket_counts.size()),
        top_(*top),
        best_(options.k, top) {
    scratch_.scored.clear();
  }

  void AddRepeats() {
    double sum = 0;
    for (const ScoredItem& item : scratch_.repeats) sum += item.score;
    for (const ScoredItem& item : scratch_.repeats) {
      scratch_.scored.insert(item.item);
      if (!Allowed(item.item)) continue;
      Push(item.item, item.score / sum, DiscoveryShareOf(item.item));
    }
  }

  // Reads both lists until the rest cannot matter.
  void AddOthers() {
    Unread by_next = AddFromMass();
    size_t depth = std::max(options_.k, kDiscoveryMass);
    Unread popular = AddPopular(depth);
    while (!Settled(popular, by_next)) {
      depth *= 2;
      by_next = AddByNext(depth);
      popular = AddPopular(depth);
    }
    best_.Finish();
  }

 private:
  // The largest share that an item not read from a list can have; nothing when
  // all are read.
  using Unread = std::optional<double>;

  bool Allowed(uint32_t item) const {
    return options_.filter == nullptr || options_.filter->Allows(item);
  }

  double PopularityShareOf(uint32_t item) const {
    return basket_counts_[item] * share_of_one_;
  }

  double DiscoveryShareOf(uint32_t item) const {
    if (!encoded_ || item >= space_.item_count()) return 0;
    return shares_.ShareOf(space_.Score(Scoring::kNext, scratch_.query, item));
  }

  void Push(uint32_t item, double repeat, double discovery) {
    best_.Push({item, BlendScore({repeat, PopularityShareOf(item), discovery},
                                 weights_)});
  }

  // Whether no unread item can rank among the best k. The popular list holds
  // every item.
  bool Settled(Unread popular, Unread by_next) const {
    if (!popular || options_.k == 0) return true;
    const BlendShares bound{0, *popular, by_next.value_or(0)};
    return top_.size() == options_.k &&
           top_.front().score > BlendScore(bound, weights_);
  }

  Unread AddFromMass() { return AddDiscoveries(scratch_.mass, kDiscoveryMass); }

  Unread AddByNext(size_t depth) {
    if (!encoded_) return std::nullopt;
    SearchOptions deeper = options_;
    deeper.k = depth;
    space_.Search(Scoring::kNext, scratch_.query, deeper, &scratch_.more);
    return AddDiscoveries(scratch_.more, depth);
  }

  // `found`: the best `asked` by `next`.
  Unread AddDiscoveries(std::span<const ScoredItem> found, size_t asked) {
    for (const ScoredItem& item : found) {
      if (Allowed(item.item)) AddOnce(item.item);
    }
    if (found.size() < asked) return std::nullopt;
    return shares_.ShareOf(found.back().score);
  }

  // Reads on until `depth` rows are read.
  Unread AddPopular(size_t depth) {
    for (; popular_read_ < depth; ++popular_read_) {
      const std::optional<uint32_t> row = popular_.Next();
      if (!row) return std::nullopt;
      AddOnce(*row);
      last_popular_ = PopularityShareOf(*row);
    }
    return last_popular_;
  }

  // Both lists score an item alike, so that its score does not depend on where
  // it was found.
  void AddOnce(uint32_t item) {
    if (scratch_.scored.insert(item).second) {
      Push(item, 0, DiscoveryShareOf(item));
    }
  }

  std::span<const uint32_t> basket_counts_;
  double share_of_one_;
  const Space& space_;
  const BlendWeights& weights_;
  const SearchOptions& options_;
  bool encoded_;
  Scratch& scratch_;
  DiscoveryShares shares_;
  AllowedRows popular_;
  size_t popular_read_ = 0;
  double last_popular_ = 0;
  std::vector<ScoredItem>& top_;  // best_ keeps the worst in front
  TopK best_;
};

}  // namespace

RepeatDiscoveryScorer::RepeatDiscoveryScorer(std::string name,
                                             const Tables& tables, float decay,
                                             const Space* space,
                                             const BlendWeights& weights)
    : Scorer(std::move(name)),
      histories_(tables.histories),
      basket_counts_(tables.basket_counts),
      share_of_one_(1 /
                    std::max(1.0, std::accumulate(basket_counts_.begin(),
                                                  basket_counts_.end(), 0.0))),
      decay_(decay),
      space_(space),
      weights_(weights) {}

void RepeatDiscoveryScorer::Rank(const ScorerQuery& query,
                                 const SearchOptions& options,
                                 std::vector<ScoredItem>* top) const {
  thread_local Scratch scratch;
  top->clear();
  PersonalFrequencies(histories_, query, decay_, &scratch.repeats);
  scratch.mass.clear();
  scratch.query.resize(space_->dimension());
  const bool encoded =
      EncodeCustomer(*space_, histories_, query, scratch.query);
  if (scratch.repeats.empty() && !encoded) return;
  if (encoded) {
    space_->Search(Scoring::kNext, scratch.query,
                   {.k = kDiscoveryMass, .exact = options.exact},
                   &scratch.mass);
  }
  Blending blending(basket_counts_, share_of_one_, *space_, weights_, options,
                    encoded, &scratch, top);
  blending.AddRepeats();
  blending.AddOthers();
}

}  // namespace customer2vec
