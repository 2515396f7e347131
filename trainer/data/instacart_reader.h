// The Instacart folder, as published in 2017 and as `c2v-train generate` writes
// it: orders.csv, order_products__prior.csv, order_products__train.csv,
// products.csv, aisles.csv, departments.csv, each plain, .gz or .zst.
//
//   C2V_ASSIGN_OR_RETURN(auto rows, OpenInstacartInteractions(folder, log));
//   while (rows->Next()) Use(rows->interaction());
//   C2V_RETURN_IF_ERROR(rows->status());
//
// Time. The data has no dates, only the days since the customer's order before
// (capped at 30 by the publisher) and the hour. A customer's clock starts at 0
// with the day of the first order known, adds those days, and the hour of the
// day, in seconds; where that would not rise from one order to the next, the
// later one is put a second after. So orders of one customer stand in the order
// of `order_number`, ages are right to the hour, and times of different
// customers say nothing about each other.
//
// Memory: 24 bytes an order, whatever the number of lines.

#ifndef CUSTOMER2VEC_TRAINER_DATA_INSTACART_READER_H_
#define CUSTOMER2VEC_TRAINER_DATA_INSTACART_READER_H_

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "trainer/data/bad_row_log.h"
#include "trainer/data/catalogue_reader.h"
#include "trainer/data/interaction_reader.h"

namespace customer2vec {

// Lines of the prior and the train file (at least one of them must be there;
// orders of the published `test` set have no lines). Reads all of orders.csv
// first. A line whose order orders.csv lacks is a bad row.
absl::StatusOr<std::unique_ptr<InteractionReader>> OpenInstacartInteractions(
    const std::string& folder, BadRowLog& log);

// Products with the attributes "aisle" and "department", by name. A product
// whose aisle or department has no name is a bad row. The published names write
// a quote as \", which loses its backslash here.
absl::StatusOr<std::unique_ptr<CatalogueReader>> OpenInstacartCatalogue(
    const std::string& folder, BadRowLog& log);

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_TRAINER_DATA_INSTACART_READER_H_
