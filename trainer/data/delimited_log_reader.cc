#include "trainer/data/delimited_log_reader.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "core/base/status_macros.h"
#include "trainer/data/table_reader.h"

namespace customer2vec {
namespace {

std::vector<std::string> NamesOf(const std::vector<std::string>& columns) {
  std::vector<std::string> names = columns;
  for (size_t i = 0; i < names.size(); ++i) {
    if (names[i].empty()) names[i] = absl::StrCat("column_", i + 1);
  }
  return names;
}

class DelimitedLogReader final : public LogReader {
 public:
  explicit DelimitedLogReader(std::unique_ptr<TableReader> table)
      : table_(std::move(table)), names_(NamesOf(table_->columns())) {}

  bool Next() override {
    ClearValues();
    if (!table_->Next()) return false;
    for (size_t column = 0; column < names_.size(); ++column) {
      AddValue(names_[column], table_->Value(column));
    }
    return true;
  }
  const absl::Status& status() const override { return table_->status(); }
  void Reject(BadRowReason reason, std::string detail) override {
    table_->Reject(reason, std::move(detail));
  }
  uint64_t line() const override { return table_->line(); }
  v1::LogFormat format() const override { return v1::LOG_FORMAT_DELIMITED; }

 private:
  const std::unique_ptr<TableReader> table_;
  const std::vector<std::string> names_;
};

}  // namespace

absl::StatusOr<std::unique_ptr<LogReader>> OpenDelimitedLog(
    const std::string& path, char separator, BadRowLog& log) {
  C2V_ASSIGN_OR_RETURN(std::unique_ptr<TableReader> table,
                       TableReader::Open(path, separator, log));
  return std::make_unique<DelimitedLogReader>(std::move(table));
}

}  // namespace customer2vec
