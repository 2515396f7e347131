#include "trainer/data/catalogue_reader.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "core/base/status_macros.h"
#include "trainer/data/data_config.h"
#include "trainer/data/table_reader.h"

namespace customer2vec {
namespace {

// Where a configured attribute stands in the file and in the schema.
struct AttributeSource {
  size_t column;
  size_t attribute;
  bool is_number;
};

struct Columns {
  size_t item = 0;
  std::vector<size_t> name;
  std::vector<AttributeSource> attributes;
};

class DelimitedCatalogueReader final : public CatalogueReader {
 public:
  DelimitedCatalogueReader(std::unique_ptr<TableReader> table, Columns columns,
                           size_t attribute_count)
      : table_(std::move(table)), columns_(std::move(columns)) {
    row_.values.resize(attribute_count, "");
  }

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
    if (!table_->TakeId(columns_.item, &row_.item)) return false;
    ComposeName();
    return std::all_of(
        columns_.attributes.begin(), columns_.attributes.end(),
        [this](const AttributeSource& source) { return TakeValue(source); });
  }

  void ComposeName() {
    name_.clear();
    for (const size_t column : columns_.name) {
      const absl::string_view part = table_->Value(column);
      if (part.empty()) continue;
      absl::StrAppend(&name_, name_.empty() ? "" : ", ", part);
    }
    row_.name = name_.empty() ? row_.item : absl::string_view(name_);
  }

  bool TakeValue(const AttributeSource& source) {
    const absl::string_view value = table_->Value(source.column);
    row_.values[source.attribute] = value;
    double number;
    return value.empty() || !source.is_number ||
           table_->TakeNumber(source.column, &number);
  }

  const std::unique_ptr<TableReader> table_;
  const Columns columns_;
  std::string name_;
};

// Finds the columns of one source in its header and in the schema.
class ColumnMapper {
 public:
  ColumnMapper(const TableReader& table, absl::string_view field)
      : table_(table), field_(field) {}

  absl::StatusOr<Columns> Map(const v1::DelimitedCatalogue& config,
                              std::span<const AttributeSchema> schema) const {
    Columns columns;
    C2V_ASSIGN_OR_RETURN(columns.item, Find(config.item(), "item"));
    for (int i = 0; i < config.name_size(); ++i) {
      C2V_ASSIGN_OR_RETURN(const size_t column,
                           Find(config.name(i), absl::StrCat("name[", i, "]")));
      columns.name.push_back(column);
    }
    for (int i = 0; i < config.attributes_size(); ++i) {
      const v1::AttributeColumn& attribute = config.attributes(i);
      C2V_ASSIGN_OR_RETURN(
          const size_t column,
          Find(attribute.column(), absl::StrCat("attributes[", i, "].column")));
      const AttributeSchema wanted = SchemaOf(attribute);
      const auto found = std::find(schema.begin(), schema.end(), wanted);
      columns.attributes.push_back({column,
                                    static_cast<size_t>(found - schema.begin()),
                                    wanted.is_number});
    }
    return columns;
  }

 private:
  absl::StatusOr<size_t> Find(absl::string_view name,
                              absl::string_view role) const {
    absl::StatusOr<size_t> column = table_.Column(name);
    if (column.ok()) return column;
    return Annotate(column.status(), absl::StrCat(field_, ".", role));
  }

  const TableReader& table_;
  const absl::string_view field_;
};

}  // namespace

absl::StatusOr<std::unique_ptr<CatalogueReader>> OpenDelimitedCatalogue(
    const v1::DelimitedCatalogue& config, const std::string& path,
    absl::string_view field, std::span<const AttributeSchema> schema,
    BadRowLog& log) {
  absl::StatusOr<std::unique_ptr<TableReader>> table =
      TableReader::Open(path, SeparatorOf(config.separator(), path), log);
  if (!table.ok())
    return Annotate(table.status(), absl::StrCat(field, ".path"));
  C2V_ASSIGN_OR_RETURN(Columns columns,
                       ColumnMapper(**table, field).Map(config, schema));
  return std::make_unique<DelimitedCatalogueReader>(
      *std::move(table), std::move(columns), schema.size());
}

}  // namespace customer2vec
