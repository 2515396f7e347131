#include "trainer/graph/graph.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <vector>

namespace customer2vec {
namespace {

using ::testing::DoubleNear;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

Graph Build(const std::vector<GraphEdge>& edges, Direction direction,
            size_t nodes, const GraphOptions& options = {}) {
  GraphBuilder builder;
  for (const GraphEdge& edge : edges) builder.Add(edge, direction);
  return std::move(builder).Build(nodes, options);
}

// How often each of a node's arcs is drawn, as shares.
std::vector<double> DrawShares(const Graph& graph, uint32_t node) {
  constexpr int kDraws = 200000;
  std::vector<double> shares(graph.Arcs(node).size());
  Random random(5);
  for (int i = 0; i < kDraws; ++i) {
    const uint64_t arc = graph.has_times()
                             ? graph.DrawAmong(graph.Arcs(node), random)
                             : graph.Draw(node, random);
    shares[arc - graph.Arcs(node).begin] += 1.0 / kDraws;
  }
  return shares;
}

TEST(GraphTest, EdgesLeadBothWaysOrOne) {
  const std::vector<GraphEdge> edges = {{2, 0, 1}, {0, 1, 1}};
  const Graph both = Build(edges, Direction::kBoth, 4);
  EXPECT_THAT(both.Neighbors(0), ElementsAre(1, 2));
  EXPECT_THAT(both.Neighbors(1), ElementsAre(0));
  EXPECT_THAT(both.Neighbors(2), ElementsAre(0));
  EXPECT_THAT(both.Neighbors(3), IsEmpty());
  const Graph one = Build(edges, Direction::kOne, 4);
  EXPECT_THAT(one.Neighbors(0), ElementsAre(1));
  EXPECT_THAT(one.Neighbors(1), IsEmpty());
  EXPECT_TRUE(one.HasArc(2, 0));
  EXPECT_FALSE(one.HasArc(0, 2));
  EXPECT_FALSE(one.HasArc(3, 3));
}

TEST(GraphTest, RepeatedEdgesAddUpBeforeTheExponent) {
  const Graph graph = Build({{0, 1, 7}, {0, 2, 4}, {1, 0, 9}}, Direction::kBoth,
                            3, {.weight_exponent = 0.5});
  EXPECT_THAT(graph.Neighbors(0), ElementsAre(1, 2));
  EXPECT_EQ(graph.Weight(graph.FindArc(0, 1)), 4);
  EXPECT_EQ(graph.Weight(graph.FindArc(1, 0)), 4);
  EXPECT_EQ(graph.Weight(graph.FindArc(2, 0)), 2);
  EXPECT_EQ(graph.TotalWeight(0), 6);
  EXPECT_EQ(graph.FindArc(1, 2), kNoArc);
}

TEST(GraphTest, EqualWeightsAreOne) {
  const Graph graph =
      Build({{0, 1, 3}, {0, 2, 3}, {0, 3, 3}}, Direction::kOne, 4);
  EXPECT_EQ(graph.Weight(0), 1);
  EXPECT_EQ(graph.TotalWeight(0), 3);
  for (const double share : DrawShares(graph, 0)) {
    EXPECT_THAT(share, DoubleNear(1.0 / 3, 0.005));
  }
}

// Binomial deviation of 200,000 draws is at most .0011; five of them.
TEST(GraphTest, DrawsFollowWeights) {
  const std::vector<GraphEdge> edges = {
      {0, 1, 8, 30}, {0, 2, 1, 10}, {0, 3, 3, 20}, {0, 4, 4, 40}, {1, 2, 2, 5}};
  const Graph graph = Build(edges, Direction::kOne, 5);
  EXPECT_THAT(
      DrawShares(graph, 0),
      ElementsAre(DoubleNear(8 / 16.0, .006), DoubleNear(1 / 16.0, .006),
                  DoubleNear(3 / 16.0, .006), DoubleNear(4 / 16.0, .006)));
  const Graph timed = Build(edges, Direction::kOne, 5, {.keep_times = true});
  EXPECT_THAT(timed.Neighbors(0), ElementsAre(2, 3, 1, 4));
  EXPECT_THAT(
      DrawShares(timed, 0),
      ElementsAre(DoubleNear(1 / 16.0, .006), DoubleNear(3 / 16.0, .006),
                  DoubleNear(8 / 16.0, .006), DoubleNear(4 / 16.0, .006)));
}

TEST(GraphTest, KeepsTimesApart) {
  const Graph graph = Build({{0, 1, 1, 20}, {0, 1, 1, 10}, {0, 2, 1, 20}},
                            Direction::kBoth, 3, {.keep_times = true});
  EXPECT_THAT(graph.Neighbors(0), ElementsAre(1, 1, 2));
  EXPECT_TRUE(graph.HasArc(0, 2));
  EXPECT_EQ(graph.ArcsAfter(0, 9).size(), 3);
  EXPECT_EQ(graph.ArcsAfter(0, 10).size(), 2);
  EXPECT_EQ(graph.ArcsAfter(0, 20).size(), 0);
  EXPECT_EQ(graph.Time(graph.ArcsAfter(0, 10).begin), 20);
}

TEST(GraphTest, DrawsAmongTheArcsThatAreLeft) {
  const Graph graph =
      Build({{0, 1, 5, 1}, {0, 2, 1, 2}, {0, 3, 3, 3}, {1, 3, 2, 1}},
            Direction::kOne, 4, {.keep_times = true});
  Random random(3);
  int drawn = 0;
  for (int i = 0; i < 40000; ++i) {
    const uint64_t arc = graph.DrawAmong(graph.ArcsAfter(0, 1), random);
    ASSERT_NE(graph.Head(arc), 1);
    if (graph.Head(arc) == 2) ++drawn;
  }
  EXPECT_NEAR(drawn / 40000.0, .25, .011);
}

TEST(GraphTest, AnEmptyGraphHasNoArcs) {
  const Graph graph = Build({}, Direction::kBoth, 2);
  EXPECT_EQ(graph.node_count(), 2);
  EXPECT_EQ(graph.arc_count(), 0);
  EXPECT_FALSE(graph.HasArc(0, 1));
}

}  // namespace
}  // namespace customer2vec
