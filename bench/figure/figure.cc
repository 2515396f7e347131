#include "bench/figure/figure.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/string_view.h"

namespace customer2vec::bench {
namespace {

std::string Quoted(absl::string_view text) {
  std::string result = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') {
      absl::StrAppend(&result, "\\", absl::string_view(&c, 1));
    } else if (static_cast<unsigned char>(c) < 0x20) {
      absl::StrAppendFormat(&result, "\\u%04x", static_cast<unsigned char>(c));
    } else {
      result.push_back(c);
    }
  }
  result.push_back('"');
  return result;
}

std::string QuotedOrNull(absl::string_view text) {
  return text.empty() ? "null" : Quoted(text);
}

// Large numbers are counts and bytes: whole.
std::string Number(double value) {
  if (!std::isfinite(value)) return "null";
  return absl::StrFormat(std::abs(value) < 1e6 ? "%.6g" : "%.0f", value);
}

std::string NumberOrNull(std::optional<double> value) {
  return value ? Number(*value) : "null";
}

}  // namespace

std::string ToJsonLine(const Figure& figure) {
  std::string line = absl::StrCat(
      "{\"name\": ", Quoted(figure.name), ", \"value\": ", Number(figure.value),
      ", \"unit\": ", Quoted(figure.unit),
      ", \"peer\": ", QuotedOrNull(figure.peer),
      ", \"peer_value\": ", NumberOrNull(figure.peer_value),
      ", \"ratio\": ", NumberOrNull(figure.ratio),
      ", \"sd\": ", NumberOrNull(figure.sd), ", \"seeds\": ",
      figure.seeds ? absl::StrCat(*figure.seeds) : std::string("null"));
  for (const auto& [name, value] : figure.more) {
    absl::StrAppend(&line, ", ", Quoted(name), ": ", Number(value));
  }
  absl::StrAppend(&line, ", \"command\": ", QuotedOrNull(figure.command),
                  ", \"peer_version\": ", QuotedOrNull(figure.peer_version),
                  ", \"peer_command\": ", QuotedOrNull(figure.peer_command),
                  "}\n");
  return line;
}

MeanAndSd Summarize(std::span<const double> values) {
  const double n = values.size();
  const double mean = std::accumulate(values.begin(), values.end(), 0.0) / n;
  if (values.size() < 2) return {mean, std::nullopt};
  double squares = 0;
  for (const double value : values) squares += (value - mean) * (value - mean);
  return {mean, std::sqrt(squares / (n - 1))};
}

double Median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  const size_t middle = values.size() / 2;
  if (values.size() % 2 == 1) return values[middle];
  return (values[middle - 1] + values[middle]) / 2;
}

double Quantile(std::vector<double> values, double share) {
  const size_t rank = std::ceil(share * values.size());
  std::nth_element(values.begin(), values.begin() + rank - 1, values.end());
  return values[rank - 1];
}

}  // namespace customer2vec::bench
