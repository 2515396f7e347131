#include "trainer/corpus/catalogue_table.h"

#include <optional>
#include <utility>

#include "absl/container/flat_hash_map.h"

namespace customer2vec {

CatalogueTable CatalogueTable::Reordered(
    std::span<const std::string> ids,
    std::span<const std::string> wanted) const {
  absl::flat_hash_map<absl::string_view, size_t> row_of;
  row_of.reserve(ids.size());
  for (size_t row = 0; row < ids.size(); ++row) row_of.emplace(ids[row], row);
  std::vector<size_t> rows;
  rows.reserve(wanted.size());
  for (const std::string& id : wanted) rows.push_back(row_of.at(id));

  CatalogueTable table;
  for (size_t row : rows) table.names.push_back(names[row]);
  for (const AttributeColumn& column : attributes) {
    table.attributes.push_back(
        {.name = column.name, .is_number = column.is_number});
    std::vector<std::string>& values = table.attributes.back().values;
    for (size_t row : rows) values.push_back(column.values[row]);
  }
  return table;
}

CatalogueTableBuilder::CatalogueTableBuilder(
    std::vector<AttributeSchema> schema)
    : schema_(std::move(schema)), columns_(schema_.size()) {}

bool CatalogueTableBuilder::Add(const CatalogueRow& row) {
  if (Contains(row.item)) return false;
  items_.Intern(row.item);
  names_.emplace_back(row.name);
  for (size_t i = 0; i < columns_.size(); ++i) {
    Column& column = columns_[i];
    column.value_of_item.push_back(column.values.Intern(row.values[i]));
  }
  return true;
}

CatalogueTable CatalogueTableBuilder::Build(
    std::span<const std::string> item_ids) const {
  CatalogueTable table;
  table.names.assign(item_ids.begin(), item_ids.end());
  for (const AttributeSchema& attribute : schema_) {
    table.attributes.push_back(
        {.name = attribute.name, .is_number = attribute.is_number});
    table.attributes.back().values.resize(item_ids.size());
  }
  for (size_t row = 0; row < item_ids.size(); ++row) {
    const std::optional<uint32_t> item = items_.Find(item_ids[row]);
    if (!item) continue;
    table.names[row] = names_[*item];
    for (size_t i = 0; i < columns_.size(); ++i) {
      const Column& column = columns_[i];
      table.attributes[i].values[row] =
          std::string(column.values[column.value_of_item[*item]]);
    }
  }
  return table;
}

}  // namespace customer2vec
