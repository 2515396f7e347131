#include <optional>
#include <vector>

#include "core/base/status_macros.h"
#include "core/errors/error_details.h"
#include "core/recommend/answer_response.h"
#include "core/recommend/item_rows.h"
#include "core/recommend/recommend.h"

namespace customer2vec {
namespace {

absl::Status CheckRequest(const v1::RecommendSimilarItemsRequest& request) {
  C2V_RETURN_IF_ERROR(CheckId("item_id", request.item_id()));
  if (request.options().has_exclude_seen()) {
    return InvalidField("options.exclude_seen",
                        "has no meaning for an item; leave it unset");
  }
  return absl::OkStatus();
}

// The query for the item, empty where there is none.
std::span<const float> Encode(const Space& space,
                              std::span<const HistoryEvent> item,
                              std::vector<float>* query) {
  query->resize(space.dimension());
  if (!space.Encode(Scoring::kSimilar, item, *query)) return {};
  return *query;
}

// A space by cosine, a scorer with the item as its only event.
Ranking MakeRanking(const ServableChoice& choice,
                    std::span<const HistoryEvent> item,
                    std::vector<float>* query) {
  if (choice.scorer != nullptr) {
    return Ranking::ByScorer(*choice.scorer, {.events = item});
  }
  return Ranking::BySpace(*choice.space, Scoring::kSimilar,
                          Encode(*choice.space, item, query));
}

}  // namespace

absl::Status RecommendSimilarItems(
    const Snapshot& snapshot, const v1::RecommendSimilarItemsRequest& request,
    v1::RecommendSimilarItemsResponse* response) {
  response->Clear();
  C2V_RETURN_IF_ERROR(CheckRequest(request));
  C2V_ASSIGN_OR_RETURN(RankingLimits limits, LimitsOf(snapshot, request));
  C2V_ASSIGN_OR_RETURN(
      const ServableChoice choice,
      ChooseServable(snapshot, request.model().servable(),
                     snapshot.manifest().defaults().similar_items()));

  const Vocabulary& items = snapshot.tables().items;
  const std::optional<uint32_t> row = items.Find(request.item_id());
  const HistoryEvent event{.item = row.value_or(0)};
  const std::span<const HistoryEvent> item(&event, row ? 1 : 0);
  RowFilter filter;
  if (row) {
    filter.Exclude({&*row, 1});
  } else {
    response->add_missing_item_ids(request.item_id());
  }
  ApplyListedIds(items, request.options(), &filter,
                 response->mutable_missing_item_ids());
  limits.filter = &filter;

  thread_local std::vector<float> query;
  thread_local Answer answer;
  const auto refusal = [&] {
    return UnknownResource("item", request.item_id());
  };
  const FallbackPlan fallback{
      row ? v1::FALLBACK_ITEM_WITHOUT_VECTOR : v1::FALLBACK_UNKNOWN_ITEM,
      refusal};
  C2V_RETURN_IF_ERROR(
      AnswerOrFallBack(snapshot, MakeRanking(choice, item, &query), limits,
                       request.options().fallback_policy(), fallback, &answer,
                       response->mutable_served_by()));
  FillResponse(snapshot, request, limits, nullptr, answer, response);
  return absl::OkStatus();
}

}  // namespace customer2vec
