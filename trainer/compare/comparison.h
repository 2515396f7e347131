// Any set of learned models on the same cases, in one table.
//
//   Comparison comparison({.protocol = "last_basket", .cutoffs = {10, 20}});
//   for (uint64_t seed : {1, 2, 3}) {
//     ... learn with the seed ...
//     comparison.AddRun(seed, split, *fitted, names);
//   }
//   const v1::EvaluationReport report = comparison.Report("popularity");
//
// A row is a figure of a model over a slice of the cases; see
// EvaluationReport. Values are means over seeds with the standard error over
// cases and the deviation over seeds; p-values pair the first metric of every
// case with the reference's.
//
// Not thread-safe; AddRun() ranks with threads of its own, and its figures do
// not depend on how many.

#ifndef CUSTOMER2VEC_TRAINER_COMPARE_COMPARISON_H_
#define CUSTOMER2VEC_TRAINER_COMPARE_COMPARISON_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "customer2vec/v1/evaluation_report.pb.h"
#include "trainer/evaluation/metrics.h"
#include "trainer/evaluation/protocols/protocol_split.h"
#include "trainer/fit/fitted_models.h"

namespace customer2vec {

struct ComparisonOptions {
  std::string protocol;
  std::vector<size_t> cutoffs = {10, 20};  // ascending; the first is tested
  bool exclude_events = false;  // the case's own events are not ranked
  size_t threads = 1;
  // A customer with fewer baskets, an item in fewer, is cold.
  uint32_t cold_customer_baskets = 3;
  uint32_t cold_item_baskets = 10;
  // Attribute whose values make a list mixed; empty: no diversity.
  std::string diversity_attribute;
};

class Comparison {
 public:
  explicit Comparison(ComparisonOptions options);

  // Ranks every case by each of `models`, names that rank. REQUIRES: the same
  // models each time; rows of the cases are those of what was fitted.
  void AddRun(uint64_t seed, const ProtocolSplit& split,
              const FittedModels& fitted,
              const std::vector<std::string>& models);

  // p-values are taken against `reference`, or, where that names no model,
  // against the best by recall at the first cutoff. Models stand in the order
  // of the first run.
  v1::EvaluationReport Report(const std::string& reference) const;

  // The mean of a figure over seeds; 0 when there is none.
  double Value(const std::string& model, const std::string& slice,
               const std::string& metric, size_t cutoff) const;

 private:
  using Lists = std::vector<std::vector<ScoredItem>>;

  // One figure: its value in each run, and its error over the run's cases.
  struct Figure {
    MeanWithError values;
    MeanWithError errors;
    size_t cases = SIZE_MAX;
  };
  // Slice, metric, cutoff, in the order in which they first came.
  struct Key {
    std::string slice;
    std::string metric;
    size_t cutoff;
    bool operator==(const Key&) const = default;
  };
  struct Model {
    std::string name;
    std::vector<std::pair<Key, Figure>> figures;
    std::vector<double> tested;  // the first metric of every case of every run
  };

  Lists RankAll(const ProtocolSplit& split, const FittedModels& fitted,
                const std::string& name) const;
  void AddLists(const ProtocolSplit& split, const FittedModels& fitted,
                const Lists& lists, Model* model) const;
  void AddSpread(const FittedModels& fitted, const Lists& lists,
                 Model* model) const;
  Model* Find(const std::string& name);
  const Model* Best() const;
  static Figure* FigureOf(const Key& key, Model* model);

  ComparisonOptions options_;
  std::vector<uint64_t> seeds_;
  std::vector<Model> models_;
};

// A table a slice, a row a model, for people.
std::string ToMarkdown(const v1::EvaluationReport& report);

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_TRAINER_COMPARE_COMPARISON_H_
