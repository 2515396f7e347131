#include "trainer/models/node2vec/node2vec_trainer.h"

#include <algorithm>
#include <numeric>
#include <span>
#include <thread>
#include <utility>

#include "absl/status/status.h"
#include "core/base/status_macros.h"
#include "trainer/graph/random_walks.h"
#include "trainer/models/node2vec/node2vec_config.h"
#include "trainer/models/sgns/sgns_trainer.h"

namespace customer2vec {
namespace {

size_t ThreadsOf(const Node2VecOptions& options) {
  if (options.threads > 0) return options.threads;
  return std::max(1u, std::thread::hardware_concurrency());
}

WalkOptions ToWalkOptions(const v1::Node2VecConfig& config,
                          const Node2VecOptions& options) {
  return {.p = config.p(),
          .q = config.q(),
          .walks_per_node = static_cast<uint32_t>(config.walks_per_node()),
          .walk_length = static_cast<uint32_t>(config.walk_length()),
          .time_respecting = config.time_respecting(),
          .seed = options.seed,
          .threads = ThreadsOf(options)};
}

SgnsSettings ToSgnsSettings(const v1::Node2VecConfig& config) {
  return {.dimension = static_cast<size_t>(config.dimension()),
          .window_size = static_cast<uint32_t>(config.window_size()),
          .negatives = static_cast<uint32_t>(config.negatives()),
          .shared_negatives = SharedNegativesOf(config),
          .middle_negatives = SharedNegativesOf(config),
          .negative_exponent = config.negative_exponent(),
          .subsample = config.subsample(),
          .epochs = config.epochs(),
          .rate = {.start = config.learning_rate()},
          .deterministic = config.deterministic()};
}

std::vector<uint32_t> CountVisits(const Walks& walks, size_t node_count) {
  std::vector<uint32_t> visits(node_count);
  for (const uint32_t node : walks.nodes) ++visits[node];
  return visits;
}

// Nodes by visits, most first, ties by number.
std::vector<uint32_t> RankNodes(const std::vector<uint32_t>& visits) {
  std::vector<uint32_t> ranked(visits.size());
  std::iota(ranked.begin(), ranked.end(), 0);
  std::stable_sort(ranked.begin(), ranked.end(), [&](uint32_t a, uint32_t b) {
    return visits[a] > visits[b];
  });
  return ranked;
}

// Nodes of the walks become tokens: places in `ranked`.
void Renumber(const std::vector<uint32_t>& ranked, Walks& walks) {
  std::vector<uint32_t> tokens(ranked.size());
  for (uint32_t i = 0; i < ranked.size(); ++i) tokens[ranked[i]] = i;
  for (uint32_t& node : walks.nodes) node = tokens[node];
}

// A start by node, by token.
class RankedStart {
 public:
  // REQUIRES: CheckMatrixStart() is OK for a row each node.
  RankedStart(const MatrixStart& by_node, const std::vector<uint32_t>& ranked)
      : max_move_(by_node.max_move) {
    const size_t d = by_node.values.size() / ranked.size();
    for (const uint32_t node : ranked) {
      const auto row = by_node.values.subspan(node * d, d);
      values_.insert(values_.end(), row.begin(), row.end());
      if (!by_node.known.empty()) known_.push_back(by_node.known[node]);
    }
  }

  MatrixStart start() const { return {values_, known_, max_move_}; }

 private:
  std::vector<float> values_;
  std::vector<uint8_t> known_;
  float max_move_;
};

// Rows by token become rows by node; nodes that no walk visits stay zero.
std::vector<float> ByNode(std::span<const float> by_token, size_t dimension,
                          const std::vector<uint32_t>& ranked,
                          const std::vector<uint32_t>& visits) {
  std::vector<float> by_node(by_token.size());
  for (size_t i = 0; i < ranked.size() && visits[ranked[i]] > 0; ++i) {
    const auto row = by_token.subspan(i * dimension, dimension);
    std::copy(row.begin(), row.end(), by_node.begin() + ranked[i] * dimension);
  }
  return by_node;
}

}  // namespace

absl::StatusOr<NodeVectors> TrainNode2Vec(const Graph& graph,
                                          const v1::Node2VecConfig& config,
                                          const Node2VecOptions& options) {
  C2V_RETURN_IF_ERROR(CheckNode2VecConfig(config, "node2vec"));
  v1::Node2VecConfig full = config;
  FillNode2VecDefaults(&full);
  if (graph.arc_count() == 0) {
    return absl::FailedPreconditionError(
        "node2vec: the graph has no edge that joins two nodes: see what the "
        "readers of data.edges left out");
  }
  const auto d = static_cast<size_t>(full.dimension());
  const NodeStart& start = options.start;
  C2V_RETURN_IF_ERROR(CheckMatrixStart(start.input, graph.node_count(), d,
                                       "node2vec: start.input"));
  C2V_RETURN_IF_ERROR(CheckMatrixStart(start.output, graph.node_count(), d,
                                       "node2vec: start.output"));
  Walks walks = SampleWalks(graph, ToWalkOptions(full, options));
  NodeVectors vectors;
  vectors.visits = CountVisits(walks, graph.node_count());
  const std::vector<uint32_t> ranked = RankNodes(vectors.visits);
  Renumber(ranked, walks);
  std::vector<uint32_t> counts;
  for (const uint32_t node : ranked) counts.push_back(vectors.visits[node]);
  const RankedStart input(start.input, ranked), output(start.output, ranked);
  C2V_ASSIGN_OR_RETURN(
      const SgnsModel model,
      TrainSgns({walks.nodes, walks.offsets}, counts, ToSgnsSettings(full),
                {.seed = options.seed,
                 .threads = options.threads,
                 .progress = options.progress,
                 .progress_interval_seconds = options.progress_interval_seconds,
                 .start = {.input = input.start(), .output = output.start()},
                 .checkpoint = options.checkpoint}),
      "node2vec");
  vectors.dimension = model.dimension;
  vectors.input = ByNode(model.input, model.dimension, ranked, vectors.visits);
  vectors.output =
      ByNode(model.output, model.dimension, ranked, vectors.visits);
  return vectors;
}

}  // namespace customer2vec
