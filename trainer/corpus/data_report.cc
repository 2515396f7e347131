#include "trainer/corpus/data_report.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "core/base/sha256.h"
#include "trainer/logs/log_report.h"

namespace customer2vec {
namespace {

void AppendSide(const DataReport& report, std::string& text) {
  if (report.customer_rows > 0) {
    absl::StrAppend(&text, report.customer_rows, " customers with attributes, ",
                    report.customer_rows_without_interactions,
                    " of them without interactions\n");
  }
  if (report.outcomes > 0) {
    absl::StrAppend(&text, report.outcomes, " outcomes, ",
                    report.outcome_customers_without_interactions,
                    " of their customers without interactions (rows left out: ",
                    report.outcomes_without_value, " without a value, ",
                    report.outcomes_superseded, " replaced by later ones)\n");
  }
  if (report.edges + report.edges_without_weight + report.edge_loops > 0) {
    absl::StrAppend(&text, report.edges, " edges among ", report.edge_nodes,
                    " nodes (rows left out: ", report.edges_without_weight,
                    " without a weight above 0, ", report.edge_loops,
                    " from a node to itself)\n");
  }
}

}  // namespace

uint64_t DataReport::bad_rows() const {
  uint64_t count = 0;
  for (const FileLog& file : files) count += file.bad_rows();
  return count;
}

void DataReport::AddModelFile(FileLog file) {
  fingerprint = Sha256Hex(absl::StrCat(fingerprint, file.digest()));
  model_files.push_back(std::move(file));
}

std::string DataReport::ToString() const {
  std::string text;
  for (const FileLog& file : files) {
    if (file.bad_rows() > 0) {
      absl::StrAppend(&text, file.Describe(), "\n");
    } else {
      absl::StrAppend(&text, file.path(), ": ", file.rows(), " rows, ",
                      file.bytes(), " bytes\n");
    }
  }
  for (const FileLog& file : model_files) {
    absl::StrAppend(&text, file.path(), ": ", file.bytes(), " bytes\n");
  }
  absl::StrAppend(&text, lines, " lines in ", baskets, " baskets of ",
                  customers, " customers");
  if (anonymous_baskets > 0) {
    absl::StrAppend(&text, " (", anonymous_baskets,
                    " baskets of nobody known)");
  }
  absl::StrAppend(&text, ", ", items_taken, " items taken");
  if (catalogue_items > 0) {
    absl::StrAppend(&text, ", ", catalogue_items, " in the catalogue, ",
                    items_without_a_row, " taken that it lacks");
  }
  text += "\n";
  AppendSide(*this, text);
  for (const v1::LogReport& log : logs) text += DescribeLogReport(log);
  return text;
}

}  // namespace customer2vec
