// A weighted graph in compressed rows, as random walks read it.
//
//   GraphBuilder builder;
//   builder.Add({.from = 0, .to = 1, .weight = 2, .time = 0},
//   Direction::kBoth); builder.Add({.from = 1, .to = 2, .weight = 1, .time =
//   0}, Direction::kOne); const Graph graph =
//   std::move(builder).Build(/*node_count=*/3, {}); for (uint32_t next :
//   graph.Neighbors(1)) Visit(next);   // 0, 2
//
// An edge that leads both ways is two arcs. Arcs of a node stand together:
//  - usually arcs between the same two nodes are one, whose weight is their
//    sum raised to `weight_exponent`, ordered by the node they lead to;
//  - with `keep_times` each stays an arc of its own (weight^weight_exponent),
//    ordered by time, then node.
//
// Memory: an arc costs 4 bytes; 8 more where weights differ (to draw arcs by
// weight in constant time, see Draw()), or 16 where times are kept and 4 for a
// second list that is ordered by node. Immutable; safe for concurrent reads;
// move-only.

#ifndef CUSTOMER2VEC_TRAINER_GRAPH_GRAPH_H_
#define CUSTOMER2VEC_TRAINER_GRAPH_GRAPH_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "core/base/random.h"

namespace customer2vec {

// An edge between two nodes of a graph.
struct GraphEdge {
  uint32_t from;
  uint32_t to;
  float weight;      // finite, > 0
  int64_t time = 0;  // Unix seconds
};

enum class Direction { kOne, kBoth };

struct GraphOptions {
  double weight_exponent = 1;  // in [0, 1]; 0 takes all arcs alike
  bool keep_times = false;
};

inline constexpr uint64_t kNoArc = UINT64_MAX;

// Numbers of arcs that are neighbors: [begin, end).
struct ArcRange {
  uint64_t begin;
  uint64_t end;
  uint64_t size() const { return end - begin; }
};

class Graph {
 public:
  Graph(Graph&&) = default;
  Graph& operator=(Graph&&) = default;

  size_t node_count() const { return offsets_.size() - 1; }
  uint64_t arc_count() const { return heads_.size(); }
  bool has_times() const { return !times_.empty(); }

  // Arcs that leave `node`.
  ArcRange Arcs(uint32_t node) const {
    return {offsets_[node], offsets_[node + 1]};
  }
  // The node that an arc leads to.
  uint32_t Head(uint64_t arc) const { return heads_[arc]; }
  // Heads of the arcs that leave `node`.
  std::span<const uint32_t> Neighbors(uint32_t node) const {
    return std::span(heads_).subspan(offsets_[node], Arcs(node).size());
  }
  // How much an arc is followed, relative to its neighbors. O(1).
  double Weight(uint64_t arc) const;
  // Sum over the arcs that leave `node`. O(1).
  double TotalWeight(uint32_t node) const;
  // REQUIRES: has_times().
  int64_t Time(uint64_t arc) const { return times_[arc]; }

  // Whether an arc leads from one node to the other. O(log arcs of `from`).
  bool HasArc(uint32_t from, uint32_t to) const;
  // That arc, or kNoArc. O(log). REQUIRES: !has_times().
  uint64_t FindArc(uint32_t from, uint32_t to) const;

  // The arcs of `node` later than `time`. O(log). REQUIRES: has_times().
  ArcRange ArcsAfter(uint32_t node, int64_t time) const;

  // An arc of `node`, each with probability weight / sum of weights. O(1).
  // REQUIRES: !has_times(), the node has arcs.
  uint64_t Draw(uint32_t node, Random& random) const {
    const uint64_t begin = offsets_[node];
    const auto count = static_cast<uint32_t>(offsets_[node + 1] - begin);
    const uint64_t bits = random();
    const auto slot = static_cast<uint32_t>(((bits >> 32) * count) >> 32);
    if (aliases_.empty()) return begin + slot;
    const Alias& alias = aliases_[begin + slot];
    const float share = static_cast<float>(bits & 0xffffff) * 0x1p-24f;
    return begin + (share < alias.keep ? slot : alias.other);
  }
  // An arc of `arcs`, which end with the arcs of their node, by weight.
  // O(log). REQUIRES: has_times(), arcs.size() > 0.
  uint64_t DrawAmong(const ArcRange& arcs, Random& random) const;

 private:
  friend class GraphBuilder;

  // Slot of the alias method (Vose 1991) over the arcs of one node.
  struct Alias {
    float keep;      // share of the slot that is its own arc's
    uint32_t other;  // place among the node's arcs that has the rest
  };

  Graph() = default;
  void AddRow(std::span<const GraphEdge> arcs, const GraphOptions& options);
  void ForgetEqualWeights();
  void FillTotals();
  void FillAliases();
  void FillSums();
  void SortHeads();

  std::vector<uint64_t> offsets_ = {0};  // into arcs; size nodes + 1
  std::vector<uint32_t> heads_;          // by arc
  std::vector<float> weights_;           // by arc; empty: all 1
  std::vector<double> totals_;           // by node, where weights are
  std::vector<Alias> aliases_;           // by arc, where weights are
  // Where times are kept:
  std::vector<int64_t> times_;          // by arc
  std::vector<double> sums_;            // by arc: running sum over the node's
  std::vector<uint32_t> sorted_heads_;  // as heads_, by node within a row
};

// Gathers edges. Costs 24 bytes an arc, and once more while Build() sorts them.
// Not thread-safe.
class GraphBuilder {
 public:
  void Add(const GraphEdge& edge, Direction direction);
  uint64_t arc_count() const { return arcs_.size(); }

  // REQUIRES: all nodes are below `node_count`; a node has fewer than 2^32
  // arcs.
  Graph Build(size_t node_count, const GraphOptions& options) &&;

 private:
  // Sorted by tail; arcs of tail t are [offsets[t], offsets[t + 1]).
  void GroupByTail(std::vector<uint64_t>& offsets);

  std::vector<GraphEdge> arcs_;
};

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_TRAINER_GRAPH_GRAPH_H_
