#include "trainer/compare/comparison.h"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <functional>
#include <optional>
#include <thread>
#include <utility>

#include "trainer/evaluation/list_spread.h"
#include "trainer/evaluation/paired_test.h"

namespace customer2vec {
namespace {

constexpr char kAll[] = "all";
constexpr char kColdCustomers[] = "cold_customers";
constexpr char kColdItems[] = "cold_items";

struct Metric {
  const char* name;
  double ListQuality::*field;
};
// The first is the one that is tested.
constexpr Metric kMetrics[] = {
    {"recall", &ListQuality::recall},
    {"precision", &ListQuality::precision},
    {"ndcg", &ListQuality::ndcg},
    {"ndcg_of_all", &ListQuality::ndcg_of_all},
    {"hit_rate", &ListQuality::hit_rate},
    {"mrr", &ListQuality::mrr},
    {"map", &ListQuality::average_precision},
};

// What is asked for in a slice; nothing when the case is not of it.
std::vector<uint32_t> TargetsIn(const std::string& slice,
                                const ProtocolCase& each,
                                const FittedModels& fitted,
                                const ComparisonOptions& options) {
  if (slice == kAll) return each.targets;
  const Tables& tables = fitted.tables();
  if (slice == kColdCustomers) {
    const bool cold = each.customer != kNoCustomer &&
                      tables.histories.basket_count(each.customer) <
                          options.cold_customer_baskets;
    return cold ? each.targets : std::vector<uint32_t>();
  }
  std::vector<uint32_t> cold;
  for (const uint32_t item : each.targets) {
    if (tables.basket_counts[item] < options.cold_item_baskets) {
      cold.push_back(item);
    }
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

double DeviationOf(const MeanWithError& values) {
  return values.standard_error() *
         std::sqrt(static_cast<double>(values.count()));
}

}  // namespace

Comparison::Comparison(ComparisonOptions options)
    : options_(std::move(options)) {}

void Comparison::AddRun(uint64_t seed, const ProtocolSplit& split,
                        const FittedModels& fitted,
                        const std::vector<std::string>& models) {
  seeds_.push_back(seed);
  for (const std::string& name : models) {
    Model* model = Find(name);
    const Lists lists = RankAll(split, fitted, name);
    AddLists(split, fitted, lists, model);
    AddSpread(fitted, lists, model);
  }
}

Comparison::Lists Comparison::RankAll(const ProtocolSplit& split,
                                      const FittedModels& fitted,
                                      const std::string& name) const {
  Lists lists(split.cases.size());
  std::atomic<size_t> next = 0;
  const auto work = [&] {
    std::vector<HistoryEvent> events;
    for (size_t i = next++; i < lists.size(); i = next++) {
      const ProtocolCase& each = split.cases[i];
      events.clear();
      for (const uint32_t item : each.events) events.push_back({.item = item});
      fitted.RankCase(name, {.events = events, .customer = CustomerOf(each)},
                      options_.exclude_events, options_.cutoffs.back(),
                      &lists[i]);
    }
  };
  std::vector<std::thread> others;
  for (size_t i = 1; i < options_.threads; ++i) others.emplace_back(work);
  work();
  for (std::thread& other : others) other.join();
  return lists;
}

void Comparison::AddLists(const ProtocolSplit& split,
                          const FittedModels& fitted, const Lists& lists,
                          Model* model) const {
  for (const std::string slice : {kAll, kColdCustomers, kColdItems}) {
    for (const size_t cutoff : options_.cutoffs) {
      MeanWithError means[std::size(kMetrics)];
      for (size_t i = 0; i < lists.size(); ++i) {
        const std::vector<uint32_t> targets =
            TargetsIn(slice, split.cases[i], fitted, options_);
        if (targets.empty()) continue;
        const ListQuality quality = MeasureList(lists[i], targets, cutoff);
        for (size_t m = 0; m < std::size(kMetrics); ++m) {
          means[m].Add(quality.*kMetrics[m].field);
        }
        if (slice == kAll && cutoff == options_.cutoffs.front()) {
          model->tested.push_back(quality.*kMetrics[0].field);
        }
      }
      if (means[0].count() == 0) continue;
      for (size_t m = 0; m < std::size(kMetrics); ++m) {
        Figure* figure = FigureOf({slice, kMetrics[m].name, cutoff}, model);
        figure->values.Add(means[m].mean());
        figure->errors.Add(means[m].standard_error());
        figure->cases = std::min(figure->cases, means[m].count());
      }
    }
  }
}

void Comparison::AddSpread(const FittedModels& fitted, const Lists& lists,
                           Model* model) const {
  const Tables& tables = fitted.tables();
  const std::vector<uint32_t> groups =
      GroupsOf(tables.catalogue, options_.diversity_attribute);
  for (const size_t cutoff : options_.cutoffs) {
    const ListSpread spread =
        MeasureSpread(lists, {.cutoff = cutoff,
                              .item_count = fitted.vocabulary_size(),
                              .counts = tables.basket_counts,
                              .basket_count = tables.basket_count,
                              .group_of = groups});
    const auto add = [&](const char* metric, double value) {
      Figure* figure = FigureOf({kAll, metric, cutoff}, model);
      figure->values.Add(value);
      figure->errors.Add(0);
      figure->cases = std::min(figure->cases, lists.size());
    };
    add("coverage", spread.coverage);
    add("novelty", spread.novelty);
    if (!groups.empty()) add("diversity", spread.diversity);
    add("gini", spread.gini);
  }
}

Comparison::Model* Comparison::Find(const std::string& name) {
  for (Model& model : models_) {
    if (model.name == name) return &model;
  }
  models_.push_back({.name = name});
  return &models_.back();
}

Comparison::Figure* Comparison::FigureOf(const Key& key, Model* model) {
  for (auto& [known, figure] : model->figures) {
    if (known == key) return &figure;
  }
  model->figures.emplace_back(key, Figure());
  return &model->figures.back().second;
}

const Comparison::Model* Comparison::Best() const {
  const Model* best = nullptr;
  double best_value = -1;
  for (const Model& model : models_) {
    const double value =
        Value(model.name, kAll, kMetrics[0].name, options_.cutoffs.front());
    if (value > best_value) {
      best_value = value;
      best = &model;
    }
  }
  return best;
}

double Comparison::Value(const std::string& model, const std::string& slice,
                         const std::string& metric, size_t cutoff) const {
  for (const Model& each : models_) {
    if (each.name != model) continue;
    for (const auto& [key, figure] : each.figures) {
      if (key == Key{slice, metric, cutoff}) return figure.values.mean();
    }
  }
  return 0;
}

v1::EvaluationReport Comparison::Report(const std::string& reference) const {
  v1::EvaluationReport report;
  report.set_protocol(options_.protocol);
  report.mutable_seeds()->Add(seeds_.begin(), seeds_.end());
  const Model* against = Best();
  for (const Model& model : models_) {
    if (model.name == reference) against = &model;
  }
  if (against != nullptr) report.set_reference(against->name);
  for (const Model& model : models_) {
    for (const auto& [key, figure] : model.figures) {
      v1::EvaluationRow* row = report.add_rows();
      row->set_model(model.name);
      row->set_slice(key.slice);
      row->set_metric(key.metric);
      row->set_cutoff(static_cast<int32_t>(key.cutoff));
      row->set_value(figure.values.mean());
      row->set_standard_error(figure.errors.mean());
      row->set_deviation(DeviationOf(figure.values));
      row->set_cases(static_cast<int64_t>(figure.cases));
      const bool tested =
          key == Key{kAll, kMetrics[0].name, options_.cutoffs.front()};
      if (tested && &model != against) {
        row->set_p_value(PairedPValue(model.tested, against->tested, {}));
      }
    }
  }
  return report;
}

}  // namespace customer2vec
