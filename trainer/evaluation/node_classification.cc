#include "trainer/evaluation/node_classification.h"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <limits>
#include <mutex>
#include <numeric>
#include <thread>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "core/base/random.h"
#include "core/base/status_macros.h"
#include "trainer/models/logistic/logistic_regression.h"

namespace customer2vec {
namespace {

constexpr double kNever = -std::numeric_limits<double>::infinity();

absl::Status CheckSizes(const DenseRows& vectors, const MultiLabels& labels,
                        const NodeSplit& split) {
  if (vectors.size() != labels.size()) {
    return absl::InvalidArgumentError(
        absl::StrCat("node classification: ", vectors.size(), " vectors but ",
                     labels.size(), " nodes with labels"));
  }
  if (split.train.empty() || split.test.empty()) {
    return absl::InvalidArgumentError(
        "node classification: a split needs nodes on both sides");
  }
  return absl::OkStatus();
}

// 1 for each of `nodes` that has the label.
std::vector<uint8_t> CasesOf(uint32_t label, const MultiLabels& labels,
                             std::span<const uint32_t> nodes) {
  std::vector<uint8_t> cases;
  cases.reserve(nodes.size());
  for (const uint32_t node : nodes) {
    const auto of_node = labels[node];
    cases.push_back(std::count(of_node.begin(), of_node.end(), label) > 0);
  }
  return cases;
}

// Log-odds of one label for each test node.
absl::Status ScoreLabel(uint32_t label, const DenseRows& vectors,
                        const MultiLabels& labels, const NodeSplit& split,
                        const NodeClassifierOptions& options,
                        std::span<double> log_odds) {
  const std::vector<uint8_t> cases = CasesOf(label, labels, split.train);
  const auto positive = std::count(cases.begin(), cases.end(), 1);
  if (positive == 0 || positive == static_cast<ptrdiff_t>(cases.size())) {
    std::fill(log_odds.begin(), log_odds.end(), positive == 0 ? kNever : 0);
    return absl::OkStatus();
  }
  C2V_ASSIGN_OR_RETURN(
      const LogisticModel model,
      FitLogistic(vectors.Select(split.train), cases,
                  {.l2 = 1 / (options.c * static_cast<double>(cases.size())),
                   .tolerance = options.tolerance}),
      "label ", label);
  model.LogOdds(vectors.Select(split.test), log_odds);
  return absl::OkStatus();
}

// log_odds[label * test nodes + i], a thread a label at a time.
absl::StatusOr<std::vector<double>> ScoreAllLabels(
    const DenseRows& vectors, const MultiLabels& labels, const NodeSplit& split,
    const NodeClassifierOptions& options) {
  const size_t n = split.test.size();
  std::vector<double> log_odds(labels.label_count * n);
  std::atomic<uint32_t> next = 0;
  std::mutex mutex;
  absl::Status status;
  const auto work = [&] {
    for (uint32_t label; (label = next++) < labels.label_count;) {
      const absl::Status one =
          ScoreLabel(label, vectors, labels, split, options,
                     std::span(log_odds).subspan(label * n, n));
      const std::lock_guard lock(mutex);
      status.Update(one);
    }
  };
  std::vector<std::thread> threads;
  for (size_t i = 1; i < options.threads; ++i) threads.emplace_back(work);
  work();
  for (std::thread& thread : threads) thread.join();
  C2V_RETURN_IF_ERROR(status);
  return log_odds;
}

// The labels of each test node, as many as it has.
MultiLabels TruthOf(const MultiLabels& labels,
                    std::span<const uint32_t> nodes) {
  MultiLabels truth;
  truth.label_count = labels.label_count;
  for (const uint32_t node : nodes) {
    truth.labels.insert(truth.labels.end(), labels[node].begin(),
                        labels[node].end());
    truth.offsets.push_back(truth.labels.size());
  }
  return truth;
}

MultiLabels Predict(const std::vector<double>& log_odds,
                    const MultiLabels& truth) {
  const size_t n = truth.size();
  MultiLabels predicted;
  predicted.label_count = truth.label_count;
  std::vector<uint32_t> ranked(truth.label_count);
  for (size_t i = 0; i < n; ++i) {
    const size_t count = truth[i].size();
    std::iota(ranked.begin(), ranked.end(), 0);
    std::partial_sort(ranked.begin(), ranked.begin() + count, ranked.end(),
                      [&](uint32_t a, uint32_t b) {
                        const double x = log_odds[a * n + i];
                        const double y = log_odds[b * n + i];
                        return x != y ? x > y : a < b;
                      });
    predicted.labels.insert(predicted.labels.end(), ranked.begin(),
                            ranked.begin() + count);
    predicted.offsets.push_back(predicted.labels.size());
  }
  return predicted;
}

double F1(uint64_t hits, uint64_t present, uint64_t predicted) {
  if (present + predicted == 0) return 0;
  return 2.0 * static_cast<double>(hits) /
         static_cast<double>(present + predicted);
}

}  // namespace

NodeSplit SplitNodes(std::span<const uint32_t> nodes, double train_share,
                     uint64_t seed) {
  std::vector<uint32_t> shuffled(nodes.begin(), nodes.end());
  Random random(seed);
  for (size_t i = shuffled.size(); i > 1; --i) {
    std::swap(shuffled[i - 1],
              shuffled[random.Below(static_cast<uint32_t>(i))]);
  }
  const auto middle =
      shuffled.begin() +
      std::lround(train_share * static_cast<double>(shuffled.size()));
  return {{shuffled.begin(), middle}, {middle, shuffled.end()}};
}

NodeSplit SplitNodes(size_t node_count, double train_share, uint64_t seed) {
  std::vector<uint32_t> nodes(node_count);
  std::iota(nodes.begin(), nodes.end(), 0);
  return SplitNodes(nodes, train_share, seed);
}

F1Scores ScoreLabels(const MultiLabels& truth, const MultiLabels& predicted) {
  std::vector<uint64_t> hits(truth.label_count);
  std::vector<uint64_t> present(truth.label_count);
  std::vector<uint64_t> named(truth.label_count);
  for (size_t i = 0; i < truth.size(); ++i) {
    for (const uint32_t label : truth[i]) ++present[label];
    for (const uint32_t label : predicted[i]) {
      ++named[label];
      const auto of_node = truth[i];
      hits[label] += std::count(of_node.begin(), of_node.end(), label);
    }
  }
  F1Scores scores;
  for (uint32_t label = 0; label < truth.label_count; ++label) {
    scores.macro += F1(hits[label], present[label], named[label]) /
                    static_cast<double>(truth.label_count);
  }
  scores.micro = F1(std::accumulate(hits.begin(), hits.end(), uint64_t{0}),
                    truth.labels.size(), predicted.labels.size());
  return scores;
}

absl::StatusOr<F1Scores> ClassifyNodes(const DenseRows& vectors,
                                       const MultiLabels& labels,
                                       const NodeSplit& split,
                                       const NodeClassifierOptions& options) {
  C2V_RETURN_IF_ERROR(CheckSizes(vectors, labels, split));
  C2V_ASSIGN_OR_RETURN(const std::vector<double> log_odds,
                       ScoreAllLabels(vectors, labels, split, options));
  const MultiLabels truth = TruthOf(labels, split.test);
  return ScoreLabels(truth, Predict(log_odds, truth));
}

}  // namespace customer2vec
