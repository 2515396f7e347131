// Times as logs of any origin write them.
//
//   ParseLogTime("2026-10-10T13:55:36.25Z");     // ISO 8601
//   ParseLogTime("10/Oct/2026:13:55:36 +0200");  // a web server's
//   ParseLogTime("1791633336250");               // milliseconds since 1970
//
// Pure functions, no allocation.

#ifndef CUSTOMER2VEC_TRAINER_LOGS_LOG_TIME_H_
#define CUSTOMER2VEC_TRAINER_LOGS_LOG_TIME_H_

#include <cstdint>
#include <optional>

#include "absl/strings/string_view.h"

namespace customer2vec {

// Unix seconds, rounded down, of a time in one of the forms above. A number is
// taken as seconds, milli-, micro- or nanoseconds by its size: below 1e11,
// 1e14, 1e17 and above (seconds until the year 5138). Nothing for other text.
[[nodiscard]] std::optional<int64_t> ParseLogTime(absl::string_view text);

// Whether the text is a time by its form, not just a number.
[[nodiscard]] bool HasTimeForm(absl::string_view text);

// Whether a number may be a time of the years 1973 to 2100, in one of the four
// units.
[[nodiscard]] bool IsPlausibleEpoch(double number);

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_TRAINER_LOGS_LOG_TIME_H_
