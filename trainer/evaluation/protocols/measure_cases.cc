#include "trainer/evaluation/protocols/measure_cases.h"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <thread>

#include "core/vectors/row_filter.h"

namespace customer2vec {
namespace {

constexpr size_t kCasesAtOnce = 64;

struct CaseQuality {
  ListQuality list;
  double ndcg_of_basket = 0;
};

double IdealDcg(size_t targets) {
  double sum = 0;
  for (size_t i = 0; i < targets; ++i) sum += 1 / std::log2(i + 2.0);
  return sum;
}

CaseQuality MeasureCase(const Scorer& scorer, const ProtocolCase& each,
                        const MeasureOptions& options) {
  std::vector<HistoryEvent> events;
  for (const uint32_t item : each.events) events.push_back({.item = item});
  RowFilter filter;
  if (options.exclude_events) filter.Exclude(each.events);
  std::vector<ScoredItem> top;
  scorer.Rank({.events = events, .customer = CustomerOf(each)},
              {.k = options.cutoff, .filter = &filter}, &top);
  CaseQuality quality{MeasureList(top, each.targets, options.cutoff)};
  const size_t reached = std::min(each.targets.size(), options.cutoff);
  quality.ndcg_of_basket =
      quality.list.ndcg * IdealDcg(reached) / IdealDcg(each.targets.size());
  return quality;
}

// Takes blocks of cases until none is left.
void MeasureBlocks(const Scorer& scorer, std::span<const ProtocolCase> cases,
                   const MeasureOptions& options, std::atomic<size_t>* next,
                   std::vector<CaseQuality>* qualities) {
  while (true) {
    const size_t begin = next->fetch_add(kCasesAtOnce);
    if (begin >= cases.size()) return;
    const size_t end = std::min(begin + kCasesAtOnce, cases.size());
    for (size_t i = begin; i < end; ++i) {
      (*qualities)[i] = MeasureCase(scorer, cases[i], options);
    }
  }
}

}  // namespace

CaseFigures MeasureCases(const Scorer& scorer,
                         std::span<const ProtocolCase> cases,
                         const MeasureOptions& options) {
  std::vector<CaseQuality> qualities(cases.size());
  std::atomic<size_t> next = 0;
  std::vector<std::thread> others;
  for (size_t i = 1; i < options.threads; ++i) {
    others.emplace_back(MeasureBlocks, std::cref(scorer), cases,
                        std::cref(options), &next, &qualities);
  }
  MeasureBlocks(scorer, cases, options, &next, &qualities);
  for (std::thread& other : others) other.join();

  CaseFigures figures;
  for (const CaseQuality& quality : qualities) {
    figures.recall.Add(quality.list.recall);
    figures.ndcg.Add(quality.list.ndcg);
    figures.ndcg_of_basket.Add(quality.ndcg_of_basket);
    figures.hit_rate.Add(quality.list.hit_rate);
    figures.mrr.Add(quality.list.mrr);
  }
  return figures;
}

}  // namespace customer2vec
