#include "core/factors/normal_equations.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "core/base/random.h"

namespace customer2vec {
namespace {

using ::testing::Each;

// A row of a factorisation with random numbers, and its equations in double.
struct Case {
  FactorMatrix factors;
  NormalEquations equations;
  std::vector<float> ridge;

  Case(size_t items, size_t d, uint64_t seed)
      : factors(2 * items + 1, d), ridge(factors.stride()) {
    Random random(seed);
    for (size_t row = 0; row < factors.rows(); ++row) {
      for (size_t j = 0; j < d; ++j) {
        factors.Row(row)[j] = static_cast<float>(random.Normal());
      }
    }
    for (float& value : ridge) {
      value = static_cast<float>(0.5 + 5 * random.Uniform());
    }
    equations.Reset(items);
    for (size_t i = 0; i < items; ++i) {
      const auto extra = static_cast<float>(3 * random.Uniform());
      equations.Add(static_cast<uint32_t>(2 * i), extra, 1 + extra);
    }
  }

  size_t d() const { return factors.dimension(); }

  // The right-hand side, with `more` added.
  std::vector<double> RightHandSide(const float* more = nullptr) const {
    std::vector<double> b(d());
    for (size_t j = 0; j < d(); ++j) {
      if (more != nullptr) b[j] = more[j];
      for (size_t i = 0; i < equations.size(); ++i) {
        b[j] += double{equations.wanted()[i]} *
                factors.Row(equations.items()[i])[j];
      }
    }
    return b;
  }

  // By Gaussian elimination: nothing in common with conjugate gradients.
  std::vector<double> Solve(std::vector<double> b) const {
    std::vector<std::vector<double>> a(d(), std::vector<double>(d()));
    for (size_t j = 0; j < d(); ++j) a[j][j] = ridge[j];
    for (size_t i = 0; i < equations.size(); ++i) {
      const float* y = factors.Row(equations.items()[i]);
      for (size_t j = 0; j < d(); ++j) {
        for (size_t k = 0; k < d(); ++k) {
          a[j][k] += double{equations.extra()[i]} * y[j] * y[k];
        }
      }
    }
    for (size_t j = 0; j < d(); ++j) {
      for (size_t row = j + 1; row < d(); ++row) {
        const double factor = a[row][j] / a[j][j];
        for (size_t k = j; k < d(); ++k) a[row][k] -= factor * a[j][k];
        b[row] -= factor * b[j];
      }
    }
    for (size_t j = d(); j-- > 0;) {
      for (size_t k = j + 1; k < d(); ++k) b[j] -= a[j][k] * b[k];
      b[j] /= a[j][j];
    }
    return b;
  }

