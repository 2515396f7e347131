// Makes an Instacart folder of any size whose structure is known, so that tests
// and demonstrations know the truth that a model should find.
//
//   GenerateOptions options;
//   options.customers = 100000;
//   C2V_ASSIGN_OR_RETURN(GeneratedCounts counts,
//                        GenerateInstacart(options, "shop"));
//
// Writes orders.csv, order_products__prior.csv, order_products__train.csv (the
// last order of each customer), products.csv, aisles.csv and departments.csv as
// Instacart published them, all with the suffix .gz on request, and truth.csv:
//
//   product_id,taste,popularity_rank,weekday,quarter
//   1,17,803,,2
//
// with the hidden taste of each product (see generated_shop.h and
// generated_customer.h for what it does), its rank from 0, and the weekday 0-6
// or quarter 0-3 that it belongs to, if any.
//
// events.jsonl is the log of the shop's application, and customer_kinds.csv
// (user_id,kind) the hidden kind of customer that shows in it: log_generator.h.
//
// The same options give the same bytes. Memory: the products and one customer.

#ifndef CUSTOMER2VEC_TRAINER_GENERATE_INSTACART_GENERATOR_H_
#define CUSTOMER2VEC_TRAINER_GENERATE_INSTACART_GENERATOR_H_

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "trainer/generate/generate_options.h"

namespace customer2vec {

struct GeneratedCounts {
  uint64_t orders = 0;
  uint64_t lines = 0;
  uint64_t later_lines = 0;     // after each customer's first order
  uint64_t repeated_lines = 0;  // of them, taken before
  uint64_t events = 0;          // of the application's log
};

// Makes `folder`, whole or not at all: it is written as "<folder>.partial" and
// renamed. INVALID_ARGUMENT for bad options; ALREADY_EXISTS when there is a
// file or a folder with something in it at `folder` or "<folder>.partial",
// which a run that was stopped leaves behind.
absl::StatusOr<GeneratedCounts> GenerateInstacart(
    const GenerateOptions& options, const std::string& folder);

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_TRAINER_GENERATE_INSTACART_GENERATOR_H_
