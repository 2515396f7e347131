// Models that rank, on the same cases.
//
//   FigureTable table;
//   for (uint64_t seed : {1, 2, 3}) {
//     ... learn with the seed ...
//     RankCases(split.cases, *fitted, {"items", "popularity"},
//               {.cutoffs = {10, 20}}, &table);
//   }
//   const v1::EvaluationReport report = table.Report("popularity", {});
//
// Of each list: recall, precision, ndcg, ndcg_of_all, hit_rate, mrr and map
// (trainer/evaluation/metrics.h), over all cases and over slices: customers of
// whom little is known, sessions of nobody that show one event at most, and
// targets seldom taken. Of all lists together: coverage, novelty, diversity and
// gini (trainer/evaluation/list_spread.h).
//
// Ranks with threads of its own; the figures do not depend on how many.

#ifndef CUSTOMER2VEC_TRAINER_COMPARE_COMPARISON_H_
#define CUSTOMER2VEC_TRAINER_COMPARE_COMPARISON_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "trainer/compare/figure_table.h"
#include "trainer/evaluation/protocols/protocol_split.h"
#include "trainer/fit/fitted_models.h"

namespace customer2vec {

struct ComparisonOptions {
  std::vector<size_t> cutoffs = {10, 20};  // ascending; one at least
  bool exclude_events = false;  // the case's own events are not ranked
  size_t threads = 1;
  // A customer of whom less is known, an item in fewer baskets, is cold.
  uint32_t cold_customer_baskets = 3;
  uint32_t cold_item_baskets = 10;
  // Attribute whose values make a list mixed; empty: no diversity.
  std::string diversity_attribute;
};

// Ranks every case by each of `models`, names that rank, and adds the figures
// of this run. A target that is no row of the items is one that nothing can
// rank. REQUIRES: events of the cases are rows of what was fitted.
void RankCases(std::span<const ProtocolCase> cases, const FittedModels& fitted,
               const std::vector<std::string>& models,
               const ComparisonOptions& options, FigureTable* table);

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_TRAINER_COMPARE_COMPARISON_H_
