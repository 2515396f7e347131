#include "bench/quality/protocols/cube_search.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace customer2vec::bench {
namespace {

// Highest at (0.3, 0.3, ...).
double Hill(const Point& point) {
  double sum = 0;
  for (const double x : point) sum -= (x - 0.3) * (x - 0.3);
  return sum;
}

TEST(SearchCubeTest, ClimbsAboveTheRandomPoints) {
  const CubeSearch search{.dimensions = 6, .budget = 400, .seed = 5};
  double best_random = -1e9;
  size_t tried = 0;
  const Point best = SearchCube(search, [&](const Point& point) {
    for (const double x : point) {
      EXPECT_GE(x, 0);
      EXPECT_LT(x, 1);
    }
    if (tried++ < 200) best_random = std::max(best_random, Hill(point));
    return Hill(point);
  });
  EXPECT_EQ(tried, 400u);
  EXPECT_GT(Hill(best), best_random / 2);
}

TEST(SearchCubeTest, IsTheSameForASeed) {
  const CubeSearch search{.dimensions = 3, .budget = 30, .seed = 2};
  EXPECT_EQ(SearchCube(search, Hill), SearchCube(search, Hill));
}

TEST(SearchCubeTest, ThePointIsTheBestTried) {
  double best = -1e9;
  const Point found =
      SearchCube({.dimensions = 2, .budget = 25}, [&](const Point& point) {
        best = std::max(best, Hill(point));
        return Hill(point);
      });
  EXPECT_EQ(Hill(found), best);
}

TEST(CoordinatesTest, BecomeParameters) {
  EXPECT_DOUBLE_EQ(Between(0.25, 2, 4), 2.5);
  EXPECT_DOUBLE_EQ(LogBetween(0.5, 1, 100), 10);
  EXPECT_DOUBLE_EQ(OneOf(0.999, {1, 2, 3}), 3);
  EXPECT_DOUBLE_EQ(OneOf(0, {1, 2, 3}), 1);
}

}  // namespace
}  // namespace customer2vec::bench
