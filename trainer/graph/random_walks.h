// Second-order random walks (node2vec, Grover and Leskovec 2016): from t to v,
// the next node x is drawn in proportion to weight(v, x) * bias(t, x), where
//
//   bias(t, x) = 1/p  when x is t
//                1    when an arc leads from t to x
//                1/q  otherwise
//
//   const WalkOptions options = {.p = 0.5, .q = 2, .walks_per_node = 10,
//                                .walk_length = 80, .seed = 1, .threads = 2};
//   const Walks walks = SampleWalks(graph, options);
//   for (size_t i = 0; i < walks.size(); ++i) Learn(walks[i]);
//
// Nothing is precomputed for pairs of nodes, so memory is the graph's (the
// alias tables of the paper need one for each arc and are quadratic in
// degrees). A step draws an arc by weight and accepts it by its bias; what the
// return to t outweighs all other biases is drawn apart (Yang et al. 2019,
// "KnightKing", section 4.2). Expected cost of a step: at most
// max(1, 1/q) / min(1, 1/q) draws, each O(log arcs); a step that fails too
// often is computed exactly.
//
// With `time_respecting`, each arc is later than the one before, the first is
// any arc, and the weights and biases are those among the arcs that are left
// (temporal walks: Nguyen et al. 2018).
//
// A walk ends early where no arc leads on. Nodes without arcs begin no walk.
//
// Every walk has a generator of its own, seeded by (seed, node, number): the
// same walks come out at any number of threads.

#ifndef CUSTOMER2VEC_TRAINER_GRAPH_RANDOM_WALKS_H_
#define CUSTOMER2VEC_TRAINER_GRAPH_RANDOM_WALKS_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "core/base/random.h"
#include "trainer/graph/graph.h"

namespace customer2vec {

struct WalkOptions {
  double p = 1;  // > 0
  double q = 1;  // > 0
  uint32_t walks_per_node = 10;
  uint32_t walk_length = 80;     // nodes of a walk, at most; >= 2
  bool time_respecting = false;  // the graph has times then
  uint64_t seed = 1;
  size_t threads = 1;
};

// Walks, one after another: 4 bytes a node of a walk and 8 a walk. Each round
// begins once at every node that has arcs, in an order of its own.
struct Walks {
  std::vector<uint32_t> nodes;
  std::vector<uint64_t> offsets = {0};  // size walks + 1

  size_t size() const { return offsets.size() - 1; }
  std::span<const uint32_t> operator[](size_t walk) const {
    return std::span(nodes).subspan(offsets[walk],
                                    offsets[walk + 1] - offsets[walk]);
  }
};

// Starts `options.threads` threads. REQUIRES: options in range;
// graph.has_times() == options.time_respecting.
Walks SampleWalks(const Graph& graph, const WalkOptions& options);

// One walker; a Random for each thread makes it safe for concurrent use. The
// graph outlives it.
class RandomWalker {
 public:
  RandomWalker(const Graph& graph, double p, double q);

  // Fills `walk` from `start` on; returns how many nodes were reached, 1 for
  // a start without arcs. REQUIRES: walk is not empty.
  size_t Walk(uint32_t start, Random& random, std::span<uint32_t> walk) const;

  // An arc that leaves `node` towards what follows after `previous`, among
  // `arcs`. REQUIRES: arcs.size() > 0; all arcs of `node` where the graph has
  // no times, else its last ones.
  uint64_t Step(uint32_t previous, uint32_t node, const ArcRange& arcs,
                Random& random) const;

 private:
  uint64_t Draw(uint32_t node, const ArcRange& arcs, Random& random) const;
  double Bias(uint32_t previous, uint32_t next) const;
  uint64_t StepExactly(uint32_t previous, const ArcRange& arcs,
                       Random& random) const;

  const Graph& graph_;
  const double return_bias_;   // 1/p
  const double outward_bias_;  // 1/q
  const double highest_;       // that a draw is compared with
  const double lowest_;        // of biases but the return's
  const bool first_order_;     // p = q = 1
};

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_TRAINER_GRAPH_RANDOM_WALKS_H_
