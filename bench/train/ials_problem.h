// The problem on which implicit matrix factorisation is timed: purchases of a
// generated shop, and what its customers bought next.
//
//   const IalsProblem problem = MakeIalsProblem({.customers = 200000,
//                                                .products = 50000,
//                                                .mean_items = 100}, seed);
//   C2V_RETURN_IF_ERROR(WriteIalsProblem(problem, "run/bench/ials"));
//   const IalsQuality quality = MeasureIals(problem, factors, customers,
//   items);
//
// Customers and products are those of `c2v-train generate`. All orders but the
// last are learned from, binary, so that every program sees the same
// confidence; products of the last order that are new to the customer are to be
// found.

#ifndef CUSTOMER2VEC_BENCH_TRAIN_IALS_PROBLEM_H_
#define CUSTOMER2VEC_BENCH_TRAIN_IALS_PROBLEM_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "trainer/models/interactions/interaction_matrix.h"

namespace customer2vec::bench {

struct IalsSize {
  uint32_t customers = 200000;
  uint32_t products = 50000;
  double mean_items = 100;  // distinct products of a customer, about
};

struct IalsProblem {
  InteractionMatrix taken;                      // values are 1
  std::vector<std::vector<uint32_t>> held_out;  // by customer, ascending
};

IalsProblem MakeIalsProblem(const IalsSize& size, uint64_t seed);

// offsets.u64 and columns.u32 in `folder`, for other programs.
absl::Status WriteIalsProblem(const IalsProblem& problem,
                              const std::string& folder);

struct IalsQuality {
  // Of Hu et al. 2008 with c = 1 + alpha, divided by the number of purchases.
  double objective = 0;
  // Of the held-out products in the best 20 not yet taken, over sampled
  // customers, with its standard error.
  double recall20 = 0;
  double standard_error = 0;
};

struct IalsObjective {
  double alpha = 10;
  double regularization = 1;
};

// Plain code, the same for every program's factors (row-major).
IalsQuality MeasureIals(const IalsProblem& problem, size_t factors,
                        std::span<const float> customers,
                        std::span<const float> items,
                        const IalsObjective& objective);

}  // namespace customer2vec::bench

#endif  // CUSTOMER2VEC_BENCH_TRAIN_IALS_PROBLEM_H_
