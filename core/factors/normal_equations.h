// Solves the normal equations of one row of a factorisation by preconditioned
// conjugate gradients, vectorised for the machine it runs on.
//
//   NormalEquations equations;
//   equations.Add({.extra = alpha, .wanted = 1 + alpha}, item);   // each item
//   SolveNormalEquations(equations, items.view(), ridge, {.max_steps = 3}, x,
//                        scratch);
//
//   (diag(ridge) + sum_i extra_i y_i y_i^T) x = sum_i wanted_i y_i
//
// This is the half step of implicit alternating least squares (Hu, Koren and
// Volinsky 2008, equation 4): with confidence c = 1 + extra on what was taken
// and 1 on everything else, the matrix is Y^T Y + lambda I + sum extra y y^T.
// Factors here stand in the basis where the Gramian Y^T Y of all rows is
// diagonal (any rotation of both sides leaves every score as it is), so that
// `ridge` holds its diagonal plus lambda. That buys two things: a step costs
// only the row's own items, without a product by the Gramian, and the Gramian
// is the preconditioner, exact for a row with few items.
//
// Conjugate gradients after Hestenes and Stiefel 1952, for ALS after Takacs,
// Pilaszy and Tikk 2011. Starting from the row's last solution, few steps are
// enough; with as many steps as items or columns the solution is exact up to
// rounding. Sums are kept in float32, so the last bits differ between
// instruction sets; on one machine the same input gives the same bits.
// Thread-safe with a scratch a thread; allocates only to grow it.

#ifndef CUSTOMER2VEC_CORE_FACTORS_NORMAL_EQUATIONS_H_
#define CUSTOMER2VEC_CORE_FACTORS_NORMAL_EQUATIONS_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "core/factors/factor_matrix.h"

namespace customer2vec {

// One row's items, reused from row to row.
class NormalEquations {
 public:
  void Clear() { size_ = 0; }
  // Clear() and memory for `count` items.
  void Reset(size_t count);

  // `extra` is at least 0.
  void Add(uint32_t item, float extra, float wanted);

  size_t size() const { return size_; }
  std::span<const uint32_t> items() const { return {items_.data(), size_}; }
  std::span<const float> extra() const { return {extra_.data(), size_}; }
  std::span<const float> wanted() const { return {wanted_.data(), size_}; }

 private:
  size_t size_ = 0;
  std::vector<uint32_t> items_;
  std::vector<float> extra_;
  std::vector<float> wanted_;
};

struct SolveOptions {
  // Steps of conjugate gradients, each one pass over the items.
  size_t max_steps = 3;
  // Ends when the residual's square, weighed by the preconditioner, is below
  // this share of what it was at the start.
  float tolerance = 0;
  // Added to the right-hand side when not null: `stride` numbers.
  const float* right_hand_side = nullptr;
  // Items of the row that is solved next: they are fetched into the cache while
  // this row computes, as memory is what rows of some hundred items wait for.
  std::span<const uint32_t> next_items = {};
};

// Memory for a solution, one a thread.
struct SolveScratch {
  std::vector<const float*> rows;
  std::vector<float> extra, wanted;
  std::vector<float> numbers;
  // y_i . x of the x that the solution started from, by item (and then
  // padding): what the loss before the step is made of.
  std::vector<float> start_scores;
};

// `ridge` and `x` have `factors.stride` numbers, `x` is where the solution
// starts and where it ends; ridge is above 0 where factors may be other than 0.
// A row without items and right-hand side becomes zero. Padding of x stays
// zero.
void SolveNormalEquations(const NormalEquations& equations, FactorView factors,
                          std::span<const float> ridge,
                          const SolveOptions& options, std::span<float> x,
                          SolveScratch& scratch);

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_CORE_FACTORS_NORMAL_EQUATIONS_H_
