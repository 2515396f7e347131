// The three recommendations, as pure functions over (snapshot, request).
//
//   v1::RecommendSimilarItemsRequest request;
//   request.set_item_id("1029743");
//   v1::RecommendSimilarItemsResponse response;
//   C2V_RETURN_IF_ERROR(RecommendSimilarItems(snapshot, request, &response));
//
// Each validates the request (INVALID_ARGUMENT with the field's path), resolves
// the servable (NOT_FOUND with the known names, INVALID_ARGUMENT for the wrong
// kind), maps ids to rows (unknown ones are listed, never dropped silently),
// retrieves, filters, ranks, and fills the response. Where nothing is known of
// the subject, popularity answers and ServedBy.fallback says why, unless the
// request refuses fallbacks (NOT_FOUND then); so it does where nothing that the
// servable ranks is left (an empty answer then). Options that are not carried
// out get UNIMPLEMENTED and the field's path.
//
// Which items are left out, beside exclude_item_ids:
//   similar items  the item itself
//   session        the session's own items; with exclude_seen what its customer
//                  has had, too; with exclude_seen = false none
//   customer       none; PURCHASE_MODE_DISCOVERY (or exclude_seen) leaves out
//                  what the customer has had, PURCHASE_MODE_REPEAT the rest
//
// A space ranks customers and sessions by its `next` score; a session without
// anything that the space knows is answered by its customer, if there is one.
//
// The snapshot selector of the request is the caller's business;
// `served_by.label` is left for the caller. No locks, no I/O, no gRPC.
// Thread-safe: scratch memory is per thread.

#ifndef CUSTOMER2VEC_CORE_RECOMMEND_RECOMMEND_H_
#define CUSTOMER2VEC_CORE_RECOMMEND_RECOMMEND_H_

#include "absl/status/status.h"
#include "core/snapshot/snapshot.h"
#include "customer2vec/v1/recommendation_service.pb.h"

namespace customer2vec {

absl::Status RecommendSimilarItems(
    const Snapshot& snapshot, const v1::RecommendSimilarItemsRequest& request,
    v1::RecommendSimilarItemsResponse* response);

absl::Status RecommendForCustomer(
    const Snapshot& snapshot, const v1::RecommendForCustomerRequest& request,
    v1::RecommendForCustomerResponse* response);

absl::Status RecommendForSession(const Snapshot& snapshot,
                                 const v1::RecommendForSessionRequest& request,
                                 v1::RecommendForSessionResponse* response);

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_CORE_RECOMMEND_RECOMMEND_H_
