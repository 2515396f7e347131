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

absl::Status CheckRequest(const v1::RecommendForSessionRequest& request) {
  C2V_RETURN_IF_ERROR(CheckEvents("events", request.events()));
  if (request.customer_id().empty()) return absl::OkStatus();
  return CheckId("customer_id", request.customer_id());
}

// The row of the session's customer, if it is said and known.
std::optional<uint32_t> FindCustomer(
    const Snapshot& snapshot, const v1::RecommendForSessionRequest& request,
    v1::RecommendForSessionResponse* response) {
  if (request.customer_id().empty()) return std::nullopt;
  const auto row = snapshot.tables().customers.Find(request.customer_id());
  if (!row) response->set_missing_customer_id(request.customer_id());
  return row;
}

// By the session; where it holds nothing that the space knows, by its customer.
Ranking MakeRanking(const ServableChoice& choice, const Tables& tables,
                    const ScorerQuery& subject, std::vector<float>* query) {
  if (choice.scorer != nullptr) {
    return Ranking::ByScorer(*choice.scorer, subject);
  }
  query->resize(choice.space->dimension());
  const bool encoded =
      choice.space->Encode(Scoring::kNext, subject.events, *query) ||
      (subject.customer &&
       EncodeCustomer(*choice.space, tables.histories,
                      {.events = {}, .customer = subject.customer}, *query));
  return Ranking::BySpace(
      *choice.space, Scoring::kNext,
      encoded ? std::span<const float>(*query) : std::span<const float>());
}

// Unset leaves out the session's own items, true also what the customer had.
void ExcludeSeen(const v1::RecommendationOptions& options,
                 const SeenItems& seen, RowFilter* filter) {
  if (!options.has_exclude_seen()) {
    filter->Exclude(seen.event_rows());
  } else if (options.exclude_seen()) {
    filter->Exclude(seen.Rows());
  }
}

absl::Status Refusal(const v1::RecommendForSessionResponse& response) {
  if (!response.missing_item_ids().empty()) {
    return UnknownResource("item", response.missing_item_ids(0));
  }
  return ErrorWithReason(absl::StatusCode::kNotFound, "EMPTY_SESSION",
                         "the session holds nothing that the servable knows, "
                         "and the request refuses a fallback");
}

}  // namespace

absl::Status RecommendForSession(const Snapshot& snapshot,
                                 const v1::RecommendForSessionRequest& request,
                                 v1::RecommendForSessionResponse* response) {
  response->Clear();
  C2V_RETURN_IF_ERROR(CheckRequest(request));
  C2V_ASSIGN_OR_RETURN(RankingLimits limits, LimitsOf(snapshot, request));
  C2V_ASSIGN_OR_RETURN(
      const ServableChoice choice,
      ChooseServable(snapshot, request.model().servable(),
                     snapshot.manifest().defaults().session()));

  const Tables& tables = snapshot.tables();
  thread_local std::vector<HistoryEvent> events;
  ResolveEvents(tables.items, request.events(), &events,
                response->mutable_missing_item_ids());
  const std::optional<uint32_t> customer =
      FindCustomer(snapshot, request, response);
  const SeenItems seen(customer ? tables.histories.Of(*customer)
                                : std::span<const HistoryEntry>(),
                       events);
  RowFilter filter;
  ExcludeSeen(request.options(), seen, &filter);
  ApplyListedIds(tables.items, request.options(), &filter,
                 response->mutable_missing_item_ids());
  limits.filter = &filter;

  thread_local std::vector<float> query;
  thread_local Answer answer;
  const auto refusal = [response] { return Refusal(*response); };
  C2V_RETURN_IF_ERROR(AnswerOrFallBack(
      snapshot,
      MakeRanking(choice, tables, {.events = events, .customer = customer},
                  &query),
      limits, request.options().fallback_policy(),
      {v1::FALLBACK_EMPTY_SESSION, refusal}, &answer,
      response->mutable_served_by()));
  FillResponse(snapshot, request, limits, &seen, answer, response);
  return absl::OkStatus();
}

}  // namespace customer2vec
