#include "core/servables/attribute_affinity.h"

#include <algorithm>

#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "core/base/status_macros.h"
#include "core/vectors/top_k.h"

namespace customer2vec {
namespace {

absl::Status CheckWeights(const v1::AttributeGroup& kind) {
  for (const double weight : {kind.customer_weight(), kind.session_weight(),
                              kind.popularity_weight(), kind.size_weight()}) {
    if (std::isfinite(weight)) continue;
    return absl::InvalidArgumentError(
        absl::StrCat("weight ", weight, " is not finite"));
  }
  return absl::OkStatus();
}

absl::StatusOr<std::vector<size_t>> FindAttributes(
    const v1::AttributeGroup& kind, const Catalogue& catalogue) {
  if (kind.attributes().empty()) {
    return absl::InvalidArgumentError("it names no attribute");
  }
  std::vector<size_t> attributes;
  for (const std::string& name : kind.attributes()) {
    const std::optional<size_t> found = catalogue.FindAttribute(name);
    if (!found) {
      return absl::InvalidArgumentError(
          absl::StrCat("the catalogue has no attribute \"", name, "\""));
    }
    attributes.push_back(*found);
  }
  return attributes;
}

// Value ids of the item; empty where it lacks one.
std::vector<uint32_t> ValuesOf(const std::vector<size_t>& attributes,
                               const Catalogue& catalogue, uint32_t item) {
  std::vector<uint32_t> values;
  for (const size_t attribute : attributes) {
    values.push_back(catalogue.ValueId(attribute, item));
    if (values.back() == kNoValue) return {};
  }
  return values;
}

}  // namespace

absl::StatusOr<AttributeGroups> AttributeGroups::Create(
    const Kinds& kinds, const Catalogue& catalogue,
    std::span<const uint32_t> basket_counts) {
  AttributeGroups groups(kinds, basket_counts.size());
  for (int kind = 0; kind < kinds.size(); ++kind) {
    C2V_RETURN_IF_ERROR(CheckWeights(kinds[kind])).With("groups[", kind, "]");
    C2V_ASSIGN_OR_RETURN(const std::vector<size_t> attributes,
                         FindAttributes(kinds[kind], catalogue), "groups[",
                         kind, "]");
    groups.FillKind(kind, attributes, catalogue, basket_counts);
  }
  return groups;
}

void AttributeGroups::FillKind(size_t kind,
                               const std::vector<size_t>& attributes,
                               const Catalogue& catalogue,
                               std::span<const uint32_t> basket_counts) {
  absl::flat_hash_map<std::vector<uint32_t>, uint32_t> number_of;
  std::vector<uint64_t> baskets, items;
  for (uint32_t item = 0; item < item_count_; ++item) {
    uint32_t& group = groups_[kind * item_count_ + item];
    std::vector<uint32_t> values = ValuesOf(attributes, catalogue, item);
    if (values.empty()) {
      group = kNoGroup;
      continue;
    }
    group =
        number_of
            .emplace(std::move(values), static_cast<uint32_t>(number_of.size()))
            .first->second;
    baskets.resize(number_of.size());
    items.resize(number_of.size());
    baskets[group] += basket_counts[item];
    items[group] += basket_counts[item] > 0;
  }
  stats_[kind].resize(number_of.size());
  for (size_t i = 0; i < number_of.size(); ++i) {
    stats_[kind][i] = {std::log1p(static_cast<double>(baskets[i])),
                       std::log1p(static_cast<double>(items[i]))};
  }
}

void GroupTally::Reset(const AttributeGroups& groups) {
  counts_.resize(groups.kinds().size());
  touched_.resize(groups.kinds().size());
  for (size_t kind = 0; kind < counts_.size(); ++kind) {
    if (counts_[kind].size() == groups.size(kind)) {
      for (const uint32_t group : touched_[kind]) counts_[kind][group] = 0;
    } else {  // made for other groups
      counts_[kind].assign(groups.size(kind), 0);
    }
    touched_[kind].clear();
  }
}

void GroupTally::Add(const AttributeGroups& groups, uint32_t item,
                     double weight) {
  if (!(weight > 0) || item >= groups.item_count()) return;
  for (size_t kind = 0; kind < counts_.size(); ++kind) {
    const uint32_t group = groups.Of(kind, item);
    if (group == kNoGroup) continue;
    if (counts_[kind][group] == 0) touched_[kind].push_back(group);
    counts_[kind][group] += weight;
  }
}

AttributeAffinityScorer::AttributeAffinityScorer(
    std::string name, AttributeGroups groups,
    const CustomerHistories& histories, std::span<const uint32_t> basket_counts,
    std::optional<uint32_t> max_basket_count)
    : Scorer(std::move(name)),
      groups_(std::move(groups)),
      histories_(histories),
      standing_(groups_.item_count()) {
  for (uint32_t item = 0; item < groups_.item_count(); ++item) {
    if (!max_basket_count || basket_counts[item] <= *max_basket_count) {
      rows_.push_back(item);
    }
    double score = 0;
    for (int kind = 0; kind < groups_.kinds().size(); ++kind) {
      const v1::AttributeGroup& weights = groups_.kinds()[kind];
      score += weights.customer_weight() * CustomerAffinity(0) +
               weights.session_weight() * SessionAffinity(0) +
               weights.popularity_weight() * groups_.LogPopularity(kind, item) +
               weights.size_weight() * groups_.LogSize(kind, item);
    }
    standing_[item] = static_cast<float>(score);
  }
}

void AttributeAffinityScorer::TallyQuery(const ScorerQuery& query,
                                         GroupTally* customer,
                                         GroupTally* session) const {
  customer->Reset(groups_);
  session->Reset(groups_);
  if (query.customer) {
    for (const HistoryEntry& entry : histories_.Of(*query.customer)) {
      customer->Add(groups_, entry.item, entry.basket_count);
    }
  }
  for (const HistoryEvent& event : query.events) {
    session->Add(groups_, event.item, event.weight);
  }
}

void AttributeAffinityScorer::Rank(const ScorerQuery& query,
                                   const SearchOptions& options,
                                   std::vector<ScoredItem>* top) const {
  thread_local GroupTally customer, session;
  thread_local std::vector<std::vector<float>> gains;  // by kind, by group
  TallyQuery(query, &customer, &session);
  const auto kinds = static_cast<size_t>(groups_.kinds().size());
  gains.resize(std::max(gains.size(), kinds));
  for (size_t kind = 0; kind < kinds; ++kind) {
    const v1::AttributeGroup& weights = groups_.kinds()[kind];
    gains[kind].assign(groups_.size(kind), 0);
    for (const uint32_t group : customer.Touched(kind)) {
      gains[kind][group] += static_cast<float>(
          weights.customer_weight() *
          (CustomerAffinity(customer.Of(kind, group)) - CustomerAffinity(0)));
    }
    for (const uint32_t group : session.Touched(kind)) {
      gains[kind][group] += static_cast<float>(
          weights.session_weight() *
          (SessionAffinity(session.Of(kind, group)) - SessionAffinity(0)));
    }
  }
  TopK best(options.k, top);
  for (const uint32_t item : rows_) {
    float score = standing_[item];
    for (size_t kind = 0; kind < kinds; ++kind) {
      const uint32_t group = groups_.Of(kind, item);
      if (group != kNoGroup) score += gains[kind][group];
    }
    const ScoredItem scored{item, score};
    if (!best.WouldKeep(scored)) continue;
    if (options.filter != nullptr && !options.filter->Allows(item)) continue;
    best.Push(scored);
  }
  best.Finish();
}

}  // namespace customer2vec
