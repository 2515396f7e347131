#include "server/executor/request_cost.h"

#include <gtest/gtest.h>

namespace customer2vec {
namespace {

TEST(RequestCostTest, SmallRequestsStay) {
  EXPECT_TRUE(RunsInline({}));
  EXPECT_TRUE(RunsInline({.vectors_compared = 768, .dimension = 200, .k = 20}));
  EXPECT_TRUE(RunsInline({.ids = 20, .k = 100}));
}

TEST(RequestCostTest, EachPartAloneCanSendARequestAway) {
  EXPECT_FALSE(RunsInline({.vectors_compared = 50'000, .dimension = 200}));
  EXPECT_FALSE(RunsInline({.rows_scanned = 100'000}));
  EXPECT_FALSE(RunsInline({.ids = 10'000}));
  EXPECT_FALSE(RunsInline({.k = 1000}));
}

TEST(RequestCostTest, AScanOfFiftyThousandTakesAboutAMillisecond) {
  const double estimate =
      EstimateMicroseconds({.vectors_compared = 50'000, .dimension = 128});
  EXPECT_GT(estimate, 500);
  EXPECT_LT(estimate, 5000);
}

TEST(RequestCostTest, PartsAddUp) {
  const RequestCost search{.vectors_compared = 100, .dimension = 10};
  const RequestCost rest{.rows_scanned = 7, .ids = 3, .k = 5};
  const RequestCost both{.vectors_compared = 100,
                         .dimension = 10,
                         .rows_scanned = 7,
                         .ids = 3,
                         .k = 5};
  EXPECT_DOUBLE_EQ(EstimateMicroseconds(both),
                   EstimateMicroseconds(search) + EstimateMicroseconds(rest));
}

TEST(RequestCostTest, ExactAndFlatSearchesCompareEverything) {
  EXPECT_EQ(VectorsCompared(1000, 64, 10, /*exact=*/true), 1000);
  EXPECT_EQ(VectorsCompared(1000, /*beam=*/0, 10, /*exact=*/false), 1000);
}

TEST(RequestCostTest, GraphSearchesCompareTheirBeam) {
  const size_t visited = VectorsCompared(1'000'000, 64, 10, false);
  EXPECT_GT(visited, 64);
  EXPECT_LT(visited, 2000);
  EXPECT_GT(VectorsCompared(1'000'000, 64, 1000, false), visited)
      << "a longer list widens the beam";
  EXPECT_EQ(VectorsCompared(50, 64, 10, false), 50) << "never more than all";
}

}  // namespace
}  // namespace customer2vec
