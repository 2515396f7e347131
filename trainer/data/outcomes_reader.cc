#include "trainer/data/outcomes_reader.h"

#include <algorithm>
#include <cstddef>
#include <utility>

#include "absl/strings/str_cat.h"
#include "core/base/status_macros.h"
#include "trainer/data/data_config.h"
#include "trainer/data/interaction_reader.h"
#include "trainer/data/table_reader.h"

namespace customer2vec {
namespace {

struct Columns {
  size_t customer = 0;
  std::optional<size_t> metric;
  size_t value = 0;
  std::optional<size_t> time;
};

class DelimitedOutcomesReader final : public OutcomesReader {
 public:
  DelimitedOutcomesReader(const v1::DelimitedOutcomes& config,
                          std::unique_ptr<TableReader> table,
                          const Columns& columns)
      : config_(config), table_(std::move(table)), columns_(columns) {}

  bool Next() override {
    while (table_->Next()) {
      if (TakeRow()) return true;
    }
    return false;
  }
  const absl::Status& status() const override { return table_->status(); }
  void Reject(BadRowReason reason, std::string detail) override {
    table_->Reject(reason, std::move(detail));
  }

 private:
  bool TakeRow() {
    row_ = OutcomeRow();
    return table_->TakeId(columns_.customer, &row_.customer) && TakeMetric() &&
           TakeTime() && TakeValue();
  }

  bool TakeMetric() {
    row_.metric = config_.metric();
    return !columns_.metric || table_->TakeId(*columns_.metric, &row_.metric);
  }

  bool TakeTime() {
    return !columns_.time ||
           table_->TakeTime(*columns_.time, &row_.time.emplace());
  }

  bool TakeValue() {
    const absl::string_view text = table_->Value(columns_.value);
    if (text.empty()) return true;
    if (config_.positive_values_size() == 0) {
      return table_->TakeNumber(columns_.value, &row_.value.emplace());
    }
    const auto& positive = config_.positive_values();
    row_.value =
        std::any_of(positive.begin(), positive.end(),
                    [&](const std::string& value) { return text == value; });
    return true;
  }

  const v1::DelimitedOutcomes config_;
  const std::unique_ptr<TableReader> table_;
  const Columns columns_;
};

}  // namespace

absl::StatusOr<std::unique_ptr<OutcomesReader>> OpenDelimitedOutcomes(
    const v1::DelimitedOutcomes& config, const std::string& path,
    absl::string_view field, BadRowLog& log) {
  absl::StatusOr<std::unique_ptr<TableReader>> table =
      TableReader::Open(path, SeparatorOf(config.separator(), path), log);
  if (!table.ok())
    return Annotate(table.status(), absl::StrCat(field, ".path"));
  const auto find = [&](absl::string_view name, absl::string_view role) {
    return OptionalColumn(**table, name, absl::StrCat(field, ".", role));
  };
  Columns columns;
  C2V_ASSIGN_OR_RETURN(const auto customer,
                       find(config.customer(), "customer"));
  C2V_ASSIGN_OR_RETURN(columns.metric,
                       find(config.metric_column(), "metric_column"));
  C2V_ASSIGN_OR_RETURN(const auto value, find(config.value(), "value"));
  C2V_ASSIGN_OR_RETURN(columns.time, find(config.time(), "time"));
  columns.customer = customer.value();
  columns.value = value.value();
  return std::make_unique<DelimitedOutcomesReader>(config, *std::move(table),
                                                   columns);
}

}  // namespace customer2vec
