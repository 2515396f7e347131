// Names and attributes of the items of a corpus, by item row; what
// BuildCatalogue() of core takes.
//
//   CatalogueTable catalogue = ...;
//   catalogue.names[row];                  // "MILK, 1 GA, Private"
//   catalogue.attributes[0].name;          // "department"
//   catalogue.attributes[0].values[row];   // "GROCERY"
//
// An item without a row in the catalogue is named by its id and has no values.
// Numbers stay the texts they were, checked to be numbers.

#ifndef CUSTOMER2VEC_TRAINER_CORPUS_CATALOGUE_TABLE_H_
#define CUSTOMER2VEC_TRAINER_CORPUS_CATALOGUE_TABLE_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "core/catalogue/catalogue_builder.h"
#include "trainer/base/string_interner.h"
#include "trainer/data/catalogue_reader.h"

namespace customer2vec {

struct CatalogueTable {
  std::vector<std::string> names;           // by item row
  std::vector<AttributeColumn> attributes;  // values by item row; "": none

  // The same items in another order: `ids` are those of the rows, `wanted` the
  // same ids in the order wanted.
  CatalogueTable Reordered(std::span<const std::string> ids,
                           std::span<const std::string> wanted) const;
};

// Gathers catalogue rows before the item rows are known.
//
//   CatalogueTableBuilder builder(schema);
//   if (!builder.Add(row)) ...  // the item has a row already, which stays
//   CatalogueTable table = builder.Build(corpus.arrays().item_ids);
//
// Values are kept once each. Not thread-safe.
class CatalogueTableBuilder {
 public:
  explicit CatalogueTableBuilder(std::vector<AttributeSchema> schema);

  // REQUIRES: row.values has as many values as the schema attributes.
  [[nodiscard]] bool Add(const CatalogueRow& row);

  bool Contains(absl::string_view item) const {
    return items_.Find(item).has_value();
  }
  // Items with a row, in order of their rows.
  const StringInterner& items() const { return items_; }

  // The table for these items.
  CatalogueTable Build(std::span<const std::string> item_ids) const;

 private:
  // Values of one attribute.
  struct Column {
    StringInterner values;
    std::vector<uint32_t> value_of_item;  // by number in items_
  };

  const std::vector<AttributeSchema> schema_;
  StringInterner items_;
  std::vector<std::string> names_;  // by number in items_
  std::vector<Column> columns_;
};

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_TRAINER_CORPUS_CATALOGUE_TABLE_H_
