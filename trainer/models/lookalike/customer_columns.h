// Hand-crafted numbers of every customer: how recently, how often, how much and
// how varied they bought, and their demographics.
//
//   C2V_ASSIGN_OR_RETURN(
//       CustomerColumns columns,
//       ComputeCustomerColumns(corpus, side.customers, attribute_names));
//   columns.values[row * columns.names.size() + j];   // of columns.names[j]
//
// Counts and times enter as log(1 + x), days for times. With d the corpus's
// last time (where the data has no times, orders are numbered, and days have no
// meaning but their order):
//
//   log_baskets, log_items (distinct), log_lines, log_lines_a_basket
//   repeat_share            1 - distinct items / lines
//   log_days_since_last, log_days_known (first to last), log_days_between
//   log_baskets_30_days, log_baskets_90_days    before d
//   log_spend, log_spend_a_basket   by the items' mean prices; only with prices
//
// A category of demographics is one column a value, 1 or 0; a number is its
// value beside a column for "not known" (where its value is the mean).
// Customers without baskets have zeros.
//
// Deterministic; one thread.

#ifndef CUSTOMER2VEC_TRAINER_MODELS_LOOKALIKE_CUSTOMER_COLUMNS_H_
#define CUSTOMER2VEC_TRAINER_MODELS_LOOKALIKE_CUSTOMER_COLUMNS_H_

#include <span>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "trainer/corpus/corpus.h"
#include "trainer/corpus/side_tables.h"

namespace customer2vec {

struct CustomerColumns {
  std::vector<std::string> names;
  std::vector<float> values;  // customers * names, row-major by customer row
};

// `attributes`: columns of the customers table to add. INVALID_ARGUMENT when it
// lacks one.
absl::StatusOr<CustomerColumns> ComputeCustomerColumns(
    const Corpus& corpus, const CustomersTable& customers,
    std::span<const std::string> attributes);

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_TRAINER_MODELS_LOOKALIKE_CUSTOMER_COLUMNS_H_
