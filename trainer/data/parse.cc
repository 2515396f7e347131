#include "trainer/data/parse.h"

#include <charconv>
#include <chrono>
#include <cmath>
#include <system_error>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/strip.h"

namespace customer2vec {
namespace {

constexpr int64_t kSecondsPerDay = 86400;

// Takes exactly `digits` digits from the front, as a number in [low, high].
bool TakeDigits(absl::string_view* text, size_t digits, int low, int high,
                int* value) {
  if (text->size() < digits) return false;
  *value = 0;
  for (size_t i = 0; i < digits; ++i) {
    const char digit = (*text)[i];
    if (!absl::ascii_isdigit(digit)) return false;
    *value = *value * 10 + (digit - '0');
  }
  text->remove_prefix(digits);
  return *value >= low && *value <= high;
}

bool TakeByte(absl::string_view* text, char byte) {
  if (text->empty() || text->front() != byte) return false;
  text->remove_prefix(1);
  return true;
}

// "2017-01-01" as days since 1970.
bool TakeDate(absl::string_view* text, int64_t* days) {
  int year, month, day;
  if (!TakeDigits(text, 4, 1, 9999, &year) || !TakeByte(text, '-') ||
      !TakeDigits(text, 2, 1, 12, &month) || !TakeByte(text, '-') ||
      !TakeDigits(text, 2, 1, 31, &day)) {
    return false;
  }
  const std::chrono::year_month_day date{std::chrono::year(year),
                                         std::chrono::month(month),
                                         std::chrono::day(day)};
  *days = std::chrono::sys_days(date).time_since_epoch().count();
  return date.ok();
}

// "12:30", "12:30:27" or "12:30:27.25" as seconds; a leap second is allowed.
bool TakeClock(absl::string_view* text, int64_t* seconds) {
  int hour, minute, second = 0;
  if (!TakeDigits(text, 2, 0, 23, &hour) || !TakeByte(text, ':') ||
      !TakeDigits(text, 2, 0, 59, &minute)) {
    return false;
  }
  if (TakeByte(text, ':')) {
    if (!TakeDigits(text, 2, 0, 60, &second)) return false;
    if (TakeByte(text, '.') || TakeByte(text, ',')) {
      int digit;
      if (!TakeDigits(text, 1, 0, 9, &digit)) return false;
      while (!text->empty() && absl::ascii_isdigit(text->front())) {
        text->remove_prefix(1);
      }
    }
  }
  *seconds = hour * 3600 + minute * 60 + second;
  return true;
}

// "", "Z", "+02:00", "+0200" or "+02" as seconds to take away.
bool TakeZone(absl::string_view* text, int64_t* seconds) {
  *seconds = 0;
  if (text->empty() || TakeByte(text, 'Z') || TakeByte(text, 'z')) return true;
  const bool west = TakeByte(text, '-');
  int hour, minute = 0;
  if ((!west && !TakeByte(text, '+')) || !TakeDigits(text, 2, 0, 23, &hour)) {
    return false;
  }
  const bool has_colon = TakeByte(text, ':');
  if ((has_colon || !text->empty()) && !TakeDigits(text, 2, 0, 59, &minute)) {
    return false;
  }
  const int64_t ahead = hour * 3600 + minute * 60;
  *seconds = west ? -ahead : ahead;
  return true;
}

std::optional<int64_t> ParseUnixSeconds(absl::string_view text) {
  constexpr double kFirst = -62135596800;  // 0001-01-01
  constexpr double kLast = 253402300799;   // 9999-12-31T23:59:59
  const std::optional<double> seconds = ParseNumber(text);
  if (!seconds || *seconds < kFirst || *seconds > kLast) return std::nullopt;
  return static_cast<int64_t>(std::floor(*seconds));
}

}  // namespace

std::optional<int64_t> ParseTime(absl::string_view text) {
  text = absl::StripAsciiWhitespace(text);
  if (text.size() < 5 || text[4] != '-') return ParseUnixSeconds(text);
  int64_t days, clock = 0, zone = 0;
  if (!TakeDate(&text, &days)) return std::nullopt;
  if (!text.empty()) {
    if (!TakeByte(&text, 'T') && !TakeByte(&text, 't') &&
        !TakeByte(&text, ' ')) {
      return std::nullopt;
    }
    if (!TakeClock(&text, &clock) || !TakeZone(&text, &zone)) {
      return std::nullopt;
    }
  }
  if (!text.empty()) return std::nullopt;
  return days * kSecondsPerDay + clock - zone;
}

std::optional<double> ParseNumber(absl::string_view text) {
  text = absl::StripAsciiWhitespace(text);
  absl::ConsumePrefix(&text, "+");
  double value;
  const auto [end, error] =
      std::from_chars(text.data(), text.data() + text.size(), value);
  const bool whole = error == std::errc() && end == text.data() + text.size();
  if (!whole || !std::isfinite(value)) return std::nullopt;
  return value;
}

std::optional<uint64_t> ParseUnsigned(absl::string_view text) {
  uint64_t value;
  if (!absl::SimpleAtoi(text, &value)) return std::nullopt;
  return value;
}

}  // namespace customer2vec
