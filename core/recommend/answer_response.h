// What the three recommendations share once their subject is known: the page
// that is asked for, the fallback, and the response.
//
//   C2V_ASSIGN_OR_RETURN(RankingLimits limits, LimitsOf(snapshot, request));
//   limits.filter = &filter;
//   C2V_RETURN_IF_ERROR(AnswerOrFallBack(snapshot, ranking, limits, policy,
//                                        fallback, &answer, served_by));
//   FillResponse(snapshot, request, limits, seen, answer, response);
//
// Inside core/recommend only. Thread-safe.

#ifndef CUSTOMER2VEC_CORE_RECOMMEND_ANSWER_RESPONSE_H_
#define CUSTOMER2VEC_CORE_RECOMMEND_ANSWER_RESPONSE_H_

#include <cstddef>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "core/base/status_macros.h"
#include "core/recommend/page_token.h"
#include "core/recommend/ranking.h"
#include "core/recommend/request_validation.h"
#include "core/recommend/response_items.h"
#include "core/snapshot/snapshot.h"
#include "customer2vec/v1/recommendation_service.pb.h"

namespace customer2vec {

// What answers where the ranking knows nothing of the subject.
struct FallbackPlan {
  v1::Fallback reason = v1::FALLBACK_UNSPECIFIED;
  // The error where the request refuses fallbacks.
  absl::FunctionRef<absl::Status()> refusal;
};

// Answers by `ranking`, or by the snapshot's fallback, named in `served_by`:
// where the ranking knows nothing of the subject, and where it has nothing that
// the filter allows but the fallback has (FALLBACK_NOTHING_LEFT). A refusal is
// an error in the first case, an empty answer in the second. A list that is
// short stays short: scores of two servables do not compare.
absl::Status AnswerOrFallBack(const Snapshot& snapshot, const Ranking& ranking,
                              const RankingLimits& limits,
                              v1::FallbackPolicy policy,
                              const FallbackPlan& fallback, Answer* answer,
                              v1::ServedBy* served_by);

// Checks k, options and page token of a request.
template <typename Request>
absl::StatusOr<RankingLimits> LimitsOf(const Snapshot& snapshot,
                                       const Request& request) {
  const v1::RecommendationOptions& options = request.options();
  RankingLimits limits;
  C2V_ASSIGN_OR_RETURN(limits.bounds.k, CheckedK(request));
  if (request.has_options()) {
    C2V_RETURN_IF_ERROR(CheckOptions(options));
    if (options.has_min_score()) limits.bounds.min_score = options.min_score();
    limits.exact = options.search_mode() == v1::SEARCH_MODE_EXACT;
  }
  if (request.page_token().empty()) return limits;
  C2V_ASSIGN_OR_RETURN(
      limits.bounds.cursor,
      DecodePageToken(request.page_token(),
                      MakePageKey(snapshot.version(), request), kMaxResults));
  return limits;
}

// Fills items and next_page_token. `seen` may be null.
template <typename Request, typename Response>
void FillResponse(const Snapshot& snapshot, const Request& request,
                  const RankingLimits& limits, const SeenItems* seen,
                  const Answer& answer, Response* response) {
  const uint32_t offset = limits.bounds.cursor.offset;
  FillItems(snapshot.tables(), answer.page,
            {.first_rank = static_cast<int32_t>(offset + 1),
             .names = request.include_names(),
             .attributes = request.include_attributes(),
             .seen = seen},
            response->mutable_items());
  if (!answer.more) return;
  const PageCursor next{offset + static_cast<uint32_t>(answer.page.size()),
                        answer.page.back()};
  response->set_next_page_token(
      EncodePageToken(MakePageKey(snapshot.version(), request), next));
}

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_CORE_RECOMMEND_ANSWER_RESPONSE_H_
