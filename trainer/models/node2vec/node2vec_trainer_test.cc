#include "trainer/models/node2vec/node2vec_trainer.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <span>
#include <vector>

#include "core/base/random.h"
#include "core/base/status_macros.h"
#include "core/base/status_matchers.h"

namespace customer2vec {
namespace {

using ::testing::Each;
using ::testing::HasSubstr;

// Four groups of 25 nodes; edges are eight times as likely inside a group.
// Node 100 has no edge.
constexpr uint32_t kNodes = 100;
constexpr uint32_t kGroup = 25;

Graph Groups() {
  GraphBuilder builder;
  Random random(4);
  for (uint32_t i = 0; i < kNodes; ++i) {
    for (uint32_t j = i + 1; j < kNodes; ++j) {
      const double density = i / kGroup == j / kGroup ? 0.4 : 0.05;
      if (random.Uniform() < density) {
        builder.Add({i, j, 1}, Direction::kBoth);
      }
    }
  }
  return std::move(builder).Build(kNodes + 1, {});
}

v1::Node2VecConfig SmallConfig() {
  v1::Node2VecConfig config;
  config.set_dimension(16);
  config.set_walks_per_node(20);
  config.set_walk_length(20);
  config.set_window_size(3);
  config.set_epochs(3);
  return config;
}

double Cosine(const NodeVectors& vectors, uint32_t a, uint32_t b) {
  double dot = 0, aa = 0, bb = 0;
  for (size_t i = 0; i < vectors.dimension; ++i) {
    const double x = vectors.input[a * vectors.dimension + i];
    const double y = vectors.input[b * vectors.dimension + i];
    dot += x * y;
    aa += x * x;
    bb += y * y;
  }
  return dot / std::sqrt(aa * bb);
}

// Share of nodes whose nearest node is of their group.
double GroupedShare(const NodeVectors& vectors) {
  int grouped = 0;
  for (uint32_t i = 0; i < kNodes; ++i) {
    uint32_t nearest = i == 0 ? 1 : 0;
    for (uint32_t j = 0; j < kNodes; ++j) {
      if (j != i && Cosine(vectors, i, j) > Cosine(vectors, i, nearest)) {
        nearest = j;
      }
    }
    if (nearest / kGroup == i / kGroup) ++grouped;
  }
  return grouped / double{kNodes};
}

TEST(Node2VecTrainerTest, FindsGroups) {
  const Graph graph = Groups();
  C2V_ASSERT_OK_AND_ASSIGN(
      const NodeVectors vectors,
      TrainNode2Vec(graph, SmallConfig(), {.seed = 1, .threads = 1}));
  EXPECT_EQ(vectors.dimension, 16);
  EXPECT_GT(GroupedShare(vectors), 0.9);
}

TEST(Node2VecTrainerTest, NodesWithoutArcsHaveNoVector) {
  const Graph graph = Groups();
  C2V_ASSERT_OK_AND_ASSIGN(
      const NodeVectors vectors,
      TrainNode2Vec(graph, SmallConfig(), {.seed = 1, .threads = 1}));
  ASSERT_EQ(vectors.input.size(), (kNodes + 1) * 16);
  ASSERT_EQ(vectors.output.size(), (kNodes + 1) * 16);
  EXPECT_EQ(vectors.visits[kNodes], 0);
  EXPECT_THAT(std::vector<float>(vectors.input.end() - 16, vectors.input.end()),
              Each(0.0f));
  EXPECT_THAT(
      std::vector<float>(vectors.output.end() - 16, vectors.output.end()),
      Each(0.0f));
  EXPECT_GT(vectors.visits[0], 20);
}

TEST(Node2VecTrainerTest, OneThreadGivesTheSameBytes) {
  const Graph graph = Groups();
  const auto train = [&](uint64_t seed) {
    return TrainNode2Vec(graph, SmallConfig(), {.seed = seed, .threads = 1});
  };
  C2V_ASSERT_OK_AND_ASSIGN(const NodeVectors a, train(1));
  C2V_ASSERT_OK_AND_ASSIGN(const NodeVectors b, train(1));
  C2V_ASSERT_OK_AND_ASSIGN(const NodeVectors c, train(2));
  EXPECT_EQ(a.input, b.input);
  EXPECT_EQ(a.output, b.output);
  EXPECT_NE(a.input, c.input);
}

TEST(Node2VecTrainerTest, DeterministicIsTheSameAtAnyNumberOfThreads) {
  const Graph graph = Groups();
  v1::Node2VecConfig config = SmallConfig();
  config.set_deterministic(true);
  C2V_ASSERT_OK_AND_ASSIGN(
      const NodeVectors one,
      TrainNode2Vec(graph, config, {.seed = 1, .threads = 1}));
  EXPECT_GT(GroupedShare(one), 0.9);
  for (int threads : {2, 3}) {
    C2V_ASSERT_OK_AND_ASSIGN(
        const NodeVectors vectors,
        TrainNode2Vec(graph, config, {.seed = 1, .threads = threads}));
    EXPECT_EQ(vectors.input, one.input);
    EXPECT_EQ(vectors.output, one.output);
  }
}

// Nodes in their own order, whatever that of their visits.
TEST(Node2VecTrainerTest, StartsFromVectorsAndHoldsThem) {
  const Graph graph = Groups();
  C2V_ASSERT_OK_AND_ASSIGN(
      const NodeVectors then,
      TrainNode2Vec(graph, SmallConfig(), {.seed = 1, .threads = 1}));
  std::vector<uint8_t> half(kNodes + 1);
  std::fill_n(half.begin(), kNodes / 2, 1);
  Node2VecOptions options{.seed = 2,
                          .threads = 1,
                          .start = {.input = {then.input, {}, 0},
                                    .output = {then.output, half, 0}}};
  C2V_ASSERT_OK_AND_ASSIGN(const NodeVectors now,
                           TrainNode2Vec(graph, SmallConfig(), options));
  EXPECT_EQ(now.input, then.input);
  const auto first_half = [](const NodeVectors& vectors) {
    return std::vector<float>(vectors.output.begin(),
                              vectors.output.begin() + kNodes / 2 * 16);
  };
  EXPECT_EQ(first_half(now), first_half(then));
  EXPECT_NE(now.output, then.output) << "the others are learned anew";
  options.start.output.known = std::span(half).first(3);
  EXPECT_THAT(TrainNode2Vec(graph, SmallConfig(), options),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       HasSubstr("node2vec: start.output")));
}

TEST(Node2VecTrainerTest, AGraphWithoutEdgesIsRefused) {
  EXPECT_THAT(TrainNode2Vec(GraphBuilder().Build(3, {}), SmallConfig(), {}),
              StatusIs(absl::StatusCode::kFailedPrecondition,
                       HasSubstr("no edge that joins two nodes")));
}

TEST(Node2VecTrainerTest, ABadConfigurationIsRefused) {
  v1::Node2VecConfig config = SmallConfig();
  config.set_p(-1);
  EXPECT_THAT(TrainNode2Vec(Groups(), config, {}),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       HasSubstr("node2vec.p is -1")));
}

}  // namespace
}  // namespace customer2vec
