// Measures a ranking on the cases of a cut.
//
//   std::vector<v1::EvaluationFigure> figures = EvaluateCustomers(
//       "personal_frequency", cases, {.cutoffs = {10, 20}, .item_count = n},
//       [&](const CustomerCase& each, size_t k, std::vector<ScoredItem>* top) {
//         scorer.Rank({.customer = each.customer}, {.k = k}, top);
//       });
//
// The ranking is whatever the caller binds, and it should be the servable
// itself: then the figure is one of what is served. Each figure is a mean over
// cases with its standard error; `coverage` is the share of the items that
// stand in any list.
//
// Cases are shared out over threads, so rankings must be safe for concurrent
// use. The figures do not depend on the number of threads.

#ifndef CUSTOMER2VEC_TRAINER_EVALUATION_EVALUATE_H_
#define CUSTOMER2VEC_TRAINER_EVALUATION_EVALUATE_H_

#include <cstddef>
#include <functional>
#include <span>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "core/vectors/scored_item.h"
#include "customer2vec/v1/manifest.pb.h"
#include "trainer/evaluation/cut.h"

namespace customer2vec {

// Names of the tasks in EvaluationFigure.task.
inline constexpr char kCustomerTask[] = "customer";
inline constexpr char kSessionTask[] = "session";

struct EvaluationOptions {
  std::vector<size_t> cutoffs = {10, 20};
  size_t item_count = 0;  // items that could be listed, for coverage
  size_t threads = 1;
};

// Puts the best k items for the case into `top`, best first.
template <typename Case>
using Ranking = std::function<void(const Case& each, size_t k,
                                   std::vector<ScoredItem>* top)>;

// recall, ndcg, hit_rate, mrr and coverage at each cutoff.
std::vector<v1::EvaluationFigure> EvaluateCustomers(
    absl::string_view servable, std::span<const CustomerCase> cases,
    const EvaluationOptions& options, const Ranking<CustomerCase>& ranking);

// hit_rate (which equals recall: one item is hidden), ndcg, mrr and coverage.
std::vector<v1::EvaluationFigure> EvaluateSessions(
    absl::string_view servable, std::span<const SessionCase> cases,
    const EvaluationOptions& options, const Ranking<SessionCase>& ranking);

// The figure of these names among `figures`; null when it was not measured.
const v1::EvaluationFigure* FindFigure(
    std::span<const v1::EvaluationFigure> figures, absl::string_view servable,
    absl::string_view task, absl::string_view metric, int cutoff);

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_TRAINER_EVALUATION_EVALUATE_H_
