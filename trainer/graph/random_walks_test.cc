#include "trainer/graph/random_walks.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <vector>

namespace customer2vec {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

// A small graph with triangles, a hub and weights, as the plain code below
// sees it: weight of each arc, 0 where there is none.
using Dense = std::vector<std::vector<double>>;

Dense RandomDense(size_t nodes, double density, bool weighted, bool directed,
                  uint64_t seed) {
  Random random(seed);
  Dense weights(nodes, std::vector<double>(nodes));
  for (size_t i = 0; i < nodes; ++i) {
    for (size_t j = 0; j < nodes; ++j) {
      if (i == j || (!directed && j < i)) continue;
      const bool joined = i == 0 || random.Uniform() < density;
      if (!joined) continue;
      weights[i][j] = weighted ? 1 + random.Below(9) : 1;
      if (!directed) weights[j][i] = weights[i][j];
    }
  }
  return weights;
}

Graph GraphOf(const Dense& weights) {
  GraphBuilder builder;
  for (uint32_t i = 0; i < weights.size(); ++i) {
    for (uint32_t j = 0; j < weights.size(); ++j) {
      if (weights[i][j] == 0) continue;
      builder.Add({i, j, static_cast<float>(weights[i][j])}, Direction::kOne);
    }
  }
  return std::move(builder).Build(weights.size(), {});
}

// Probabilities of what follows (previous, node), by the definition.
std::vector<double> Enumerated(const Dense& weights, size_t previous,
                               size_t node, double p, double q) {
  std::vector<double> shares(weights.size());
  double sum = 0;
  for (size_t next = 0; next < weights.size(); ++next) {
    const double bias = next == previous              ? 1 / p
                        : weights[previous][next] > 0 ? 1
                                                      : 1 / q;
    shares[next] = weights[node][next] * bias;
    sum += shares[next];
  }
  for (double& share : shares) share /= sum;
  return shares;
}

// Chi-square statistic of counts against probabilities, over its degrees of
// freedom.
double ChiSquareRatio(const std::vector<double>& counts,
                      const std::vector<double>& shares, double total) {
  double statistic = 0;
  int cells = 0;
  for (size_t i = 0; i < counts.size(); ++i) {
    if (shares[i] == 0) {
      EXPECT_EQ(counts[i], 0);
      continue;
    }
    const double expected = shares[i] * total;
    statistic += (counts[i] - expected) * (counts[i] - expected) / expected;
    ++cells;
  }
  return cells < 2 ? 0 : statistic / (cells - 1);
}

struct Biases {
  double p;
  double q;
};

// The mean of chi-square / df over hundreds of pairs is 1 with a deviation of a
// few hundredths when the probabilities are right.
void ExpectEnumeratedSteps(const Dense& weights, const Biases& biases) {
  constexpr int kSteps = 4000;
  const Graph graph = GraphOf(weights);
  const RandomWalker walker(graph, biases.p, biases.q);
  Random random(11);
  double sum = 0;
  double highest = 0;
  int pairs = 0;
  for (uint32_t previous = 0; previous < weights.size(); ++previous) {
    for (const uint32_t node : graph.Neighbors(previous)) {
      if (graph.Arcs(node).size() < 2) continue;
      std::vector<double> counts(weights.size());
      for (int i = 0; i < kSteps; ++i) {
        ++counts[graph.Head(
            walker.Step(previous, node, graph.Arcs(node), random))];
      }
      const double ratio = ChiSquareRatio(
          counts, Enumerated(weights, previous, node, biases.p, biases.q),
          kSteps);
      sum += ratio;
      highest = std::max(highest, ratio);
      ++pairs;
    }
  }
  ASSERT_GT(pairs, 50);
  EXPECT_NEAR(sum / pairs, 1, 0.25) << "p " << biases.p << " q " << biases.q;
  EXPECT_LT(highest, 8) << "p " << biases.p << " q " << biases.q;
}

constexpr Biases kBiases[] = {{1, 1},       {0.25, 4}, {4, 0.25},
                              {0.25, 0.25}, {4, 4},    {2, 0.5},
                              {0.01, 1},    {1, 0.01}, {100, 100}};

TEST(RandomWalkerTest, StepsFollowTheDefinition) {
  for (const Biases& biases : kBiases) {
    ExpectEnumeratedSteps(RandomDense(14, 0.3, false, false, 1), biases);
  }
}

TEST(RandomWalkerTest, StepsFollowWeights) {
  for (const Biases& biases : kBiases) {
    ExpectEnumeratedSteps(RandomDense(14, 0.3, true, false, 2), biases);
  }
}

TEST(RandomWalkerTest, StepsFollowDirections) {
  for (const Biases& biases : kBiases) {
    ExpectEnumeratedSteps(RandomDense(14, 0.4, true, true, 3), biases);
  }
}

// A star: every step but the return leads outward, so that with a high q most
// draws fail and steps are computed exactly.
TEST(RandomWalkerTest, StepsThatFailTooOftenAreExact) {
  Dense weights(40, std::vector<double>(40));
  for (size_t leaf = 1; leaf < 40; ++leaf) {
    weights[0][leaf] = weights[leaf][0] = 1;
  }
  const Graph graph = GraphOf(weights);
  const RandomWalker walker(graph, 1e4, 1e4);
  Random random(1);
  std::vector<double> counts(40);
  for (int i = 0; i < 20000; ++i) {
    ++counts[graph.Head(walker.Step(1, 0, graph.Arcs(0), random))];
  }
  EXPECT_LT(ChiSquareRatio(counts, Enumerated(weights, 1, 0, 1e4, 1e4), 20000),
            2);
}

TEST(SampleWalksTest, WalksFollowArcsFromEveryNode) {
  const Dense weights = RandomDense(30, 0.1, false, true, 4);
  const Graph graph = GraphOf(weights);
  const Walks walks = SampleWalks(
      graph, {.p = 0.5, .q = 2, .walks_per_node = 3, .walk_length = 12});
  std::vector<int> starts(30);
  for (size_t i = 0; i < walks.size(); ++i) {
    ++starts[walks[i][0]];
    for (size_t j = 1; j < walks[i].size(); ++j) {
      EXPECT_TRUE(graph.HasArc(walks[i][j - 1], walks[i][j]));
    }
    if (walks[i].size() < 12) {
      EXPECT_EQ(graph.Arcs(walks[i].back()).size(), 0);
    }
  }
  for (uint32_t node = 0; node < 30; ++node) {
    EXPECT_EQ(starts[node], graph.Arcs(node).size() > 0 ? 3 : 0);
  }
}

TEST(SampleWalksTest, TheSameAtAnyNumberOfThreads) {
  const Graph graph = GraphOf(RandomDense(200, 0.05, true, true, 5));
  WalkOptions options = {
      .p = 0.5, .q = 2, .walks_per_node = 7, .walk_length = 20, .seed = 9};
  const Walks one = SampleWalks(graph, options);
  options.threads = 5;
  const Walks five = SampleWalks(graph, options);
  EXPECT_EQ(one.nodes, five.nodes);
  EXPECT_EQ(one.offsets, five.offsets);
  options.seed = 10;
  EXPECT_NE(one.nodes, SampleWalks(graph, options).nodes);
}

TEST(SampleWalksTest, ADeadEndEndsAWalk) {
  GraphBuilder builder;
  builder.Add({0, 1, 1}, Direction::kOne);
  builder.Add({1, 2, 1}, Direction::kOne);
  const Graph graph = std::move(builder).Build(4, {});
  const Walks walks =
      SampleWalks(graph, {.walks_per_node = 1, .walk_length = 5});
  std::map<uint32_t, std::vector<uint32_t>> by_start;
  for (size_t i = 0; i < walks.size(); ++i) {
    by_start[walks[i][0]].assign(walks[i].begin(), walks[i].end());
  }
  EXPECT_EQ(by_start.size(), 2);
  EXPECT_THAT(by_start[0], ElementsAre(0, 1, 2));
  EXPECT_THAT(by_start[1], ElementsAre(1, 2));
}

TEST(SampleWalksTest, AGraphWithoutArcsHasNoWalks) {
  const Walks walks = SampleWalks(GraphBuilder().Build(3, {}), {});
  EXPECT_EQ(walks.size(), 0);
  EXPECT_THAT(walks.nodes, IsEmpty());
}

// 0 -(10)- 1 -(5, 20)- 2 -(30)- 3: who goes from 1 to 2 at 5 cannot have come
// from 0.
TEST(SampleWalksTest, TimeRespectingWalksNeverGoBack) {
  GraphBuilder builder;
  builder.Add({0, 1, 1, 10}, Direction::kBoth);
  builder.Add({1, 2, 3, 5}, Direction::kBoth);
  builder.Add({1, 2, 2, 20}, Direction::kBoth);
  builder.Add({2, 3, 1, 30}, Direction::kBoth);
  const Graph graph = std::move(builder).Build(4, {.keep_times = true});
  const Walks walks = SampleWalks(graph, {.p = 0.5,
                                          .q = 0.5,
                                          .walks_per_node = 200,
                                          .walk_length = 10,
                                          .time_respecting = true});
  ASSERT_EQ(walks.size(), 800);
  int from_zero = 0;
  for (size_t i = 0; i < walks.size(); ++i) {
    if (walks[i][0] != 0) continue;
    ++from_zero;
    EXPECT_THAT(walks[i], ElementsAre(0, 1, 2, 3));
  }
  EXPECT_EQ(from_zero, 200);
}

// Among the arcs later than the last one, biases and weights count as ever.
TEST(SampleWalksTest, TimeRespectingStepsFollowTheDefinition) {
  GraphBuilder builder;
  builder.Add({0, 1, 1, 1}, Direction::kBoth);
  builder.Add({0, 2, 1, 1}, Direction::kBoth);
  builder.Add({1, 4, 9, 2}, Direction::kOne);  // too early for those below
  builder.Add({1, 0, 2, 4}, Direction::kOne);  // the return
  builder.Add({1, 2, 3, 5}, Direction::kOne);  // joined to 0
  builder.Add({1, 3, 4, 6}, Direction::kOne);  // not joined
  const Graph graph = std::move(builder).Build(5, {.keep_times = true});
  for (const Biases& biases : kBiases) {
    const RandomWalker walker(graph, biases.p, biases.q);
    Random random(2);
    std::vector<double> counts(5);
    for (int i = 0; i < 20000; ++i) {
      ++counts[graph.Head(walker.Step(0, 1, graph.ArcsAfter(1, 3), random))];
    }
    const double sum = 2 / biases.p + 3 + 4 / biases.q;
    EXPECT_LT(
        ChiSquareRatio(counts,
                       {2 / biases.p / sum, 0, 3 / sum, 4 / biases.q / sum, 0},
                       20000),
        5)
        << biases.p << " " << biases.q;
  }
}

}  // namespace
}  // namespace customer2vec
