#include "trainer/evaluation/evaluate.h"

#include <algorithm>
#include <atomic>
#include <thread>

#include "trainer/evaluation/metrics.h"

namespace customer2vec {
namespace {

std::span<const uint32_t> Targets(const CustomerCase& each) {
  return each.targets;
}
std::span<const uint32_t> Targets(const SessionCase& each) {
  return {&each.target, 1};
}

// Lists for all cases, each as long as the longest cutoff.
template <typename Case>
std::vector<std::vector<ScoredItem>> RankAll(std::span<const Case> cases,
                                             const EvaluationOptions& options,
                                             const Ranking<Case>& ranking) {
  const size_t k =
      *std::max_element(options.cutoffs.begin(), options.cutoffs.end());
  std::vector<std::vector<ScoredItem>> lists(cases.size());
  std::atomic<size_t> next{0};
  const auto work = [&] {
    for (size_t i = next++; i < cases.size(); i = next++) {
      ranking(cases[i], k, &lists[i]);
    }
  };
  std::vector<std::thread> threads;
  for (size_t i = 1; i < options.threads; ++i) threads.emplace_back(work);
  work();
  for (std::thread& thread : threads) thread.join();
  return lists;
}

double Coverage(const std::vector<std::vector<ScoredItem>>& lists,
                size_t cutoff, size_t item_count) {
  std::vector<bool> listed(item_count);
  size_t count = 0;
  for (const std::vector<ScoredItem>& list : lists) {
    for (size_t i = 0; i < std::min(cutoff, list.size()); ++i) {
      if (list[i].item >= item_count || listed[list[i].item]) continue;
      listed[list[i].item] = true;
      ++count;
    }
  }
  return item_count == 0
             ? 0
             : static_cast<double>(count) / static_cast<double>(item_count);
}

v1::EvaluationFigure MakeFigure(absl::string_view servable,
                                absl::string_view task,
                                absl::string_view metric, size_t cutoff,
                                const MeanWithError& mean) {
  v1::EvaluationFigure figure;
  figure.set_servable(std::string(servable));
  figure.set_task(std::string(task));
  figure.set_metric(std::string(metric));
  figure.set_cutoff(static_cast<int>(cutoff));
  figure.set_value(mean.mean());
  figure.set_standard_error(mean.standard_error());
  figure.set_case_count(static_cast<int64_t>(mean.count()));
  return figure;
}

template <typename Case>
std::vector<v1::EvaluationFigure> Evaluate(absl::string_view servable,
                                           absl::string_view task,
                                           bool with_recall,
                                           std::span<const Case> cases,
                                           const EvaluationOptions& options,
                                           const Ranking<Case>& ranking) {
  if (cases.empty()) return {};
  const auto lists = RankAll(cases, options, ranking);
  std::vector<v1::EvaluationFigure> figures;
  for (size_t cutoff : options.cutoffs) {
    MeanWithError recall, ndcg, hit_rate, mrr;
    for (size_t i = 0; i < cases.size(); ++i) {
      const ListQuality quality =
          MeasureList(lists[i], Targets(cases[i]), cutoff);
      recall.Add(quality.recall);
      ndcg.Add(quality.ndcg);
      hit_rate.Add(quality.hit_rate);
      mrr.Add(quality.mrr);
    }
    const auto add = [&](absl::string_view metric, const MeanWithError& mean) {
      figures.push_back(MakeFigure(servable, task, metric, cutoff, mean));
    };
    if (with_recall) add("recall", recall);
    add("ndcg", ndcg);
    add("hit_rate", hit_rate);
    add("mrr", mrr);
    MeanWithError coverage;
    coverage.Add(Coverage(lists, cutoff, options.item_count));
    add("coverage", coverage);
    figures.back().set_case_count(static_cast<int64_t>(cases.size()));
  }
  return figures;
}

}  // namespace

std::vector<v1::EvaluationFigure> EvaluateCustomers(
    absl::string_view servable, std::span<const CustomerCase> cases,
    const EvaluationOptions& options, const Ranking<CustomerCase>& ranking) {
  return Evaluate(servable, kCustomerTask, true, cases, options, ranking);
}

std::vector<v1::EvaluationFigure> EvaluateSessions(
    absl::string_view servable, std::span<const SessionCase> cases,
    const EvaluationOptions& options, const Ranking<SessionCase>& ranking) {
  return Evaluate(servable, kSessionTask, false, cases, options, ranking);
}

const v1::EvaluationFigure* FindFigure(
    std::span<const v1::EvaluationFigure> figures, absl::string_view servable,
    absl::string_view task, absl::string_view metric, int cutoff) {
  for (const v1::EvaluationFigure& figure : figures) {
    if (figure.servable() == servable && figure.task() == task &&
        figure.metric() == metric && figure.cutoff() == cutoff) {
      return &figure;
    }
  }
  return nullptr;
}

}  // namespace customer2vec
