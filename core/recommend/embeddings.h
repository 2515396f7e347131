// Vectors of items and customers by id, as pure functions over (snapshot,
// request).
//
//   v1::GetItemEmbeddingsRequest request;
//   request.add_item_ids("1029743");
//   request.set_encoding(v1::VECTOR_ENCODING_FLOAT16);
//   v1::GetItemEmbeddingsResponse response;
//   C2V_RETURN_IF_ERROR(GetItemEmbeddings(snapshot, request, &response));
//
// Errors as in core/recommend/recommend.h. Ids that are unknown or have no
// vector in the space are listed as missing, each once; an id asked for twice
// is answered twice. `served_by.label` is left for the caller. Thread-safe.

#ifndef CUSTOMER2VEC_CORE_RECOMMEND_EMBEDDINGS_H_
#define CUSTOMER2VEC_CORE_RECOMMEND_EMBEDDINGS_H_

#include "absl/status/status.h"
#include "core/snapshot/snapshot.h"
#include "customer2vec/v1/embedding_service.pb.h"

namespace customer2vec {

absl::Status GetItemEmbeddings(const Snapshot& snapshot,
                               const v1::GetItemEmbeddingsRequest& request,
                               v1::GetItemEmbeddingsResponse* response);

absl::Status GetCustomerEmbeddings(
    const Snapshot& snapshot, const v1::GetCustomerEmbeddingsRequest& request,
    v1::GetCustomerEmbeddingsResponse* response);

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_CORE_RECOMMEND_EMBEDDINGS_H_
