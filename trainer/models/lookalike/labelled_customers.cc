#include "trainer/models/lookalike/labelled_customers.h"

#include <algorithm>
#include <map>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "core/base/status_macros.h"

namespace customer2vec {
namespace {

absl::StatusOr<std::vector<uint32_t>> MetricNumbers(
    const OutcomesTable& outcomes, std::span<const std::string> metrics) {
  if (outcomes.outcomes.empty()) {
    return absl::InvalidArgumentError(
        "there are no outcomes to learn; name a file in data.outcomes");
  }
  if (metrics.empty()) return RowsOf(outcomes.metrics, outcomes.metrics);
  std::vector<uint32_t> numbers = RowsOf(outcomes.metrics, metrics);
  for (size_t i = 0; i < numbers.size(); ++i) {
    if (numbers[i] != kNoRow) continue;
    return absl::InvalidArgumentError(
        absl::StrCat("data.outcomes has no metric \"", metrics[i],
                     "\"; it has ", absl::StrJoin(outcomes.metrics, ", ")));
  }
  return numbers;
}

absl::Status CheckBothClasses(const LabelledCustomers& task) {
  const uint64_t positive = task.positive_count();
  const uint64_t negative = task.labels.size() - positive;
  if (std::min(positive, negative) >= 2) return absl::OkStatus();
  return absl::InvalidArgumentError(absl::StrCat(
      "outcome \"", task.metric, "\": ", positive, " positive and ", negative,
      " negative customers with baskets (", task.without_baskets,
      " without left out); at least 2 of each are needed: look at "
      "positive_above, or leave the metric out"));
}

LabelledCustomers Label(const OutcomesTable& outcomes, const Corpus& corpus,
                        std::span<const uint32_t> row_of_customer,
                        uint32_t metric, double positive_above) {
  LabelledCustomers task{.metric = outcomes.metrics[metric]};
  std::map<uint32_t, uint8_t> labels;  // by customer row
  for (const Outcome& outcome : outcomes.outcomes) {
    if (outcome.metric != metric) continue;
    const uint32_t row = row_of_customer[outcome.customer];
    if (row == kNoRow || corpus.BasketsOf(row).empty()) {
      ++task.without_baskets;
    } else {
      labels[row] = outcome.value > positive_above;
    }
  }
  for (const auto& [row, label] : labels) {
    task.customers.push_back(row);
    task.labels.push_back(label);
  }
  return task;
}

}  // namespace

uint64_t LabelledCustomers::positive_count() const {
  return std::count(labels.begin(), labels.end(), 1);
}

absl::StatusOr<std::vector<LabelledCustomers>> LabelCustomers(
    const OutcomesTable& outcomes, const Corpus& corpus,
    std::span<const std::string> metrics, double positive_above) {
  C2V_ASSIGN_OR_RETURN(const std::vector<uint32_t> numbers,
                       MetricNumbers(outcomes, metrics));
  const std::vector<uint32_t> rows =
      RowsOf(corpus.arrays().customer_ids, outcomes.ids);
  std::vector<LabelledCustomers> tasks;
  for (const uint32_t metric : numbers) {
    tasks.push_back(Label(outcomes, corpus, rows, metric, positive_above));
    C2V_RETURN_IF_ERROR(CheckBothClasses(tasks.back()));
  }
  return tasks;
}

}  // namespace customer2vec
