// Figures of several runs as one.
//
//   RunSummary summary;
//   summary.Add("p20", figures.hit_rate.mean());      // once a seed
//   Figure figure = summary.FigureOf("p20", "share");

#ifndef CUSTOMER2VEC_BENCH_QUALITY_PROTOCOLS_RUN_SUMMARY_H_
#define CUSTOMER2VEC_BENCH_QUALITY_PROTOCOLS_RUN_SUMMARY_H_

#include <map>
#include <string>
#include <vector>

#include "bench/figure/figure.h"

namespace customer2vec::bench {

class RunSummary {
 public:
  void Add(const std::string& metric, double value) {
    values_[metric].push_back(value);
  }

  // REQUIRES: the metric was added.
  double MeanOf(const std::string& metric) const {
    return Summarize(values_.at(metric)).mean;
  }

  // The figure of a metric, the other metrics' means beside it.
  Figure FigureOf(const std::string& metric) const {
    const std::vector<double>& values = values_.at(metric);
    Figure figure = {.value = Summarize(values).mean, .unit = "share"};
    figure.sd = Summarize(values).sd;
    figure.seeds = static_cast<int>(values.size());
    for (const auto& [name, others] : values_) {
      if (name != metric) figure.more.emplace_back(name, MeanOf(name));
    }
    return figure;
  }

 private:
  std::map<std::string, std::vector<double>> values_;
};

}  // namespace customer2vec::bench

#endif  // CUSTOMER2VEC_BENCH_QUALITY_PROTOCOLS_RUN_SUMMARY_H_
