#include "trainer/data/interaction_reader.h"

#include <memory>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "core/base/status_macros.h"
#include "trainer/data/data_config.h"
#include "trainer/data/parallel_table.h"

namespace customer2vec {
namespace {

struct Columns {
  std::optional<size_t> customer;
  size_t order = 0;
  size_t item = 0;
  std::optional<size_t> time;
  std::optional<size_t> quantity;
  std::optional<size_t> price;
};

// Rows that are left out, with their column's number.
struct Skip {
  size_t column = 0;
  v1::SkippedRows rows;
};

bool Holds(const v1::SkippedRows& rows, absl::string_view value) {
  if (rows.empty() && value.empty()) return true;
  for (const std::string& skipped : rows.values()) {
    if (value == skipped) return true;
  }
  for (const std::string& prefix : rows.prefixes()) {
    if (absl::StartsWith(value, prefix)) return true;
  }
  return false;
}

class InteractionParser final : public RowParser<Interaction> {
 public:
  InteractionParser(const Columns& columns,
                    std::shared_ptr<const std::vector<Skip>> skips)
      : columns_(columns), skips_(std::move(skips)) {}

  bool Take(TableRow& table, Interaction* row) override {
    return !IsSkipped(table) && TakeCustomer(table, &row->customer) &&
           table.TakeId(columns_.order, &row->order) &&
           table.TakeId(columns_.item, &row->item) &&
           (!columns_.time || table.TakeTime(*columns_.time, &row->time)) &&
           TakeAmount(table, columns_.quantity, &row->quantity) &&
           TakeAmount(table, columns_.price, &row->price);
  }

 private:
  bool IsSkipped(const TableRow& table) const {
    for (const Skip& skip : *skips_) {
      if (Holds(skip.rows, table.Value(skip.column))) return true;
    }
    return false;
  }

  bool TakeCustomer(TableRow& table, absl::string_view* customer) const {
    if (!columns_.customer || table.Value(*columns_.customer).empty()) {
      return true;
    }
    return table.TakeId(*columns_.customer, customer);
  }

  static bool TakeAmount(TableRow& table, std::optional<size_t> column,
                         double* amount) {
    if (!column || table.Value(*column).empty()) return true;
    return table.TakeNumber(*column, amount);
  }

  const Columns columns_;
  const std::shared_ptr<const std::vector<Skip>> skips_;
};

class DelimitedInteractionReader final : public InteractionReader {
 public:
  DelimitedInteractionReader(std::unique_ptr<TableReader> table,
                             ParallelTable<Interaction>::MakeParser make_parser)
      : table_(std::move(table), std::move(make_parser)) {}

  bool Next() override {
    if (!table_.Next()) return false;
    interaction_ = table_.row();
    return true;
  }
  const absl::Status& status() const override { return table_.status(); }
  void Reject(BadRowReason reason, std::string detail) override {
    table_.Reject(reason, std::move(detail));
  }

 private:
  ParallelTable<Interaction> table_;
};

absl::StatusOr<std::vector<Skip>> FindSkips(
    const v1::DelimitedInteractions& config, const TableReader& table,
    absl::string_view field) {
  std::vector<Skip> skips;
  for (int i = 0; i < config.skip_size(); ++i) {
    C2V_ASSIGN_OR_RETURN(const size_t column,
                         table.Column(config.skip(i).column()), field, ".skip[",
                         i, "].column");
    skips.push_back({column, config.skip(i)});
  }
  return skips;
}

}  // namespace

absl::StatusOr<std::optional<size_t>> OptionalColumn(const TableReader& table,
                                                     absl::string_view name,
                                                     absl::string_view field) {
  if (name.empty()) return std::nullopt;
  const absl::StatusOr<size_t> column = table.Column(name);
  if (!column.ok()) return Annotate(column.status(), field);
  return *column;
}

absl::StatusOr<std::unique_ptr<InteractionReader>> OpenDelimitedInteractions(
    const v1::DelimitedInteractions& config, const std::string& path,
    absl::string_view field, BadRowLog& log) {
  const auto open =
      config.headerless() ? TableReader::OpenHeaderless : TableReader::Open;
  C2V_ASSIGN_OR_RETURN(std::unique_ptr<TableReader> table,
                       open(path, SeparatorOf(config.separator(), path), log),
                       field, ".path");
  const auto find = [&](absl::string_view name, absl::string_view role) {
    return OptionalColumn(*table, name, absl::StrCat(field, ".columns.", role));
  };
  const v1::InteractionColumns& names = config.columns();
  Columns columns;
  C2V_ASSIGN_OR_RETURN(columns.customer, find(names.customer(), "customer"));
  C2V_ASSIGN_OR_RETURN(const auto order, find(names.order(), "order"));
  C2V_ASSIGN_OR_RETURN(const auto item, find(names.item(), "item"));
  columns.order = order.value();
  columns.item = item.value();
  C2V_ASSIGN_OR_RETURN(columns.time, find(names.time(), "time"));
  C2V_ASSIGN_OR_RETURN(columns.quantity, find(names.quantity(), "quantity"));
  C2V_ASSIGN_OR_RETURN(columns.price, find(names.price(), "price"));
  C2V_ASSIGN_OR_RETURN(std::vector<Skip> skips,
                       FindSkips(config, *table, field));
  return std::make_unique<DelimitedInteractionReader>(
      std::move(table),
      [columns,
       shared = std::make_shared<const std::vector<Skip>>(std::move(skips))] {
        return std::make_unique<InteractionParser>(columns, shared);
      });
}

}  // namespace customer2vec
