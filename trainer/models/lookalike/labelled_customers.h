// Outcomes as labels of the customers of a corpus.
//
//   C2V_ASSIGN_OR_RETURN(
//       std::vector<LabelledCustomers> tasks,
//       LabelCustomers(side.outcomes, corpus, {"churn"},
//       /*positive_above=*/0));
//
// Deterministic: customers ascend by row.

#ifndef CUSTOMER2VEC_TRAINER_MODELS_LOOKALIKE_LABELLED_CUSTOMERS_H_
#define CUSTOMER2VEC_TRAINER_MODELS_LOOKALIKE_LABELLED_CUSTOMERS_H_

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "trainer/corpus/corpus.h"
#include "trainer/corpus/side_tables.h"

namespace customer2vec {

struct LabelledCustomers {
  std::string metric;
  std::vector<uint32_t> customers;  // rows that have baskets, ascending
  std::vector<uint8_t> labels;      // 1 where the value is above the bound
  // Outcomes left out: of customers that the corpus lacks or whose baskets it
  // lacks.
  uint64_t without_baskets = 0;

  uint64_t positive_count() const;
};

// One for each of `metrics`; none named means all. INVALID_ARGUMENT when there
// are no outcomes, when a metric has none, or when fewer than two of its
// customers are on one side.
absl::StatusOr<std::vector<LabelledCustomers>> LabelCustomers(
    const OutcomesTable& outcomes, const Corpus& corpus,
    std::span<const std::string> metrics, double positive_above);

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_TRAINER_MODELS_LOOKALIKE_LABELLED_CUSTOMERS_H_
