#include "trainer/logs/log_time.h"

#include <cmath>
#include <cstdio>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "trainer/data/parse.h"

namespace customer2vec {
namespace {

constexpr absl::string_view kMonths[] = {"Jan", "Feb", "Mar", "Apr",
                                         "May", "Jun", "Jul", "Aug",
                                         "Sep", "Oct", "Nov", "Dec"};

// What a number of each unit is divided by, and where the next unit begins.
struct Unit {
  double end;
  uint64_t whole_per_second;
};
constexpr Unit kUnits[] = {
    {1e11, 1}, {1e14, 1000}, {1e17, 1000000}, {INFINITY, 1000000000}};

// REQUIRES: number is finite.
const Unit& UnitOf(double number) {
  const Unit* unit = kUnits;
  while (std::abs(number) >= unit->end) ++unit;
  return *unit;
}

double SecondsOf(double number) {
  return number / static_cast<double>(UnitOf(number).whole_per_second);
}

// "10/Oct/2026:13:55:36 +0200", rewritten as ISO 8601.
std::optional<int64_t> ParseWebTime(absl::string_view text) {
  constexpr absl::string_view kShape = "dd/mon/yyyy:hh:mm:ss";
  if (text.size() < kShape.size() || text[2] != '/' || text[6] != '/' ||
      text[11] != ':') {
    return std::nullopt;
  }
  absl::string_view zone = text.substr(kShape.size());
  if (absl::StartsWith(zone, " ")) zone.remove_prefix(1);
  if (zone.size() > 6) return std::nullopt;
  for (int month = 0; month < 12; ++month) {
    if (!absl::EqualsIgnoreCase(text.substr(3, 3), kMonths[month])) continue;
    char iso[40];
    const int size =
        std::snprintf(iso, sizeof iso, "%.4s-%02d-%.2sT%.8s%.*s",
                      text.data() + 7, month + 1, text.data(), text.data() + 12,
                      static_cast<int>(zone.size()), zone.data());
    return ParseTime(absl::string_view(iso, size));
  }
  return std::nullopt;
}

}  // namespace

std::optional<int64_t> ParseLogTime(absl::string_view text) {
  // Whole numbers beyond 2^53, as nanoseconds are, have no exact double.
  if (const std::optional<uint64_t> whole = ParseUnsigned(text)) {
    const auto number = static_cast<double>(*whole);
    if (number >= kUnits[0].end) {
      return static_cast<int64_t>(*whole / UnitOf(number).whole_per_second);
    }
  }
  if (const std::optional<double> number = ParseNumber(text)) {
    const double seconds = std::floor(SecondsOf(*number));
    if (!(std::abs(seconds) < 1e11)) return std::nullopt;
    return static_cast<int64_t>(seconds);
  }
  if (const std::optional<int64_t> time = ParseWebTime(text)) return time;
  return ParseTime(text);
}

bool HasTimeForm(absl::string_view text) {
  // Dates and clocks have separators where numbers have none.
  return text.size() >= 10 && !ParseNumber(text) &&
         (ParseWebTime(text) || ParseTime(text));
}

bool IsPlausibleEpoch(double number) {
  const double seconds = SecondsOf(number);
  return seconds >= 1e8 && seconds < 4.1024448e9;
}

}  // namespace customer2vec
