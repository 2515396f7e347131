#include <optional>
#include <span>
#include <vector>

#include "core/base/status_macros.h"
#include "core/errors/error_details.h"
#include "core/recommend/answer_response.h"
#include "core/recommend/item_rows.h"
#include "core/recommend/recommend.h"
#include "core/servables/customer_query.h"

namespace customer2vec {
namespace {

absl::Status CheckRequest(const v1::RecommendForCustomerRequest& request) {
  C2V_RETURN_IF_ERROR(CheckId("customer_id", request.customer_id()));
  if (!v1::PurchaseMode_IsValid(request.purchase_mode())) {
    return InvalidField("purchase_mode", "is no value of PurchaseMode");
  }
  return CheckEvents("recent_events", request.recent_events());
}

// `exclude_seen` is another name of PURCHASE_MODE_DISCOVERY.
absl::StatusOr<v1::PurchaseMode> ModeOf(
    const v1::RecommendForCustomerRequest& request) {
  const v1::PurchaseMode mode = request.purchase_mode();
  if (!request.options().has_exclude_seen()) return mode;
  const bool exclude = request.options().exclude_seen();
  if (mode == v1::PURCHASE_MODE_UNSPECIFIED) {
    return exclude ? v1::PURCHASE_MODE_DISCOVERY : mode;
  }
  if (exclude == (mode == v1::PURCHASE_MODE_DISCOVERY)) return mode;
  return InvalidField("options.exclude_seen", "contradicts purchase_mode");
}

void ApplyMode(v1::PurchaseMode mode, const SeenItems& seen,
               RowFilter* filter) {
  if (mode == v1::PURCHASE_MODE_REPEAT) filter->RestrictTo(seen.Rows());
  if (mode == v1::PURCHASE_MODE_DISCOVERY) filter->Exclude(seen.Rows());
}

Ranking MakeRanking(const ServableChoice& choice, const Tables& tables,
                    const ScorerQuery& subject, std::vector<float>* query) {
  if (choice.scorer != nullptr) {
    return Ranking::ByScorer(*choice.scorer, subject);
  }
  query->resize(choice.space->dimension());
  const bool encoded =
      EncodeCustomer(*choice.space, tables.histories, subject, *query);
  return Ranking::BySpace(
      *choice.space, Scoring::kNext,
      encoded ? std::span<const float>(*query) : std::span<const float>());
}

}  // namespace

absl::Status RecommendForCustomer(
    const Snapshot& snapshot, const v1::RecommendForCustomerRequest& request,
    v1::RecommendForCustomerResponse* response) {
  response->Clear();
  C2V_RETURN_IF_ERROR(CheckRequest(request));
  C2V_ASSIGN_OR_RETURN(const v1::PurchaseMode mode, ModeOf(request));
  C2V_ASSIGN_OR_RETURN(RankingLimits limits, LimitsOf(snapshot, request));
  C2V_ASSIGN_OR_RETURN(
      const ServableChoice choice,
      ChooseServable(snapshot, request.model().servable(),
                     snapshot.manifest().defaults().customer()));

  const Tables& tables = snapshot.tables();
  const auto customer = tables.customers.Find(request.customer_id());
  if (!customer) response->set_missing_customer_id(request.customer_id());
  thread_local std::vector<HistoryEvent> events;
  ResolveEvents(tables.items, request.recent_events(), &events,
                response->mutable_missing_item_ids());
  const SeenItems seen(customer ? tables.histories.Of(*customer)
                                : std::span<const HistoryEntry>(),
                       events);
  RowFilter filter;
  ApplyMode(mode, seen, &filter);
  ApplyListedIds(tables.items, request.options(), &filter,
                 response->mutable_missing_item_ids());
  limits.filter = &filter;

  thread_local std::vector<float> query;
  thread_local Answer answer;
  const auto refusal = [&] {
    return UnknownResource("customer", request.customer_id());
  };
  const FallbackPlan fallback{customer ? v1::FALLBACK_CUSTOMER_WITHOUT_HISTORY
                                       : v1::FALLBACK_UNKNOWN_CUSTOMER,
                              refusal};
  C2V_RETURN_IF_ERROR(AnswerOrFallBack(
      snapshot,
      MakeRanking(choice, tables, {.events = events, .customer = customer},
                  &query),
      limits, request.options().fallback_policy(), fallback, &answer,
      response->mutable_served_by()));
  FillResponse(snapshot, request, limits, &seen, answer, response);
  return absl::OkStatus();
}

}  // namespace customer2vec
