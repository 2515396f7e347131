#include "trainer/evaluation/outcome_evaluation.h"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <thread>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "core/base/status_macros.h"
#include "trainer/models/logistic/binary_metrics.h"
#include "trainer/models/logistic/logistic_loss.h"
#include "trainer/models/logistic/standardization.h"
#include "trainer/models/logistic/stratified_folds.h"

namespace customer2vec {
namespace {

// 97.5th percentile of Student's t by degrees of freedom, for intervals
// (Cornish and Fisher's expansion about the normal; off by less than .3 %
// from 4 degrees on).
double StudentT(double degrees) {
  const double z = 1.959963984540054, z2 = z * z;
  const double g1 = z * (z2 + 1) / 4;
  const double g2 = z * ((5 * z2 + 16) * z2 + 3) / 96;
  const double g3 = z * (((3 * z2 + 19) * z2 + 17) * z2 - 15) / 384;
  return z + g1 / degrees + g2 / (degrees * degrees) +
         g3 / (degrees * degrees * degrees);
}

// One training fold with what it holds out, and what came of it.
struct FoldTask {
  FoldRows rows;
  absl::Status status;
  std::vector<double> probabilities;  // of the held-out cases
  double auc = 0;
};

template <typename T>
std::vector<T> Picked(std::span<const T> values,
                      std::span<const uint32_t> rows) {
  std::vector<T> picked;
  for (const uint32_t row : rows) picked.push_back(values[row]);
  return picked;
}

// The rows, standardised by what the training rows are.
std::vector<float> Standardised(const FeatureSet& set,
                                std::span<const uint32_t> training,
                                std::span<const uint32_t> wanted) {
  const DenseRows rows(set.values, set.dimension);
  const Standardization standard = Standardization::Of(rows.Select(training));
  std::vector<float> values;
  for (const uint32_t row : wanted) {
    const std::span<const float> numbers = rows.Row(row);
    values.insert(values.end(), numbers.begin(), numbers.end());
  }
  standard.Apply(values);
  return values;
}

absl::Status RunFold(const FeatureSet& set, std::span<const uint8_t> labels,
                     const OutcomeEvaluationOptions& options, FoldTask& task) {
  const std::vector<uint32_t>& training = task.rows.training;
  const std::vector<uint32_t>& held_out = task.rows.held_out;
  const std::vector<float> train = Standardised(set, training, training);
  const std::vector<float> test = Standardised(set, training, held_out);
  C2V_ASSIGN_OR_RETURN(const TunedLogistic tuned,
                       FitTunedLogistic(DenseRows(train, set.dimension),
                                        Picked(labels, training),
                                        {.strengths = options.l2_strengths,
                                         .folds = options.inner_folds,
                                         .seed = options.seed}));
  std::vector<double>& p = task.probabilities;
  p.resize(held_out.size());
  tuned.model.LogOdds(DenseRows(test, set.dimension), p);
  for (double& z : p) z = Sigmoid(z);
  task.auc = RocAuc(p, Picked(labels, held_out));
  return absl::OkStatus();
}

// Runs all tasks, in any order.
void RunAll(const FeatureSet& set, std::span<const uint8_t> labels,
            const OutcomeEvaluationOptions& options,
            std::vector<FoldTask>& tasks) {
  std::atomic<size_t> next = 0;
  const auto work = [&] {
    for (size_t i = next++; i < tasks.size(); i = next++) {
      tasks[i].status = RunFold(set, labels, options, tasks[i]);
    }
  };
  std::vector<std::thread> threads;
  for (size_t t = 1; t < options.threads; ++t) threads.emplace_back(work);
  work();
  for (std::thread& thread : threads) thread.join();
}

std::vector<FoldTask> MakeTasks(std::span<const uint8_t> labels,
                                const OutcomeEvaluationOptions& options) {
  std::vector<FoldTask> tasks;
  for (uint32_t repeat = 0; repeat < options.repeats; ++repeat) {
    const std::vector<uint32_t> folds =
        StratifiedFolds(labels, options.folds, options.seed + 1000 * repeat);
    for (uint32_t fold = 0; fold < options.folds; ++fold) {
      tasks.push_back({.rows = RowsOfFold(folds, fold)});
    }
  }
  return tasks;
}

absl::StatusOr<OutcomeScores> Evaluate(
    const FeatureSet& set, std::span<const uint8_t> labels,
    const OutcomeEvaluationOptions& options) {
  std::vector<FoldTask> tasks = MakeTasks(labels, options);
  RunAll(set, labels, options, tasks);
  OutcomeScores scores{.name = set.name};
  std::vector<double> probabilities;
  std::vector<uint8_t> happened;
  for (const FoldTask& task : tasks) {
    C2V_RETURN_IF_ERROR(task.status);
    const std::vector<uint8_t> of_fold =
        Picked(labels, std::span<const uint32_t>(task.rows.held_out));
    scores.fold_aucs.push_back(task.auc);
    scores.fold_log_losses.push_back(MeanLogLoss(task.probabilities, of_fold));
    probabilities.insert(probabilities.end(), task.probabilities.begin(),
                         task.probabilities.end());
    happened.insert(happened.end(), of_fold.begin(), of_fold.end());
  }
  scores.auc = EstimateOf(scores.fold_aucs, options.folds);
  scores.log_loss = MeanLogLoss(probabilities, happened);
  scores.calibration_error = CalibrationError(probabilities, happened, 10);
  return scores;
}

absl::Status Check(std::span<const FeatureSet> sets,
                   std::span<const uint8_t> labels,
                   const OutcomeEvaluationOptions& options) {
  for (const FeatureSet& set : sets) {
    if (set.values.size() == labels.size() * set.dimension) continue;
    return absl::InvalidArgumentError(absl::StrCat(
        "features \"", set.name, "\" have ", set.values.size(), " numbers for ",
        labels.size(), " cases of ", set.dimension, " each"));
  }
  const size_t positive = std::count(labels.begin(), labels.end(), 1);
  const size_t rarer = std::min(positive, labels.size() - positive);
  if (rarer >= 2 * options.folds) return absl::OkStatus();
  return absl::InvalidArgumentError(
      absl::StrCat("the rarer outcome has ", rarer, " cases; ", options.folds,
                   " folds need at least ", 2 * options.folds,
                   ": add cases or lower the number of folds"));
}

}  // namespace

absl::StatusOr<std::vector<OutcomeScores>> EvaluateOutcome(
    std::span<const FeatureSet> sets, std::span<const uint8_t> labels,
    const OutcomeEvaluationOptions& options) {
  C2V_RETURN_IF_ERROR(Check(sets, labels, options));
  std::vector<OutcomeScores> scores;
  for (const FeatureSet& set : sets) {
    C2V_ASSIGN_OR_RETURN(scores.emplace_back(), Evaluate(set, labels, options));
  }
  return scores;
}

Estimate EstimateOf(std::span<const double> scores, uint32_t folds) {
  const double n = static_cast<double>(scores.size());
  Estimate estimate;
  for (const double score : scores) estimate.mean += score / n;
  double squares = 0;
  for (const double score : scores) {
    squares += (score - estimate.mean) * (score - estimate.mean);
  }
  const double variance = squares / (n - 1);
  estimate.standard_error = std::sqrt(variance * (1 / n + 1.0 / (folds - 1)));
  estimate.half_width = StudentT(n - 1) * estimate.standard_error;
  return estimate;
}

Estimate PairedDifference(std::span<const double> a, std::span<const double> b,
                          uint32_t folds) {
  std::vector<double> differences;
  for (size_t i = 0; i < a.size(); ++i) differences.push_back(a[i] - b[i]);
  return EstimateOf(differences, folds);
}

}  // namespace customer2vec
