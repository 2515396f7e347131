#include "trainer/data/edge_reader.h"

#include <cmath>

#include "absl/strings/str_cat.h"
#include "core/base/status_macros.h"
#include "trainer/data/data_config.h"
#include "trainer/data/interaction_reader.h"

namespace customer2vec {

absl::StatusOr<std::unique_ptr<EdgeReader>> EdgeReader::Open(
    const v1::DelimitedEdges& config, const std::string& path,
    absl::string_view field, BadRowLog& log) {
  const auto open =
      config.headerless() ? TableReader::OpenHeaderless : TableReader::Open;
  C2V_ASSIGN_OR_RETURN(std::unique_ptr<TableReader> table,
                       open(path, SeparatorOf(config.separator(), path), log),
                       field, ".path");
  const auto find = [&](absl::string_view name, absl::string_view role) {
    return OptionalColumn(*table, name, absl::StrCat(field, ".", role));
  };
  Columns columns;
  C2V_ASSIGN_OR_RETURN(const auto from, find(config.from(), "from"));
  C2V_ASSIGN_OR_RETURN(const auto to, find(config.to(), "to"));
  columns.from = from.value();
  columns.to = to.value();
  C2V_ASSIGN_OR_RETURN(columns.weight, find(config.weight(), "weight"));
  C2V_ASSIGN_OR_RETURN(columns.time, find(config.time(), "time"));
  return std::unique_ptr<EdgeReader>(new EdgeReader(std::move(table), columns));
}

bool EdgeReader::Next() {
  while (table_->Next()) {
    if (TakeRow()) return true;
  }
  return false;
}

bool EdgeReader::TakeRow() {
  row_ = EdgeRow();
  return table_->TakeId(columns_.from, &row_.from) &&
         table_->TakeId(columns_.to, &row_.to) && TakeWeight() &&
         (!columns_.time || table_->TakeTime(*columns_.time, &row_.time));
}

bool EdgeReader::TakeWeight() {
  if (!columns_.weight || table_->Value(*columns_.weight).empty()) return true;
  if (!table_->TakeNumber(*columns_.weight, &row_.weight)) return false;
  if (std::abs(row_.weight) <= kMaxEdgeWeight) return true;
  table_->RejectValue(
      BadRowReason::kNotANumber, *columns_.weight,
      absl::StrCat("is out of range: weights go up to ", kMaxEdgeWeight));
  return false;
}

}  // namespace customer2vec
