#include "trainer/compare/figure_table.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <optional>

#include "trainer/evaluation/metrics.h"
#include "trainer/evaluation/paired_test.h"

namespace customer2vec {
namespace {

double MeanOf(const std::vector<double>& values) {
  return std::accumulate(values.begin(), values.end(), 0.0) /
         static_cast<double>(values.size());
}

// The sample's standard deviation; 0 of one value.
double DeviationOf(const std::vector<double>& values) {
  MeanWithError mean;
  for (const double value : values) mean.Add(value);
  return mean.standard_error() * std::sqrt(static_cast<double>(values.size()));
}

// The longer one, with zeros where nothing was asked.
std::vector<double> Extended(std::vector<double> values, size_t size) {
  values.resize(std::max(values.size(), size));
  return values;
}

double PairSubjects(const std::vector<double>& a,
                    const std::vector<double>& b) {
  return PairedPValue(Extended(a, b.size()), Extended(b, a.size()), {});
}

}  // namespace

const FigureTable::Figure* FigureTable::Model::Find(
    const FigureKey& key) const {
  for (const Figure& figure : figures) {
    if (figure.key == key) return &figure;
  }
  return nullptr;
}

FigureTable::Model& FigureTable::ModelOf(const std::string& name) {
  for (Model& model : models_) {
    if (model.name == name) return model;
  }
  models_.push_back({.name = name, .figures = {}});
  return models_.back();
}

FigureTable::Figure& FigureTable::FigureOf(const std::string& model,
                                           const FigureKey& key) {
  Model& owner = ModelOf(model);
  for (Figure& figure : owner.figures) {
    if (figure.key == key) return figure;
  }
  owner.figures.push_back({.key = key, .values = {}, .by_subject = {}});
  return owner.figures.back();
}

void FigureTable::Add(const std::string& model, const FigureKey& key,
                      const RunFigure& figure) {
  Figure& known = FigureOf(model, key);
  known.values.push_back(figure.value);
  known.errors += figure.standard_error;
  known.cases = std::min(known.cases, figure.cases);
  known.of_splits = figure.of_split;
}

void FigureTable::AddCases(const std::string& model, const FigureKey& key,
                           std::span<const size_t> subjects,
                           std::span<const double> values) {
  MeanWithError mean;
  for (const double value : values) mean.Add(value);
  Add(model, key, {mean.mean(), mean.standard_error(), mean.count()});
  std::vector<double>& sums = FigureOf(model, key).by_subject;
  sums.resize(std::max(
      sums.size(), *std::max_element(subjects.begin(), subjects.end()) + 1));
  for (size_t i = 0; i < values.size(); ++i) {
    sums[subjects[i]] += values[i] / static_cast<double>(values.size());
  }
}

const FigureTable::Model* FigureTable::Reference(
    const std::string& name) const {
  const Model* best = nullptr;
  for (const Model& model : models_) {
    if (model.name == name) return &model;
    if (best == nullptr || MeanOf(model.figures.front().values) >
                               MeanOf(best->figures.front().values)) {
      best = &model;
    }
  }
  return best;
}

void FigureTable::AddRow(const Model& model, const Figure& figure,
                         const Model& reference, const TestOptions& options,
                         v1::EvaluationReport* report) const {
  v1::EvaluationRow* row = report->add_rows();
  row->set_model(model.name);
  row->set_slice(figure.key.slice);
  row->set_metric(figure.key.metric);
  row->set_cutoff(static_cast<int32_t>(figure.key.cutoff));
  row->set_value(MeanOf(figure.values));
  row->set_standard_error(figure.errors /
                          static_cast<double>(figure.values.size()));
  row->set_deviation(DeviationOf(figure.values));
  row->set_cases(static_cast<int64_t>(figure.cases));
  if (figure.of_splits) {
    row->set_standard_error(
        row->deviation() *
        std::sqrt(1 / static_cast<double>(figure.values.size()) +
                  options.test_over_train));
  }
  const Figure* other = reference.Find(figure.key);
  if (&model == &reference || other == nullptr) return;
  if (!figure.by_subject.empty()) {
    row->set_p_value(PairSubjects(figure.by_subject, other->by_subject));
  } else if (figure.of_splits && figure.values.size() > 1 &&
             figure.values.size() == other->values.size()) {
    row->set_p_value(
        ResampledPValue(figure.values, other->values, options.test_over_train));
  }
}

v1::EvaluationReport FigureTable::Report(const std::string& reference,
                                         const TestOptions& options) const {
  v1::EvaluationReport report;
  const Model* against = Reference(reference);
  if (against == nullptr) return report;
  report.set_reference(against->name);
  for (const Model& model : models_) {
    for (const Figure& figure : model.figures) {
      AddRow(model, figure, *against, options, &report);
    }
  }
  return report;
}

double FigureTable::Value(const std::string& model,
                          const FigureKey& key) const {
  for (const Model& each : models_) {
    if (each.name != model) continue;
    if (const Figure* figure = each.Find(key)) return MeanOf(figure->values);
  }
  return 0;
}

}  // namespace customer2vec
