// Figures of models, run after run, and what they say together.
//
//   FigureTable table;
//   const FigureKey recall = {"all", "recall", 10};
//   for each run {
//     table.AddCases("items", recall, subjects, recalls);  // case by case
//     table.Add("items", {"all", "coverage", 10}, {.value = 0.4});
//   }
//   const v1::EvaluationReport report = table.Report("popularity", {});
//
// A figure is the mean over runs, with the standard error over the cases of one
// (of splits: that of their mean, corrected for the data they share) and the
// deviation over all. P-values pair each figure with the reference's:
// subject by subject where cases were added (a subject that several runs ask
// counts once, with its mean), or, where runs are splits of the same data, by
// the corrected resampled t-test.
//
// Not thread-safe.

#ifndef CUSTOMER2VEC_TRAINER_COMPARE_FIGURE_TABLE_H_
#define CUSTOMER2VEC_TRAINER_COMPARE_FIGURE_TABLE_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "customer2vec/v1/evaluation_report.pb.h"

namespace customer2vec {

struct FigureKey {
  std::string slice;
  std::string metric;
  size_t cutoff = 0;  // 0: there are no lists
  bool operator==(const FigureKey&) const = default;
};

// One figure of one run.
struct RunFigure {
  double value = 0;
  double standard_error = 0;  // over the run's cases
  size_t cases = 0;
  bool of_split = false;  // the run is one of several splits of the same data
};

struct TestOptions {
  // Test cases a training case, where runs are splits of the same data; 0: runs
  // are no such splits.
  double test_over_train = 0;
};

class FigureTable {
 public:
  // A figure of a run that no cases stand behind.
  void Add(const std::string& model, const FigureKey& key,
           const RunFigure& figure);

  // The figure of a run that is the mean over its cases: values[i] of the case
  // of subjects[i], a customer or whatever else runs have in common. REQUIRES:
  // as many of both, not none; subjects are numbers from 0, without large gaps.
  void AddCases(const std::string& model, const FigureKey& key,
                std::span<const size_t> subjects,
                std::span<const double> values);

  // Rows in the order in which models and figures came. P-values are taken
  // against `reference` or, where that names no model, against the one whose
  // first figure is highest.
  v1::EvaluationReport Report(const std::string& reference,
                              const TestOptions& options) const;

  // The mean of a figure over runs; 0 when there is none.
  double Value(const std::string& model, const FigureKey& key) const;

 private:
  struct Figure {
    FigureKey key;
    std::vector<double> values;  // of each run
    double errors = 0;           // sum over runs
    size_t cases = SIZE_MAX;     // the least of the runs
    std::vector<double> by_subject;
    bool of_splits = false;
  };
  struct Model {
    std::string name;
    std::vector<Figure> figures;

    const Figure* Find(const FigureKey& key) const;
  };

  Model& ModelOf(const std::string& name);
  Figure& FigureOf(const std::string& model, const FigureKey& key);
  const Model* Reference(const std::string& name) const;
  void AddRow(const Model& model, const Figure& figure, const Model& reference,
              const TestOptions& options, v1::EvaluationReport* report) const;

  std::vector<Model> models_;
};

// A table a slice, a row a model, for people.
std::string ToMarkdown(const v1::EvaluationReport& report);

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_TRAINER_COMPARE_FIGURE_TABLE_H_
