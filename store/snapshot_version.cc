#include <algorithm>

#include "absl/strings/str_format.h"
#include "absl/time/time.h"
#include "store/snapshot_store.h"

namespace customer2vec {
namespace {

// 'd' a decimal digit, 'x' a lower-case hex digit, anything else itself.
constexpr absl::string_view kPattern = "ddddddddTddddddZ-xxxxxxxx";

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

bool Fits(char pattern, char c) {
  switch (pattern) {
    case 'd':
      return IsDigit(c);
    case 'x':
      return IsDigit(c) || (c >= 'a' && c <= 'f');
    default:
      return c == pattern;
  }
}

}  // namespace

std::string NewSnapshotVersion(int64_t unix_seconds, uint64_t entropy) {
  return absl::StrFormat(
      "%s-%08x",
      absl::FormatTime("%Y%m%dT%H%M%SZ", absl::FromUnixSeconds(unix_seconds),
                       absl::UTCTimeZone()),
      entropy & 0xffffffff);
}

bool IsSnapshotVersion(absl::string_view name) {
  return name.size() == kPattern.size() &&
         std::equal(kPattern.begin(), kPattern.end(), name.begin(), Fits);
}

}  // namespace customer2vec
