#include "bench/quality/cold_rankings.h"

#include <algorithm>
#include <memory>
#include <utility>

#include "core/base/status_macros.h"
#include "core/servables/attribute_affinity.h"

namespace customer2vec::bench {
namespace {

std::vector<HistoryEvent> EventsOf(const ColdCase& each) {
  std::vector<HistoryEvent> events;
  for (const uint32_t item : each.session) events.push_back({.item = item});
  return events;
}

// Shares of the customer's own history; the session does not count.
ColdRanking OwnShare(const ColdSplit& split, const Tables& tables,
                     std::shared_ptr<const AttributeGroups> groups) {
  return [&split, &tables, groups](const ColdCase& each,
                                   std::span<double> scores) {
    GroupTally tally;
    tally.Reset(*groups);
    for (const HistoryEntry& entry : tables.histories.Of(each.customer)) {
      tally.Add(*groups, entry.item, entry.basket_count);
    }
    for (size_t i = 0; i < scores.size(); ++i) {
      scores[i] = tally.Of(0, groups->Of(0, split.hidden[i]));
    }
  };
}

ColdRanking Popularity(const ColdSplit& split,
                       std::shared_ptr<const AttributeGroups> groups) {
  return [&split, groups](const ColdCase& /*each*/, std::span<double> scores) {
    for (size_t i = 0; i < scores.size(); ++i) {
      scores[i] = groups->LogPopularity(0, split.hidden[i]);
    }
  };
}

ColdRanking ByScorer(const ColdSplit& split, const Scorer& scorer) {
  return [&split, &scorer](const ColdCase& each, std::span<double> scores) {
    RowFilter filter;
    filter.RestrictTo(split.hidden);
    const std::vector<HistoryEvent> events = EventsOf(each);
    std::vector<ScoredItem> top;
    scorer.Rank({.events = events, .customer = each.customer},
                {.k = split.hidden.size(), .filter = &filter}, &top);
    // What got no score ranks last.
    const double last = top.empty() ? 0 : double{top.back().score} - 1;
    std::fill(scores.begin(), scores.end(), last);
    for (const ScoredItem& item : top) {
      const auto at =
          std::lower_bound(split.hidden.begin(), split.hidden.end(), item.item);
      scores[at - split.hidden.begin()] = item.score;
    }
  };
}

ColdRanking BySpace(const ColdSplit& split, const Space& space,
                    Scoring scoring) {
  return [&split, &space, scoring](const ColdCase& each,
                                   std::span<double> scores) {
    std::vector<float> query(space.dimension());
    if (!space.Encode(scoring, EventsOf(each), query)) return;
    for (size_t i = 0; i < scores.size(); ++i) {
      if (split.hidden[i] >= space.item_count()) continue;
      scores[i] = space.Score(scoring, query, split.hidden[i]);
    }
  };
}

absl::StatusOr<std::shared_ptr<const AttributeGroups>> Group(
    const Tables& tables, const std::vector<std::string>& attributes) {
  AttributeGroups::Kinds kinds;
  *kinds.Add()->mutable_attributes() = {attributes.begin(), attributes.end()};
  C2V_ASSIGN_OR_RETURN(
      AttributeGroups groups,
      AttributeGroups::Create(kinds, tables.catalogue, tables.basket_counts));
  return std::make_shared<const AttributeGroups>(std::move(groups));
}

}  // namespace

absl::StatusOr<std::vector<NamedRanking>> ColdRankings(
    const ColdSplit& split, const Tables& tables, const ServableSet& servables,
    const ColdAnchors& anchors) {
  C2V_ASSIGN_OR_RETURN(const auto category, Group(tables, {anchors.category}));
  C2V_ASSIGN_OR_RETURN(const auto type_and_maker,
                       Group(tables, {anchors.type, anchors.maker}));
  std::vector<NamedRanking> rankings = {
      {"random", [](const ColdCase&, std::span<double>) {}},
      {"category_popularity", Popularity(split, category)},
      {"own_category", OwnShare(split, tables, category)},
      {"own_type_and_maker", OwnShare(split, tables, type_and_maker)}};
  for (const auto& scorer : servables.scorers()) {
    rankings.push_back({scorer->name(), ByScorer(split, *scorer)});
  }
  for (const auto& space : servables.spaces()) {
    rankings.push_back({space->name() + "_similar",
                        BySpace(split, *space, Scoring::kSimilar)});
    rankings.push_back(
        {space->name() + "_next", BySpace(split, *space, Scoring::kNext)});
  }
  return rankings;
}

}  // namespace customer2vec::bench
