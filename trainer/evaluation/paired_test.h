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
};

// 1 when no case differs. REQUIRES: as many of `a` as of `b`, finite.
double PairedPValue(std::span<const double> a, std::span<const double> b,
                    const PairedTestOptions& options);

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_TRAINER_EVALUATION_PAIRED_TEST_H_
