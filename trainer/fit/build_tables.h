// From a corpus to the tables that a snapshot shares among its servables.
//
//   C2V_ASSIGN_OR_RETURN(TablesArrays arrays,
//                        BuildTables(corpus, &catalogue, corpus.item_count(),
//                        0.95));
//   C2V_ASSIGN_OR_RETURN(Tables tables, CreateTables(arrays.view()));
//
// Pure functions; thread-safe.

#ifndef CUSTOMER2VEC_TRAINER_FIT_BUILD_TABLES_H_
#define CUSTOMER2VEC_TRAINER_FIT_BUILD_TABLES_H_

#include <cstddef>

#include "absl/status/statusor.h"
#include "core/history/customer_histories.h"
#include "core/tables/tables_arrays.h"
#include "trainer/corpus/catalogue_table.h"
#include "trainer/corpus/corpus.h"

namespace customer2vec {

// What each customer took among item rows [0, item_count), with decayed counts
//
//   sum over the customer's baskets that hold the item of decay^age,
//
// where the newest basket has age 0 and the one before it age 1. `decay` in (0,
// 1].
CustomerHistoriesArrays BuildHistories(const Corpus& corpus, size_t item_count,
                                       double decay);

// Tables over item rows [0, item_count). A null catalogue names items by their
// ids. INVALID_ARGUMENT for ids that a vocabulary cannot hold.
absl::StatusOr<TablesArrays> BuildTables(const Corpus& corpus,
                                         const CatalogueTable* catalogue,
                                         size_t item_count, double decay);

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_TRAINER_FIT_BUILD_TABLES_H_
