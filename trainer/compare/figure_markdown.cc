#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "trainer/compare/figure_table.h"

namespace customer2vec {
namespace {

constexpr double kSmallestShown = 1e-4;  // p-value

template <typename T>
void AddOnce(const T& value, std::vector<T>* values) {
  if (std::find(values->begin(), values->end(), value) == values->end()) {
    values->push_back(value);
  }
}

using Column = std::pair<std::string, int>;  // metric, cutoff

const v1::EvaluationRow* Find(const v1::EvaluationReport& report,
                              const std::string& slice,
                              const std::string& model, const Column& column) {
  for (const v1::EvaluationRow& row : report.rows()) {
    if (row.slice() == slice && row.model() == model &&
        row.metric() == column.first && row.cutoff() == column.second) {
      return &row;
    }
  }
  return nullptr;
}

// ".168 ± .006", the standard error only where there is one.
std::string Cell(const v1::EvaluationRow* row) {
  if (row == nullptr) return "–";
  std::string text = absl::StrFormat("%.4f", row->value());
  if (row->standard_error() > 0) {
    absl::StrAppendFormat(&text, " ± %.4f", row->standard_error());
  }
  if (row->deviation() > 0) {
    absl::StrAppendFormat(&text, " (sd %.4f)", row->deviation());
  }
  if (row->has_p_value() && row->p_value() < kSmallestShown) {
    absl::StrAppendFormat(&text, ", p < %g", kSmallestShown);
  } else if (row->has_p_value()) {
    absl::StrAppendFormat(&text, ", p = %.2g", row->p_value());
  }
  return text;
}

std::string Line(const std::vector<std::string>& cells) {
  std::string line = "|";
  for (const std::string& cell : cells) absl::StrAppend(&line, " ", cell, " |");
  return line + "\n";
}

// Cases of the slice.
int64_t CasesOf(const v1::EvaluationReport& report, const std::string& slice) {
  for (const v1::EvaluationRow& row : report.rows()) {
    if (row.slice() == slice) return row.cases();
  }
  return 0;
}

// Whether a slice of cases is all of them, and so has nothing new to say.
bool IsAll(const v1::EvaluationReport& report, const std::string& slice) {
  return (slice == "cold_customers" || slice == "cold_sessions") &&
         CasesOf(report, slice) == CasesOf(report, "all");
}

std::string Table(const v1::EvaluationReport& report,
                  const std::string& slice) {
  std::vector<std::string> models;
  std::vector<Column> columns;
  for (const v1::EvaluationRow& row : report.rows()) {
    if (row.slice() != slice) continue;
    AddOnce(row.model(), &models);
    AddOnce(Column(row.metric(), row.cutoff()), &columns);
  }
  std::vector<std::string> head = {"model"}, rule = {"---"};
  for (const auto& [metric, cutoff] : columns) {
    head.push_back(cutoff == 0 ? metric : absl::StrCat(metric, "@", cutoff));
    rule.push_back("---");
  }
  std::string text = absl::StrCat("\n", slice, ", ", CasesOf(report, slice),
                                  " cases:\n\n", Line(head), Line(rule));
  for (const std::string& model : models) {
    std::vector<std::string> cells = {model};
    for (const Column& column : columns) {
      cells.push_back(Cell(Find(report, slice, model, column)));
    }
    absl::StrAppend(&text, Line(cells));
  }
  return text;
}

}  // namespace

std::string ToMarkdown(const v1::EvaluationReport& report) {
  std::vector<std::string> slices;
  for (const v1::EvaluationRow& row : report.rows()) {
    AddOnce(row.slice(), &slices);
  }
  std::string text =
      absl::StrCat("Protocol ", report.protocol(), ", ", report.seeds_size(),
                   report.seeds_size() == 1 ? " seed" : " seeds",
                   "; ± standard error over cases or splits; p against ",
                   report.reference(), ".\n");
  for (const std::string& slice : slices) {
    absl::StrAppend(&text, IsAll(report, slice)
                               ? absl::StrCat("\n", slice, ": all cases.\n")
                               : Table(report, slice));
  }
  if (!report.notes().empty()) absl::StrAppend(&text, "\n");
  for (const std::string& note : report.notes()) {
    absl::StrAppend(&text, "- ", note, "\n");
  }
  return text;
}

}  // namespace customer2vec
