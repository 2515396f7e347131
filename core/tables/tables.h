// The tables of a snapshot that all its servables share.
//
// Rows are one numbering for everything: item row r is the same item in
// `items`, `catalogue`, `basket_counts` and in every space. Items are ordered
// by basket count, most first, ties by id, so a space over the items with at
// least `min_count` baskets covers a prefix of the rows.
//
// Views over arrays that outlive them. Immutable, safe for concurrent use.

#ifndef CUSTOMER2VEC_CORE_TABLES_TABLES_H_
#define CUSTOMER2VEC_CORE_TABLES_TABLES_H_

#include <cstdint>
#include <span>

#include "core/catalogue/catalogue.h"
#include "core/history/customer_histories.h"
#include "core/vocabulary/vocabulary.h"

namespace customer2vec {

struct Tables {
  Vocabulary items;
  Catalogue catalogue;
  std::span<const uint32_t> basket_counts;  // by item row, descending
  uint64_t basket_count = 0;                // baskets in all
  Vocabulary customers;
  CustomerHistories histories;
};

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_CORE_TABLES_TABLES_H_
