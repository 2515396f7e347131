// From the ids of a request to rows of a snapshot.
//
//   ResolveEvents(tables.items, request.events(), &events,
//                 response->mutable_missing_item_ids());
//
// Ids that the snapshot lacks are listed, each once, in the order of the
// request, never dropped silently. Pure, thread-safe.

#ifndef CUSTOMER2VEC_CORE_RECOMMEND_ITEM_ROWS_H_
#define CUSTOMER2VEC_CORE_RECOMMEND_ITEM_ROWS_H_

#include <cstdint>
#include <string>
#include <vector>

#include "core/servables/servable.h"
#include "core/vectors/row_filter.h"
#include "core/vocabulary/vocabulary.h"
#include "customer2vec/v1/common.pb.h"
#include "customer2vec/v1/recommendation_service.pb.h"

namespace customer2vec {

using IdList = google::protobuf::RepeatedPtrField<std::string>;

// Fills `events` with those whose items are known, in their order.
void ResolveEvents(
    const Vocabulary& items,
    const google::protobuf::RepeatedPtrField<v1::ItemEvent>& requested,
    std::vector<HistoryEvent>* events, IdList* missing);

// Rows of the known ids, in their order. `missing` may be null.
std::vector<uint32_t> ResolveIds(const Vocabulary& items, const IdList& ids,
                                 IdList* missing);

// Applies `exclude_item_ids` and `candidate_item_ids`; unknown candidates are
// missing, unknown exclusions exclude nothing.
void ApplyListedIds(const Vocabulary& items,
                    const v1::RecommendationOptions& options, RowFilter* filter,
                    IdList* missing);

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_CORE_RECOMMEND_ITEM_ROWS_H_
