// Answers of the server as text for people.
//
//   std::cout << FormatRecommendations("Similar to 1029743", response);
//
//   Similar to 1029743
//
//   #   score  item    name
//   1  0.8312  995242  FLUID MILK WHITE ONLY, 1 GA, Private
//
//   answered by: items, snapshot 20260102T030405Z-0a1b2c3d (stable)
//
// Nothing of an answer is silent: fallbacks and ids that the snapshot lacks are
// said in words. Pure functions, thread-safe. All texts end with a newline.

#ifndef CUSTOMER2VEC_CLIENT_C2V_RESPONSE_TEXT_H_
#define CUSTOMER2VEC_CLIENT_C2V_RESPONSE_TEXT_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "customer2vec/v1/embedding_service.pb.h"
#include "customer2vec/v1/recommendation_service.pb.h"
#include "customer2vec/v1/snapshot_service.pb.h"

namespace customer2vec {

// Any of the three recommendations, under `title`.
std::string FormatRecommendations(
    absl::string_view title, const v1::RecommendSimilarItemsResponse& response);
std::string FormatRecommendations(
    absl::string_view title, const v1::RecommendForCustomerResponse& response);
std::string FormatRecommendations(
    absl::string_view title, const v1::RecommendForSessionResponse& response);

// Id, length and first numbers of each vector. Vectors must be in the encoding
// VECTOR_ENCODING_FLOATS.
std::string FormatEmbeddings(const v1::GetItemEmbeddingsResponse& response);
std::string FormatEmbeddings(const v1::GetCustomerEmbeddingsResponse& response);

// Each customer's outcomes; `responses` are those of `customers`, in order, of
// one snapshot.
std::string FormatPredictions(
    const std::vector<std::string>& customers,
    const std::vector<v1::PredictOutcomesResponse>& responses);

std::string FormatItems(const v1::ListItemsResponse& response);

std::string FormatSnapshots(const v1::ListSnapshotsResponse& response);
std::string FormatReload(const v1::ReloadSnapshotsResponse& response);

// Where the version stands, then its manifest.
std::string FormatSnapshot(const v1::GetSnapshotResponse& response);

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_CLIENT_C2V_RESPONSE_TEXT_H_