  // x' A x / 2 - b' x, which the solution minimises.
  double Objective(const std::vector<float>& x) const {
    double value = 0;
    const std::vector<double> b = RightHandSide();
    for (size_t j = 0; j < d(); ++j) {
      value += 0.5 * ridge[j] * x[j] * x[j] - b[j] * x[j];
    }
    for (size_t i = 0; i < equations.size(); ++i) {
      double score = 0;
      for (size_t j = 0; j < d(); ++j) {
        score += double{x[j]} * factors.Row(equations.items()[i])[j];
      }
      value += 0.5 * equations.extra()[i] * score * score;
    }
    return value;
  }
};

double Length(const std::vector<double>& vector) {
  double squares = 0;
  for (const double value : vector) squares += value * value;
  return std::sqrt(squares);
}

// Rounding of float32 over sums of some hundred terms.
constexpr double kTolerance = 2e-5;

void ExpectNear(const std::vector<float>& x, const std::vector<double>& exact,
                size_t d) {
  const double allowed = kTolerance * std::max(1.0, Length(exact));
  for (size_t j = 0; j < d; ++j) EXPECT_NEAR(x[j], exact[j], allowed) << j;
  for (size_t j = d; j < x.size(); ++j) EXPECT_EQ(x[j], 0) << "padding " << j;
}

// Item counts around the groups of eight, dimensions around the vectors.
TEST(NormalEquations, EnoughStepsSolveThem) {
  SolveScratch scratch;
  for (size_t items : {1, 2, 7, 8, 9, 16, 25, 100}) {
    for (size_t d : {1, 3, 8, 15, 16, 17, 48, 128}) {
      const Case c(items, d, 100 * items + d);
      std::vector<float> x(c.factors.stride());
      SolveNormalEquations(c.equations, c.factors.view(), c.ridge,
                           {.max_steps = 200, .tolerance = 1e-13f}, x, scratch);
      SCOPED_TRACE(::testing::Message() << items << " items of " << d);
      ExpectNear(x, c.Solve(c.RightHandSide()), d);
    }
  }
}

TEST(NormalEquations, FewItemsNeedAsManySteps) {
  const Case c(3, 64, 1);
  std::vector<float> x(64);
  SolveScratch scratch;
  // The preconditioned matrix is the identity plus rank 3: four distinct
  // eigenvalues.
  SolveNormalEquations(c.equations, c.factors.view(), c.ridge, {.max_steps = 4},
                       x, scratch);
  ExpectNear(x, c.Solve(c.RightHandSide()), 64);
}

TEST(NormalEquations, EachStepComesNearer) {
  const Case c(60, 32, 2);
  SolveScratch scratch;
  double last = 0;
  for (size_t steps = 1; steps <= 6; ++steps) {
    std::vector<float> x(32);
    SolveNormalEquations(c.equations, c.factors.view(), c.ridge,
                         {.max_steps = steps}, x, scratch);
    const double now = c.Objective(x);
    EXPECT_LT(now, last) << steps;
    last = now;
  }
}

TEST(NormalEquations, StartsWhereItIsTold) {
  const Case c(20, 24, 3);
  SolveScratch scratch;
  const std::vector<double> exact = c.Solve(c.RightHandSide());
  std::vector<float> x(c.factors.stride());
  for (size_t j = 0; j < 24; ++j) x[j] = static_cast<float>(exact[j]) + 0.01f;
  const std::vector<float> start = x;
  const double before = c.Objective(x);
  SolveNormalEquations(c.equations, c.factors.view(), c.ridge, {.max_steps = 1},
                       x, scratch);
  EXPECT_LT(c.Objective(x), before);
  for (size_t i = 0; i < 20; ++i) {
    double score = 0;
    for (size_t j = 0; j < 24; ++j) {
      score += double{start[j]} * c.factors.Row(2 * i)[j];
    }
    EXPECT_NEAR(scratch.start_scores[i], score, 1e-4);
  }
  SolveNormalEquations(c.equations, c.factors.view(), c.ridge,
                       {.max_steps = 50, .tolerance = 1e-12f}, x, scratch);
  ExpectNear(x, exact, 24);
}

TEST(NormalEquations, TakesARightHandSide) {
  Case c(12, 20, 4);
  std::vector<float> more(c.factors.stride());
  for (size_t j = 0; j < 20; ++j) more[j] = static_cast<float>(j) - 7;
  SolveScratch scratch;
  std::vector<float> x(c.factors.stride());
  SolveNormalEquations(
      c.equations, c.factors.view(), c.ridge,
      {.max_steps = 100, .tolerance = 1e-13f, .right_hand_side = more.data()},
      x, scratch);
  ExpectNear(x, c.Solve(c.RightHandSide(more.data())), 20);
}

TEST(NormalEquations, NothingGivesZero) {
  const Case c(0, 20, 5);
  std::vector<float> x(c.factors.stride(), 1);
  SolveScratch scratch;
  SolveNormalEquations(c.equations, c.factors.view(), c.ridge, {}, x, scratch);
  EXPECT_THAT(x, Each(0.0f));
}

TEST(NormalEquations, SameInputGivesTheSameBits) {
  const Case c(77, 40, 6);
  std::vector<float> first(c.factors.stride()), second(c.factors.stride());
  SolveScratch scratch, used;
  const Case other(9, 40, 7);
  std::vector<float> x(other.factors.stride());
  SolveNormalEquations(other.equations, other.factors.view(), other.ridge, {},
                       x, used);
  SolveNormalEquations(c.equations, c.factors.view(), c.ridge, {}, first,
                       scratch);
  SolveNormalEquations(c.equations, c.factors.view(), c.ridge, {}, second,
                       used);
  EXPECT_EQ(first, second);
}

// Steps beyond the solution must not divide nothing by nothing.
TEST(NormalEquations, GoesOnFromTheSolution) {
  for (float size : {1.0f, 1e-12f}) {
    Case c(20, 5, 8);
    for (size_t row = 0; row < c.factors.rows(); ++row) {
      for (size_t j = 0; j < 5; ++j) c.factors.Row(row)[j] *= size;
    }
    SolveScratch scratch;
    std::vector<float> x(c.factors.stride());
    for (int i = 0; i < 300; ++i) {
      SolveNormalEquations(c.equations, c.factors.view(), c.ridge,
                           {.max_steps = 8}, x, scratch);
    }
    ExpectNear(x, c.Solve(c.RightHandSide()), 5);
  }
}

TEST(NormalEquations, RememberWhatWasAdded) {
  NormalEquations equations;
  for (uint32_t i = 0; i < 40; ++i)
    equations.Add(i, 0.5f, static_cast<float>(i));
  ASSERT_EQ(equations.size(), 40);
  EXPECT_EQ(equations.items()[39], 39);
  EXPECT_EQ(equations.wanted()[17], 17);
  EXPECT_THAT(equations.extra(), Each(0.5f));
  equations.Reset(3);
  EXPECT_EQ(equations.size(), 0);
}

}  // namespace
}  // namespace customer2vec
