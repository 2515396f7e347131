#include "trainer/data/log_config.h"

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "core/base/status_macros.h"

namespace customer2vec {
namespace {

constexpr int32_t kBins = 5;
constexpr int32_t kMaxCodes = 20;
constexpr int32_t kMaxCardinality = 1000;
constexpr double kSessionGapMinutes = 30;
constexpr int32_t kSampleSize = 20000;

template <typename... Parts>
absl::Status Invalid(const Parts&... parts) {
  return absl::InvalidArgumentError(absl::StrCat(parts...));
}

// Zero means not set and is fine, also where it is out of range.
template <typename Number>
absl::Status CheckRange(Number value, Number low, Number high,
                        absl::string_view place, absl::string_view field) {
  if (value == 0 || (value >= low && value <= high)) return absl::OkStatus();
  return Invalid(place, ".", field, " is ", value, ": it is from ", low, " to ",
                 high);
}

absl::Status CheckDiscovery(const v1::LogDiscovery& discovery,
                            const std::string& place) {
  C2V_RETURN_IF_ERROR(
      CheckRange(discovery.numeric_bins(), 2, 100, place, "numeric_bins"));
  C2V_RETURN_IF_ERROR(
      CheckRange(discovery.max_codes(), 0, 10000, place, "max_codes"));
  C2V_RETURN_IF_ERROR(CheckRange(discovery.max_cardinality(), 2, 1000000, place,
                                 "max_cardinality"));
  C2V_RETURN_IF_ERROR(
      CheckRange(discovery.hash_buckets(), 0, 1000000, place, "hash_buckets"));
  C2V_RETURN_IF_ERROR(CheckRange(discovery.session_gap_minutes(), 1e-9,
                                 525600.0, place, "session_gap_minutes"));
  return CheckRange(discovery.sample_size(), 100, 10000000, place,
                    "sample_size");
}

absl::Status CheckSeparator(const v1::LogSource& source,
                            absl::string_view place) {
  const std::string& separator = source.separator();
  if (separator.empty() || (separator.size() == 1 &&
                            static_cast<unsigned char>(separator[0]) < 128 &&
                            !absl::StrContains("\"\r\n", separator))) {
    return absl::OkStatus();
  }
  return Invalid(place,
                 ".separator: a separator is one ASCII character, no "
                 "quote and no line end");
}

absl::Status CheckRules(const v1::LogSource& source, absl::string_view place) {
  for (int i = 0; i < source.drop_size(); ++i) {
    if (!source.drop(i).empty()) continue;
    return Invalid(place, ".drop[", i,
                   "] is empty: name the field to leave out");
  }
  for (int i = 0; i < source.rules_size(); ++i) {
    const v1::LogFieldRule& rule = source.rules(i);
    if (rule.field().empty()) {
      return Invalid(place, ".rules[", i, "].field is empty: name the field");
    }
    if (!v1::LogFieldUse_IsValid(rule.use()) ||
        rule.use() == v1::LOG_FIELD_USE_UNSPECIFIED) {
      return Invalid(place, ".rules[", i, "].use: say what to do with ",
                     rule.field());
    }
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status CheckLogSource(const v1::LogSource& source,
                            absl::string_view place) {
  if (source.path().empty()) {
    return Invalid(place, ".path is empty: name the log");
  }
  if (!v1::LogFormat_IsValid(source.format())) {
    return Invalid(place, ".format: no such format of a log");
  }
  if (!v1::LogTokens_IsValid(source.tokens())) {
    return Invalid(place, ".tokens: no such way to make tokens");
  }
  C2V_RETURN_IF_ERROR(CheckSeparator(source, place));
  C2V_RETURN_IF_ERROR(CheckRules(source, place));
  return CheckDiscovery(source.discovery(), absl::StrCat(place, ".discovery"));
}

void FillLogDefaults(v1::LogSource* source) {
  if (source->tokens() == v1::LOG_TOKENS_UNSPECIFIED) {
    source->set_tokens(v1::LOG_TOKENS_SEPARATE);
  }
  v1::LogDiscovery* discovery = source->mutable_discovery();
  if (discovery->numeric_bins() == 0) discovery->set_numeric_bins(kBins);
  if (!discovery->has_max_codes()) discovery->set_max_codes(kMaxCodes);
  if (discovery->max_cardinality() == 0) {
    discovery->set_max_cardinality(kMaxCardinality);
  }
  if (discovery->session_gap_minutes() == 0) {
    discovery->set_session_gap_minutes(kSessionGapMinutes);
  }
  if (discovery->sample_size() == 0) discovery->set_sample_size(kSampleSize);
}

}  // namespace customer2vec
