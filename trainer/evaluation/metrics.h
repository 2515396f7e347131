// Figures of ranked lists.
//
//   ListQuality quality = MeasureList(top, targets, /*cutoff=*/10);
//   MeanWithError recall;
//   recall.Add(quality.recall);
//   recall.mean();  recall.standard_error();
//
// Conventions, named because the literature has several:
//  - recall@k = targets among the first k / all targets (not min(k, targets));
//  - ndcg@k: gain 1 a target, discount log2(rank + 1), over the ideal DCG of
//    min(k, targets) targets;
//  - ndcg_of_all@k: the same over the ideal DCG of all targets, whatever k, as
//    next-basket work has it (Li et al. 2023, "A Next Basket Recommendation
//    Reality Check");
//  - precision@k = targets among the first k / k;
//  - hit_rate@k: 1 when a target is among the first k (PHR of baskets, P@k
//  where
//    there is one target);
//  - mrr@k: 1 / rank of the first target among the first k, else 0;
//  - average_precision@k: sum of precision@rank over the targets found /
//    min(k, targets); its mean is MAP@k.

#ifndef CUSTOMER2VEC_TRAINER_EVALUATION_METRICS_H_
#define CUSTOMER2VEC_TRAINER_EVALUATION_METRICS_H_

#include <cstddef>
#include <cstdint>
#include <span>

#include "core/vectors/scored_item.h"

namespace customer2vec {

struct ListQuality {
  double recall = 0;
  double precision = 0;
  double ndcg = 0;
  double ndcg_of_all = 0;
  double hit_rate = 0;
  double mrr = 0;
  double average_precision = 0;
};

// Quality of the first `cutoff` items of `top`. REQUIRES: `targets` ascending,
// distinct and not empty, cutoff > 0.
ListQuality MeasureList(std::span<const ScoredItem> top,
                        std::span<const uint32_t> targets, size_t cutoff);

// Mean of numbers with the standard error of that mean (Welford 1962).
class MeanWithError {
 public:
  void Add(double value);

  size_t count() const { return count_; }
  double mean() const { return mean_; }
  // Sample standard deviation / sqrt(count); 0 below two numbers.
  double standard_error() const;

 private:
  size_t count_ = 0;
  double mean_ = 0;
  double squares_ = 0;  // sum of squared differences from the mean
};

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_TRAINER_EVALUATION_METRICS_H_
