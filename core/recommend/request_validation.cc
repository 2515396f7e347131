#include "core/recommend/request_validation.h"

#include <cmath>

#include "absl/strings/str_cat.h"
#include "core/base/status_macros.h"
#include "core/base/utf8.h"
#include "core/errors/error_details.h"

namespace customer2vec {
namespace {

constexpr size_t kMaxEventTypeBytes = 64;
// google.protobuf.Timestamp: from 0001-01-01 to 9999-12-31.
constexpr int64_t kMinSeconds = -62135596800;
constexpr int64_t kMaxSeconds = 253402300799;
constexpr int32_t kMaxNanos = 999999999;

// What is wrong with an id, or null.
const char* FaultOfId(absl::string_view id) {
  if (id.empty()) return "must not be empty";
  if (id.size() > kMaxIdBytes) return "must have at most 512 bytes";
  if (!IsValidUtf8(id)) return "must be UTF-8";
  return nullptr;
}

bool IsTime(const google::protobuf::Timestamp& time) {
  return time.seconds() >= kMinSeconds && time.seconds() <= kMaxSeconds &&
         time.nanos() >= 0 && time.nanos() <= kMaxNanos;
}

// Which field of an event is wrong, and how.
struct Fault {
  const char* field = nullptr;  // null: none
  const char* description = nullptr;
};

Fault FaultOfEvent(const v1::ItemEvent& event) {
  if (const char* fault = FaultOfId(event.item_id())) {
    return {"item_id", fault};
  }
  // Written so that NaN fails.
  if (!(std::abs(event.weight()) <= kMaxEventWeight)) {
    return {"weight", "must be a number between -1000 and 1000"};
  }
  if (event.has_event_time() && !IsTime(event.event_time())) {
    return {"event_time", "must be a time of the years 1 to 9999"};
  }
  if (event.event_type().size() > kMaxEventTypeBytes) {
    return {"event_type", "must have at most 64 bytes"};
  }
  return {};
}

absl::Status CheckEnums(const v1::RecommendationOptions& options) {
  if (!v1::SearchMode_IsValid(options.search_mode())) {
    return InvalidField("options.search_mode", "is no value of SearchMode");
  }
  if (!v1::FallbackPolicy_IsValid(options.fallback_policy())) {
    return InvalidField("options.fallback_policy",
                        "is no value of FallbackPolicy");
  }
  return absl::OkStatus();
}

// The name of the first option set that is not carried out, or null.
const char* UnsupportedOption(const v1::RecommendationOptions& options) {
  if (!options.filter().empty()) return "options.filter";
  if (!options.boosts().empty()) return "options.boosts";
  if (!options.category_caps().empty()) return "options.category_caps";
  if (options.has_diversity()) return "options.diversity";
  if (options.has_freshness()) return "options.freshness";
  if (options.has_exploration()) return "options.exploration";
  if (!options.blend().empty()) return "options.blend";
  if (!options.serving_config().empty()) return "options.serving_config";
  // The planner falls back to an exact scan where the index would serve badly,
  // so nobody can be promised the index.
  if (options.search_mode() == v1::SEARCH_MODE_APPROXIMATE) {
    return "options.search_mode";
  }
  return nullptr;
}

// Options of a later API version arrive as unknown fields.
absl::Status CheckNoUnknownOption(const v1::RecommendationOptions& options) {
  const google::protobuf::UnknownFieldSet& unknown =
      options.GetReflection()->GetUnknownFields(options);
  if (unknown.empty()) return absl::OkStatus();
  return UnsupportedField(
      absl::StrCat("options.<field ", unknown.field(0).number(), ">"));
}

}  // namespace

absl::Status CheckId(absl::string_view field, absl::string_view id) {
  const char* fault = FaultOfId(id);
  return fault == nullptr ? absl::OkStatus() : InvalidField(field, fault);
}

absl::Status CheckIds(
    absl::string_view field,
    const google::protobuf::RepeatedPtrField<std::string>& ids, int min_count,
    int max_count) {
  if (ids.size() < min_count || ids.size() > max_count) {
    return InvalidField(field,
                        absl::StrCat("must have ", min_count, " to ", max_count,
                                     " entries; it has ", ids.size()));
  }
  for (int i = 0; i < ids.size(); ++i) {
    if (const char* fault = FaultOfId(ids[i])) {
      return InvalidField(absl::StrCat(field, "[", i, "]"), fault);
    }
  }
  return absl::OkStatus();
}

absl::Status CheckEvents(
    absl::string_view field,
    const google::protobuf::RepeatedPtrField<v1::ItemEvent>& events) {
  if (events.size() > kMaxEvents) {
    return InvalidField(field,
                        absl::StrCat("must have at most ", kMaxEvents,
                                     " entries; it has ", events.size()));
  }
  for (int i = 0; i < events.size(); ++i) {
    const Fault fault = FaultOfEvent(events[i]);
    if (fault.field == nullptr) continue;
    return InvalidField(absl::StrCat(field, "[", i, "].", fault.field),
                        fault.description);
  }
  return absl::OkStatus();
}

absl::Status CheckOptions(const v1::RecommendationOptions& options) {
  if (const char* field = UnsupportedOption(options)) {
    return UnsupportedField(field);
  }
  C2V_RETURN_IF_ERROR(CheckNoUnknownOption(options));
  C2V_RETURN_IF_ERROR(CheckEnums(options));
  C2V_RETURN_IF_ERROR(CheckIds("options.exclude_item_ids",
                               options.exclude_item_ids(), 0, kMaxListedIds));
  C2V_RETURN_IF_ERROR(CheckIds("options.candidate_item_ids",
                               options.candidate_item_ids(), 0, kMaxListedIds));
  if (!std::isfinite(options.min_score())) {
    return InvalidField("options.min_score", "must be a finite number");
  }
  return absl::OkStatus();
}

absl::Status CheckK(int32_t k) {
  if (k >= 1 && k <= kMaxK) return absl::OkStatus();
  return InvalidField(
      "k", absl::StrCat("must be between 1 and ", kMaxK, "; it is ", k));
}

}  // namespace customer2vec
