#include "trainer/logs/log_report.h"

#include <algorithm>
#include <array>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/string_view.h"
#include "trainer/logs/quantile_bins.h"

namespace customer2vec {
namespace {

constexpr size_t kColumns = 6;
using Row = std::array<std::string, kColumns>;

absl::string_view FormatName(v1::LogFormat format) {
  switch (format) {
    case v1::LOG_FORMAT_JSON_LINES:
      return "JSON Lines";
    case v1::LOG_FORMAT_WEB_SERVER:
      return "a web server's log";
    default:
      return "delimited";
  }
}

std::string ReasonOf(const v1::LogFieldReport& field) {
  std::string reason = absl::Utf8SafeCEscape(field.reason());
  const std::vector<double> edges(field.bin_edges().begin(),
                                  field.bin_edges().end());
  for (size_t bin = 0; !edges.empty() && bin <= edges.size(); ++bin) {
    absl::StrAppend(&reason, bin == 0 ? ": " : ", ", BinName(edges, bin));
  }
  return reason;
}

std::vector<Row> RowsOf(const v1::LogReport& report) {
  std::vector<Row> rows = {
      {"field", "kind", "events", "distinct", "becomes", "why"}};
  for (const v1::LogFieldReport& field : report.fields()) {
    rows.push_back({absl::Utf8SafeCEscape(field.name()), field.kind(),
                    absl::StrCat(field.event_count()),
                    absl::StrCat(field.distinct_count()), field.decision(),
                    ReasonOf(field)});
  }
  return rows;
}

void AppendTable(const std::vector<Row>& rows, std::string* out) {
  std::array<int, kColumns> widths{};
  for (const Row& row : rows) {
    for (size_t i = 0; i < kColumns; ++i) {
      widths[i] = std::max(widths[i], static_cast<int>(row[i].size()));
    }
  }
  for (const Row& row : rows) {
    absl::StrAppendFormat(out, "  %-*s  %-*s  %*s  %*s  %-*s  %s\n", widths[0],
                          row[0], widths[1], row[1], widths[2], row[2],
                          widths[3], row[3], widths[4], row[4], row[5]);
  }
}

}  // namespace

std::string DescribeLogReport(const v1::LogReport& report) {
  std::string text = absl::StrFormat(
      "%s: %s, %d events and %d bad lines; %d customers, %d sessions, %d "
      "distinct words in all logs\n",
      report.path(), FormatName(report.format()), report.event_count(),
      report.bad_line_count(), report.customer_count(), report.session_count(),
      report.value_count());
  AppendTable(RowsOf(report), &text);
  for (const std::string& note : report.notes()) {
    absl::StrAppend(&text, "  note: ", absl::Utf8SafeCEscape(note), "\n");
  }
  return text;
}

}  // namespace customer2vec
