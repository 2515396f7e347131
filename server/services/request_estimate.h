// How much a request will touch, read off the request and the manifest.
//
//   RunsInline(EstimateCost(*handle.snapshot, request))
//
// Cheap beside the work itself, and never wrong in kind: a request that is
// invalid costs next to nothing wherever it runs. See
// server/executor/request_cost.h for what is made of it. Pure functions,
// thread-safe.

#ifndef CUSTOMER2VEC_SERVER_SERVICES_REQUEST_ESTIMATE_H_
#define CUSTOMER2VEC_SERVER_SERVICES_REQUEST_ESTIMATE_H_

#include "customer2vec/v1/embedding_service.pb.h"
#include "customer2vec/v1/manifest.pb.h"
#include "customer2vec/v1/recommendation_service.pb.h"
#include "server/executor/request_cost.h"

namespace customer2vec {

RequestCost EstimateCost(const v1::SnapshotManifest& manifest,
                         const v1::RecommendSimilarItemsRequest& request);
RequestCost EstimateCost(const v1::SnapshotManifest& manifest,
                         const v1::RecommendForCustomerRequest& request);
RequestCost EstimateCost(const v1::SnapshotManifest& manifest,
                         const v1::RecommendForSessionRequest& request);
RequestCost EstimateCost(const v1::SnapshotManifest& manifest,
                         const v1::ListItemsRequest& request);
RequestCost EstimateCost(const v1::SnapshotManifest& manifest,
                         const v1::GetItemEmbeddingsRequest& request);
RequestCost EstimateCost(const v1::SnapshotManifest& manifest,
                         const v1::GetCustomerEmbeddingsRequest& request);
RequestCost EstimateCost(const v1::SnapshotManifest& manifest,
                         const v1::PredictOutcomesRequest& request);

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_SERVER_SERVICES_REQUEST_ESTIMATE_H_
