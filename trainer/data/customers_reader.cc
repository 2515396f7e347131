#include "trainer/data/customers_reader.h"

#include <algorithm>
#include <cstddef>
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

class DelimitedCustomersReader final : public CustomersReader {
 public:
  DelimitedCustomersReader(std::unique_ptr<TableReader> table, size_t customer,
                           std::vector<AttributeSource> attributes,
                           size_t attribute_count)
      : table_(std::move(table)),
        customer_(customer),
        attributes_(std::move(attributes)) {
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
    return table_->TakeId(customer_, &row_.customer) &&
           std::all_of(attributes_.begin(), attributes_.end(),
                       [this](const AttributeSource& source) {
                         return TakeValue(source);
                       });
  }

  bool TakeValue(const AttributeSource& source) {
    const absl::string_view value = table_->Value(source.column);
    row_.values[source.attribute] = value;
    double number;
    return value.empty() || !source.is_number ||
           table_->TakeNumber(source.column, &number);
  }

  const std::unique_ptr<TableReader> table_;
  const size_t customer_;
  const std::vector<AttributeSource> attributes_;
};

absl::StatusOr<size_t> FindColumn(const TableReader& table,
                                  absl::string_view name,
                                  const std::string& field) {
  absl::StatusOr<size_t> column = table.Column(name);
  if (column.ok()) return column;
  return Annotate(column.status(), field);
}

absl::StatusOr<std::vector<AttributeSource>> FindAttributes(
    const TableReader& table, const v1::DelimitedCustomers& config,
    absl::string_view field, std::span<const AttributeSchema> schema) {
  std::vector<AttributeSource> attributes;
  for (int i = 0; i < config.attributes_size(); ++i) {
    const v1::AttributeColumn& attribute = config.attributes(i);
    C2V_ASSIGN_OR_RETURN(
        const size_t column,
        FindColumn(table, attribute.column(),
                   absl::StrCat(field, ".attributes[", i, "].column")));
    const AttributeSchema wanted = SchemaOf(attribute);
    const auto found = std::find(schema.begin(), schema.end(), wanted);
    attributes.push_back({column, static_cast<size_t>(found - schema.begin()),
                          wanted.is_number});
  }
  return attributes;
}

}  // namespace

absl::StatusOr<std::unique_ptr<CustomersReader>> OpenDelimitedCustomers(
    const v1::DelimitedCustomers& config, const std::string& path,
    absl::string_view field, std::span<const AttributeSchema> schema,
    BadRowLog& log) {
  absl::StatusOr<std::unique_ptr<TableReader>> table =
      TableReader::Open(path, SeparatorOf(config.separator(), path), log);
  if (!table.ok())
    return Annotate(table.status(), absl::StrCat(field, ".path"));
  C2V_ASSIGN_OR_RETURN(
      const size_t customer,
      FindColumn(**table, config.customer(), absl::StrCat(field, ".customer")));
  C2V_ASSIGN_OR_RETURN(std::vector<AttributeSource> attributes,
                       FindAttributes(**table, config, field, schema));
  return std::make_unique<DelimitedCustomersReader>(
      *std::move(table), customer, std::move(attributes), schema.size());
}

}  // namespace customer2vec
