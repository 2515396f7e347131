// Whether one model is better than another on the same cases, or only looks so.
//
//   const double p = PairedPValue(recall_of_a, recall_of_b, {.seed = 1});
//
// A randomisation test (Fisher 1935; for rankings, Smucker, Allan and
// Carterette 2007): were the models alike, each case's difference could as well
// have the other sign. p is the share of random signs whose mean difference is
// at least as far from 0 as the one seen, both included once: two-sided, never
// 0.
//
// Of many cases that differ the sum with random signs is normal (Lindeberg's
// theorem, no difference being large beside the root of the sum of squares),
// and p is taken from that.
//
// Figures of splits that share their data are not independent, and have a test
// of their own:
//
//   const double p = ResampledPValue(macro_f1_of_a, macro_f1_of_b,
//                                    /*test_over_train=*/1);
//
// Deterministic by seed; pure; thread-safe. O(rounds * cases that differ).

#ifndef CUSTOMER2VEC_TRAINER_EVALUATION_PAIRED_TEST_H_
#define CUSTOMER2VEC_TRAINER_EVALUATION_PAIRED_TEST_H_

#include <cstddef>
#include <cstdint>
#include <span>

namespace customer2vec {

struct PairedTestOptions {
  size_t rounds = 5000;  // p is known to about sqrt(p / rounds)
  uint64_t seed = 1;
  size_t normal_above = 5000;  // cases that differ
};

// 1 when no case differs. REQUIRES: as many of `a` as of `b`, finite.
double PairedPValue(std::span<const double> a, std::span<const double> b,
                    const PairedTestOptions& options);

// The corrected resampled t-test (Nadeau and Bengio 2003): the mean of a - b
// over splits against its standard error, sqrt(variance * (1 / splits + test /
// train)), by Student's t with splits - 1 degrees of freedom, two-sided. 1 when
// no split differs, 0 when all differ by the same. REQUIRES: as many of `a` as
// of `b`, at least two, finite.
double ResampledPValue(std::span<const double> a, std::span<const double> b,
                       double test_over_train);

// The chance that Student's t of `degrees` is as far from 0 as `t`: the closed
// form for whole degrees (Abramowitz and Stegun 1964, 26.7.3 and 26.7.4).
// REQUIRES: degrees >= 1.
double StudentTwoSided(double t, size_t degrees);

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_TRAINER_EVALUATION_PAIRED_TEST_H_
