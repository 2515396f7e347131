#include "trainer/models/logistic/choose_l2.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <functional>
#include <optional>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "core/base/status_macros.h"
#include "trainer/models/logistic/binary_metrics.h"
#include "trainer/models/logistic/logistic_loss.h"
#include "trainer/models/logistic/stratified_folds.h"

namespace customer2vec {
namespace {

// Held-out probabilities of every case, by strength. Those of balanced models
// are brought back to the base rate, so that log-loss can judge them.
using Probabilities = std::vector<std::vector<double>>;

struct HeldOut {
  std::vector<uint32_t> fold_of_case;
  Probabilities probabilities;
};

template <typename T>
std::vector<T> Picked(std::span<const T> values,
                      std::span<const uint32_t> rows) {
  std::vector<T> picked;
  picked.reserve(rows.size());
  for (const uint32_t row : rows) picked.push_back(values[row]);
  return picked;
}

// What balancing the classes takes from the bias.
double BaseLogOdds(std::span<const uint8_t> labels,
                   const L2ChoiceOptions& options) {
  if (!options.balance_classes) return 0;
  const double positive =
      static_cast<double>(std::count(labels.begin(), labels.end(), 1));
  return std::log(positive / (labels.size() - positive));
}

// One fold at all strengths.
absl::Status PredictFold(const DenseRows& rows, std::span<const uint8_t> labels,
                         const FoldRows& fold, const L2ChoiceOptions& options,
                         std::span<const double> strengths,
                         Probabilities& probabilities) {
  const DenseRows training = rows.Select(fold.training);
  const DenseRows held_out = rows.Select(fold.held_out);
  const std::vector<uint8_t> training_labels = Picked(labels, fold.training);
  const double base = BaseLogOdds(training_labels, options);
  std::vector<double> log_odds(held_out.size());
  std::optional<LogisticModel> model;
  for (size_t s = 0; s < strengths.size(); ++s) {
    C2V_ASSIGN_OR_RETURN(
        model, FitLogistic(training, training_labels,
                           {.l2 = strengths[s],
                            .balance_classes = options.balance_classes},
                           model ? &*model : nullptr));
    model->LogOdds(held_out, log_odds);
    for (size_t i = 0; i < log_odds.size(); ++i) {
      probabilities[s][fold.held_out[i]] = Sigmoid(log_odds[i] + base);
    }
  }
  return absl::OkStatus();
}

absl::StatusOr<HeldOut> CrossValidate(const DenseRows& rows,
                                      std::span<const uint8_t> labels,
                                      const L2ChoiceOptions& options,
                                      std::span<const double> strengths) {
  HeldOut held_out;
  held_out.fold_of_case = StratifiedFolds(labels, options.folds, options.seed);
  held_out.probabilities.assign(strengths.size(),
                                std::vector<double>(rows.size()));
  for (uint32_t fold = 0; fold < options.folds; ++fold) {
    C2V_RETURN_IF_ERROR(
        PredictFold(rows, labels, RowsOfFold(held_out.fold_of_case, fold),
                    options, strengths, held_out.probabilities));
  }
  return held_out;
}

// Mean over the folds that hold both classes. Not over all cases at once: the
// folds' biases differ against the shares of positives that they hold out.
double MeanFoldAuc(const HeldOut& held_out, size_t strength,
                   std::span<const uint8_t> labels, uint32_t folds) {
  double sum = 0;
  int count = 0;
  for (uint32_t fold = 0; fold < folds; ++fold) {
    const FoldRows rows = RowsOfFold(held_out.fold_of_case, fold);
    const double auc =
        RocAuc(Picked<double>(held_out.probabilities[strength], rows.held_out),
               Picked<uint8_t>(labels, rows.held_out));
    if (std::isnan(auc)) continue;
    sum += auc;
    ++count;
  }
  return count == 0 ? 0.5 : sum / count;
}

// The strength of the lowest log-loss; of equals the strongest.
size_t BestStrength(const Probabilities& probabilities,
                    std::span<const uint8_t> labels) {
  std::vector<double> losses;
  for (const std::vector<double>& p : probabilities) {
    losses.push_back(MeanLogLoss(p, labels));
  }
  return std::min_element(losses.begin(), losses.end()) - losses.begin();
}

absl::Status Check(const DenseRows& rows, std::span<const uint8_t> labels) {
  if (rows.size() != labels.size()) {
    return absl::InvalidArgumentError(
        absl::StrCat("logistic regression: ", rows.size(), " rows but ",
                     labels.size(), " labels; give each row one label"));
  }
  const auto positive = std::count(labels.begin(), labels.end(), 1);
  const auto negative = static_cast<ptrdiff_t>(labels.size()) - positive;
  if (std::min(positive, negative) >= 2) return absl::OkStatus();
  return absl::InvalidArgumentError(absl::StrCat(
      "logistic regression: ", positive, " positive and ", negative,
      " negative cases; cross-validation needs at least 2 of each"));
}

}  // namespace

std::vector<double> DefaultL2Strengths() {
  std::vector<double> strengths;
  for (int half_decade = -8; half_decade <= 4; ++half_decade) {
    strengths.push_back(std::pow(10.0, half_decade / 2.0));
  }
  return strengths;
}

absl::StatusOr<TunedLogistic> FitTunedLogistic(const DenseRows& rows,
                                               std::span<const uint8_t> labels,
                                               const L2ChoiceOptions& options) {
  C2V_RETURN_IF_ERROR(Check(rows, labels));
  std::vector<double> strengths = options.strengths;
  std::sort(strengths.begin(), strengths.end(), std::greater<>());
  C2V_ASSIGN_OR_RETURN(const HeldOut held_out,
                       CrossValidate(rows, labels, options, strengths));
  const size_t best = BestStrength(held_out.probabilities, labels);
  TunedLogistic tuned;
  tuned.l2 = strengths[best];
  tuned.held_out_auc = MeanFoldAuc(held_out, best, labels, options.folds);
  tuned.held_out_log_loss = MeanLogLoss(held_out.probabilities[best], labels);
  C2V_ASSIGN_OR_RETURN(
      tuned.model, FitLogistic(rows, labels,
                               {.l2 = tuned.l2,
                                .balance_classes = options.balance_classes}));
  return tuned;
}

}  // namespace customer2vec
