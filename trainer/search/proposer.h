// Proposes settings to try: at random, or where earlier trials were good.
//
//   Proposer proposer(dimensions, /*random_only=*/false, /*seed=*/1);
//   std::vector<double> point = proposer.Propose(number, trials);
//
// A point has a coordinate in [0, 1] for each dimension; a dimension of n
// choices takes the values i / n + 1 / (2 n). Scores: higher is better.
//
// The tree-structured Parzen estimator (Bergstra et al. 2011, "Algorithms for
// Hyper-Parameter Optimization", section 4): after kStartTrials random points,
// the best quarter of the trials ("good") and the others ("bad") are each a
// density, a mixture of Gaussians about its points (of counts for choices),
// dimension by dimension. Of kCandidates points drawn from the good density,
// the one with the highest good / bad is proposed.
//
// Deterministic: the same seed, number and trials give the same point, so a
// search that was cut off goes on as if it had not been. Thread-safe.

#ifndef CUSTOMER2VEC_TRAINER_SEARCH_PROPOSER_H_
#define CUSTOMER2VEC_TRAINER_SEARCH_PROPOSER_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include "core/base/random.h"

namespace customer2vec {

struct SearchDimension {
  size_t choices = 0;  // 0: a range
};

struct ScoredPoint {
  std::vector<double> point;
  double score;
};

class Proposer {
 public:
  static constexpr size_t kStartTrials = 10;
  static constexpr size_t kCandidates = 24;

  Proposer(std::vector<SearchDimension> dimensions, bool random_only,
           uint64_t seed)
      : dimensions_(std::move(dimensions)),
        random_only_(random_only),
        seed_(seed) {}

  // The point of trial `number`. `trials` are those with a score.
  std::vector<double> Propose(size_t number,
                              std::span<const ScoredPoint> trials) const;

 private:
  std::vector<double> RandomPoint(Random& random) const;
  double ProposeCoordinate(size_t dimension,
                           std::span<const ScoredPoint* const> good,
                           std::span<const ScoredPoint* const> bad,
                           Random& random) const;

  std::vector<SearchDimension> dimensions_;
  bool random_only_;
  uint64_t seed_;
};

// Which choice of `choices` a coordinate is.
size_t ChoiceOf(double coordinate, size_t choices);

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_TRAINER_SEARCH_PROPOSER_H_
