#include "trainer/compare/comparison.h"

#include <algorithm>
#include <atomic>
#include <iterator>
#include <optional>
#include <thread>

#include "trainer/evaluation/list_spread.h"
#include "trainer/evaluation/metrics.h"

namespace customer2vec {
namespace {

using Lists = std::vector<std::vector<ScoredItem>>;

constexpr char kAll[] = "all";
constexpr char kColdCustomers[] = "cold_customers";
constexpr char kColdSessions[] = "cold_sessions";
constexpr char kColdItems[] = "cold_items";
constexpr const char* kSlices[] = {kAll, kColdCustomers, kColdSessions,
                                   kColdItems};
constexpr size_t kColdSessionEvents = 1;

struct Metric {
  const char* name;
  double ListQuality::*field;
};
constexpr Metric kMetrics[] = {
    {"recall", &ListQuality::recall},
    {"precision", &ListQuality::precision},
    {"ndcg", &ListQuality::ndcg},
    {"ndcg_of_all", &ListQuality::ndcg_of_all},
    {"hit_rate", &ListQuality::hit_rate},
    {"mrr", &ListQuality::mrr},
    {"map", &ListQuality::average_precision},
};

bool IsCold(uint32_t item, const Tables& tables, uint32_t bound) {
  return item >= tables.basket_counts.size() ||
         tables.basket_counts[item] < bound;
}

// What is asked for in a slice; nothing when the case is not of it.
std::vector<uint32_t> TargetsIn(const char* slice, const ProtocolCase& each,
                                const Tables& tables,
                                const ComparisonOptions& options) {
  const bool of_nobody =
      each.customer == kNoCustomer && each.subject == kNoCustomer;
  bool in_slice = true;
  if (slice == kColdCustomers) {
    in_slice = !of_nobody && each.history < options.cold_customer_baskets;
  } else if (slice == kColdSessions) {
    in_slice = of_nobody && each.events.size() <= kColdSessionEvents;
  }
  if (!in_slice) return {};
  if (slice != kColdItems) return each.targets;
  std::vector<uint32_t> cold;
  for (const uint32_t item : each.targets) {
    if (IsCold(item, tables, options.cold_item_baskets)) cold.push_back(item);
  }
  return cold;
}

// Values of an attribute as groups; empty when the catalogue lacks it.
std::vector<uint32_t> GroupsOf(const Catalogue& catalogue,
                               const std::string& name) {
  const std::optional<size_t> attribute = catalogue.FindAttribute(name);
  std::vector<uint32_t> groups;
  if (!attribute) return groups;
  for (uint32_t row = 0; row < catalogue.item_count(); ++row) {
    const uint32_t value = catalogue.ValueId(*attribute, row);
    groups.push_back(value == kNoValue ? kNoGroup : value);
  }
  return groups;
}

// Customers by row, then what is of nobody by its place.
size_t SubjectOf(const ProtocolCase& each, size_t place, size_t customers) {
  if (each.customer != kNoCustomer) return each.customer;
  if (each.subject != kNoCustomer) return each.subject;
  return customers + place;
}

// One model's lists and where their figures go.
class Measurement {
 public:
  Measurement(std::span<const ProtocolCase> cases, const FittedModels& fitted,
              const std::string& model, const ComparisonOptions& options,
              FigureTable* table)
      : cases_(cases),
        fitted_(fitted),
        model_(model),
        options_(options),
        table_(table),
        lists_(cases.size()) {}

  void Run() {
    RankAll();
    for (const char* slice : kSlices) {
      for (const size_t cutoff : options_.cutoffs) AddQuality(slice, cutoff);
    }
    const std::vector<uint32_t> groups =
        GroupsOf(fitted_.tables().catalogue, options_.diversity_attribute);
    for (const size_t cutoff : options_.cutoffs) AddSpread(cutoff, groups);
  }

 private:
  void RankAll() {
    std::atomic<size_t> next = 0;
    const auto work = [&] {
      std::vector<HistoryEvent> events;
      for (size_t i = next++; i < lists_.size(); i = next++) {
        const ProtocolCase& each = cases_[i];
        events.clear();
        for (const uint32_t item : each.events) {
          events.push_back({.item = item});
        }
        fitted_.RankCase(
            model_, {.events = events, .customer = CustomerOf(each)},
            options_.exclude_events, options_.cutoffs.back(), &lists_[i]);
      }
    };
    std::vector<std::thread> others;
    for (size_t i = 1; i < options_.threads; ++i) others.emplace_back(work);
    work();
    for (std::thread& other : others) other.join();
  }

  void AddQuality(const char* slice, size_t cutoff) {
    std::vector<ListQuality> qualities;
    std::vector<size_t> subjects;
    for (size_t i = 0; i < lists_.size(); ++i) {
      const std::vector<uint32_t> targets =
          TargetsIn(slice, cases_[i], fitted_.tables(), options_);
      if (targets.empty()) continue;
      qualities.push_back(MeasureList(lists_[i], targets, cutoff));
      subjects.push_back(
          SubjectOf(cases_[i], i, fitted_.tables().customers.size()));
    }
    if (qualities.empty()) return;
    std::vector<double> values(qualities.size());
    for (const Metric& metric : kMetrics) {
      for (size_t i = 0; i < qualities.size(); ++i) {
        values[i] = qualities[i].*metric.field;
      }
      table_->AddCases(model_, {slice, metric.name, cutoff}, subjects, values);
    }
  }

  void AddSpread(size_t cutoff, const std::vector<uint32_t>& groups) {
    const Tables& tables = fitted_.tables();
    const ListSpread spread =
        MeasureSpread(lists_, {.cutoff = cutoff,
                               .item_count = fitted_.vocabulary_size(),
                               .counts = tables.basket_counts,
                               .basket_count = tables.basket_count,
                               .group_of = groups});
    const auto add = [&](const char* metric, double value) {
      table_->Add(model_, {kAll, metric, cutoff},
                  {.value = value, .cases = lists_.size()});
    };
    add("coverage", spread.coverage);
    add("novelty", spread.novelty);
    if (!groups.empty()) add("diversity", spread.diversity);
    add("gini", spread.gini);
  }

  const std::span<const ProtocolCase> cases_;
  const FittedModels& fitted_;
  const std::string& model_;
  const ComparisonOptions& options_;
  FigureTable* const table_;
  Lists lists_;
};

}  // namespace

void RankCases(std::span<const ProtocolCase> cases, const FittedModels& fitted,
               const std::vector<std::string>& models,
               const ComparisonOptions& options, FigureTable* table) {
  for (const std::string& model : models) {
    Measurement(cases, fitted, model, options, table).Run();
  }
}

}  // namespace customer2vec
