// Tables that own their memory: what the trainer fills and a snapshot writes.
//
//   TablesArrays arrays;
//   C2V_ASSIGN_OR_RETURN(arrays.items, BuildVocabulary(item_ids));
//   ...
//   C2V_ASSIGN_OR_RETURN(Tables tables, CreateTables(arrays.view()));

#ifndef CUSTOMER2VEC_CORE_TABLES_TABLES_ARRAYS_H_
#define CUSTOMER2VEC_CORE_TABLES_TABLES_ARRAYS_H_

#include <cstdint>
#include <span>
#include <vector>

#include "absl/status/statusor.h"
#include "core/catalogue/catalogue.h"
#include "core/catalogue/catalogue_builder.h"
#include "core/history/customer_histories.h"
#include "core/tables/tables.h"
#include "core/vocabulary/vocabulary.h"

namespace customer2vec {

struct TablesView {
  VocabularyView items;
  CatalogueView catalogue;
  std::span<const uint32_t> basket_counts;
  uint64_t basket_count = 0;
  VocabularyView customers;
  CustomerHistoriesView histories;
};

struct TablesArrays {
  VocabularyArrays items;
  CatalogueArrays catalogue;
  std::vector<uint32_t> basket_counts;
  uint64_t basket_count = 0;
  VocabularyArrays customers;
  CustomerHistoriesArrays histories;

  TablesView view() const;
};

// Checks each table and that they fit together: DATA_LOSS when the tables have
// different numbers of rows, an item is in more baskets than there are, or
// basket counts do not descend.
absl::StatusOr<Tables> CreateTables(const TablesView& view);

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_CORE_TABLES_TABLES_ARRAYS_H_
