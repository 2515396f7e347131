// What every request has to satisfy before anything is looked up.
//
//   C2V_RETURN_IF_ERROR(CheckId("item_id", request.item_id()));
//   C2V_ASSIGN_OR_RETURN(size_t k, CheckedK(request));
//   C2V_RETURN_IF_ERROR(CheckOptions(request.options()));
//
// INVALID_ARGUMENT with the path of the field ("events[3].weight") for a value
// out of range; UNIMPLEMENTED with the path for a part of the API that this
// version does not carry out, so that nothing is ignored silently. Pure,
// thread-safe; no allocation unless something is wrong.

#ifndef CUSTOMER2VEC_CORE_RECOMMEND_REQUEST_VALIDATION_H_
#define CUSTOMER2VEC_CORE_RECOMMEND_REQUEST_VALIDATION_H_

#include <cstddef>
#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "core/vocabulary/vocabulary.h"
#include "customer2vec/v1/common.pb.h"
#include "customer2vec/v1/recommendation_service.pb.h"

namespace customer2vec {

inline constexpr int kMaxListedIds = 10000;  // exclusions, candidates
inline constexpr int kMaxEvents = 1000;
inline constexpr int32_t kMaxK = 1000;
inline constexpr int32_t kDefaultK = 10;
inline constexpr float kMaxEventWeight = 1000;

// 1 to kMaxIdBytes bytes of UTF-8.
absl::Status CheckId(absl::string_view field, absl::string_view id);

// Between `min_count` and `max_count` ids, each as CheckId() wants it.
absl::Status CheckIds(
    absl::string_view field,
    const google::protobuf::RepeatedPtrField<std::string>& ids, int min_count,
    int max_count);

// At most kMaxEvents, each with an id, a weight in [-kMaxEventWeight,
// kMaxEventWeight], a time that exists and a type of at most 64 bytes.
absl::Status CheckEvents(
    absl::string_view field,
    const google::protobuf::RepeatedPtrField<v1::ItemEvent>& events);

// Ranges of the options that are carried out, UNIMPLEMENTED for the others and
// for those that this version does not even know.
absl::Status CheckOptions(const v1::RecommendationOptions& options);

// In [1, kMaxK].
absl::Status CheckK(int32_t k);

// How many results are asked for, in [1, kMaxK].
template <typename Request>
absl::StatusOr<size_t> CheckedK(const Request& request) {
  const int32_t k = request.has_k() ? request.k() : kDefaultK;
  if (absl::Status status = CheckK(k); !status.ok()) return status;
  return static_cast<size_t>(k);
}

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_CORE_RECOMMEND_REQUEST_VALIDATION_H_
