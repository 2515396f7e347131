// The catalogue, page by page, most popular first.
//
//   v1::ListItemsRequest request;
//   request.set_query("oat milk");
//   v1::ListItemsResponse response;
//   C2V_RETURN_IF_ERROR(ListItems(snapshot, request, &response));
//
// `query` finds items whose id or name holds it, without regard to the case of
// ASCII letters. A page with a query looks at every item until it is full:
// O(items). Errors as in core/recommend/recommend.h; `filter` is
// not carried out (UNIMPLEMENTED). `served_by.label` is left for the caller.
// Thread-safe.

#ifndef CUSTOMER2VEC_CORE_RECOMMEND_LIST_ITEMS_H_
#define CUSTOMER2VEC_CORE_RECOMMEND_LIST_ITEMS_H_

#include <cstddef>
#include <cstdint>

#include "absl/status/status.h"
#include "core/snapshot/snapshot.h"
#include "customer2vec/v1/recommendation_service.pb.h"

namespace customer2vec {

// Items on a page: 50 for 0, at most 1000. REQUIRES: page_size >= 0.
size_t ItemsPerPage(int32_t page_size);

absl::Status ListItems(const Snapshot& snapshot,
                       const v1::ListItemsRequest& request,
                       v1::ListItemsResponse* response);

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_CORE_RECOMMEND_LIST_ITEMS_H_
