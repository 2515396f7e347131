// Times and numbers as logs write them.
//
//   ParseTime("2017-01-01 12:30:27");        // 1483273827
//   ParseTime("2017-01-01T14:30:27+02:00");  // the same instant
//   ParseTime("1483273827.5");               // 1483273827
//   ParseNumber("1.49");                     // 1.49
//   ParseNumber("1,49");                     // nothing
//
// Pure functions, no allocation.

#ifndef CUSTOMER2VEC_TRAINER_DATA_PARSE_H_
#define CUSTOMER2VEC_TRAINER_DATA_PARSE_H_

#include <cstdint>
#include <optional>

#include "absl/strings/string_view.h"

namespace customer2vec {

// Unix seconds of an ISO 8601 time: "2017-01-01", then optionally "T" or a
// space and "12:30", ":27", a fraction (dropped), and "Z" or an offset
// "+02:00",
// "+0200" or "+02". Without an offset it is UTC. Text of digits alone is Unix
// seconds (a fraction is rounded down). Nothing for other text, for a date that
// the calendar lacks, and for years outside 0001 to 9999: Unix milliseconds of
// our days are such, and so are noticed.
[[nodiscard]] std::optional<int64_t> ParseTime(absl::string_view text);

// A finite decimal number.
[[nodiscard]] std::optional<double> ParseNumber(absl::string_view text);

// A decimal integer from 0 to 2^64 - 1.
[[nodiscard]] std::optional<uint64_t> ParseUnsigned(absl::string_view text);

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_TRAINER_DATA_PARSE_H_
