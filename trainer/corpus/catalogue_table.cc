#include "trainer/corpus/catalogue_table.h"

#include <optional>
#include <utility>

namespace customer2vec {

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
