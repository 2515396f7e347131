// Ranks items by how often the customer and the session took items of the same
// groups: maker and type, type, category. It needs nothing of the item itself
// but its attributes, so that it ranks items that nobody took yet.
//
//   C2V_ASSIGN_OR_RETURN(
//       AttributeGroups groups,
//       AttributeGroups::Create(spec.groups(), catalogue, basket_counts));
//   AttributeAffinityScorer scorer("new_items", std::move(groups), histories,
//                                  basket_counts, spec.max_basket_count());
//   scorer.Rank({.events = session, .customer = row}, {.k = 20}, &top);
//
//   score(item) = sum over groups of  w_customer   * log(customer's + 0.1)
//                                   + w_session    * log(session's + 0.3)
//                                   + w_popularity * log(1 + everybody's)
//                                   + w_size       * log(1 + items)
//
// where customer's counts baskets (an item once in each), session's the weights
// of events above 0, everybody's the baskets of the snapshot, and items those
// that somebody took, all over the items of the item's group. An item without a
// value of one of the group's attributes is in none: all its counts are 0.
//
// A rank is a pass over all items: about a millisecond for ten groups and
// 100,000 items. Immutable, safe for concurrent use (scratch is per thread).

#ifndef CUSTOMER2VEC_CORE_SERVABLES_ATTRIBUTE_AFFINITY_H_
#define CUSTOMER2VEC_CORE_SERVABLES_ATTRIBUTE_AFFINITY_H_

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "core/catalogue/catalogue.h"
#include "core/history/customer_histories.h"
#include "core/servables/servable.h"
#include "customer2vec/v1/text_models.pb.h"

namespace customer2vec {

// An item that is in no group of a kind.
inline constexpr uint32_t kNoGroup = UINT32_MAX;

// What a group's weights are multiplied with, in the order of the fields of
// v1::AttributeGroup. The added numbers are those that ranked hidden items of
// Complete Journey best.
inline constexpr size_t kAffinityFeatures = 4;
inline double CustomerAffinity(double baskets) {
  return std::log(baskets + 0.1);
}
inline double SessionAffinity(double items) { return std::log(items + 0.3); }

// Items in groups, for every kind of group ("maker and type" is a kind).
class AttributeGroups {
 public:
  using Kinds = google::protobuf::RepeatedPtrField<v1::AttributeGroup>;

  // INVALID_ARGUMENT for a kind without an attribute, one that the catalogue
  // lacks, or a weight that is not finite. `basket_counts` by item row.
  static absl::StatusOr<AttributeGroups> Create(
      const Kinds& kinds, const Catalogue& catalogue,
      std::span<const uint32_t> basket_counts);

  const Kinds& kinds() const { return kinds_; }
  size_t item_count() const { return item_count_; }
  // Groups of a kind.
  size_t size(size_t kind) const { return stats_[kind].size(); }
  // The item's group, or kNoGroup.
  uint32_t Of(size_t kind, uint32_t item) const {
    return groups_[kind * item_count_ + item];
  }
  // log(1 + everybody's) and log(1 + items).
  double LogPopularity(size_t kind, uint32_t item) const {
    return StatsOf(kind, item).log_popularity;
  }
  double LogSize(size_t kind, uint32_t item) const {
    return StatsOf(kind, item).log_size;
  }

 private:
  struct Stats {
    double log_popularity = 0;
    double log_size = 0;
  };

  AttributeGroups(Kinds kinds, size_t item_count)
      : kinds_(std::move(kinds)),
        item_count_(item_count),
        groups_(kinds_.size() * item_count),
        stats_(kinds_.size()) {}

  Stats StatsOf(size_t kind, uint32_t item) const {
    const uint32_t group = Of(kind, item);
    return group == kNoGroup ? Stats() : stats_[kind][group];
  }
  void FillKind(size_t kind, const std::vector<size_t>& attributes,
                const Catalogue& catalogue,
                std::span<const uint32_t> basket_counts);

  Kinds kinds_;
  size_t item_count_;
  std::vector<uint32_t> groups_;           // kind * item_count_ + item
  std::vector<std::vector<Stats>> stats_;  // by kind, by group
};

// How much was taken of each group; most groups are not touched.
//
//   GroupTally tally;
//   tally.Reset(groups);
//   tally.Add(groups, item, 1);
//   tally.Of(kind, group);
class GroupTally {
 public:
  // Empties it, in the time that filling it took.
  void Reset(const AttributeGroups& groups);
  void Add(const AttributeGroups& groups, uint32_t item, double weight);
  double Of(size_t kind, uint32_t group) const {
    return group == kNoGroup ? 0 : counts_[kind][group];
  }
  // Groups with a count, of each kind.
  std::span<const uint32_t> Touched(size_t kind) const {
    return touched_[kind];
  }

 private:
  std::vector<std::vector<double>> counts_;
  std::vector<std::vector<uint32_t>> touched_;
};

class AttributeAffinityScorer final : public Scorer {
 public:
  // Views outlive it. Ranks items of at most `max_basket_count` baskets, or
  // all.
  AttributeAffinityScorer(std::string name, AttributeGroups groups,
                          const CustomerHistories& histories,
                          std::span<const uint32_t> basket_counts,
                          std::optional<uint32_t> max_basket_count);

  // Without a customer and events, by the popularity of groups.
  void Rank(const ScorerQuery& query, const SearchOptions& options,
            std::vector<ScoredItem>* top) const override;

 private:
  void TallyQuery(const ScorerQuery& query, GroupTally* customer,
                  GroupTally* session) const;

  const AttributeGroups groups_;
  const CustomerHistories& histories_;
  std::vector<uint32_t> rows_;   // that are ranked, ascending
  std::vector<float> standing_;  // by item: the score of an empty query
};

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_CORE_SERVABLES_ATTRIBUTE_AFFINITY_H_
