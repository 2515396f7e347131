// The graph that a node2vec model walks over: edges that were read, and
// purchases where asked, with nodes matched to customers and items.
//
//   C2V_ASSIGN_OR_RETURN(Node2VecGraph graph,
//                        BuildNode2VecGraph(config, side.edges, corpus,
//                                           tables));
//   graph.nodes.customer_row(node);
//   SampleWalks(graph.graph, ...);
//
// Where baskets are held out, so are edges: one that is as late as the horizon
// of a customer it joins (Corpus::Horizon) is left out. Edges without times
// stay, and are named in `undated`.
//
// Pure; thread-safe.

#ifndef CUSTOMER2VEC_TRAINER_MODELS_NODE2VEC_NODE2VEC_GRAPH_H_
#define CUSTOMER2VEC_TRAINER_MODELS_NODE2VEC_NODE2VEC_GRAPH_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "core/tables/tables.h"
#include "customer2vec/v1/graph_models.pb.h"
#include "trainer/corpus/corpus.h"
#include "trainer/corpus/edge_table.h"
#include "trainer/graph/graph.h"
#include "trainer/graph/graph_nodes.h"

namespace customer2vec {

struct Node2VecGraph {
  Graph graph;
  GraphNodes nodes;          // refers to the tables' vocabularies
  uint64_t arcs = 0;         // that were added, before equal ones became one
  uint64_t later_edges = 0;  // left out, as late as a held-out basket
  // Files whose edges cannot be told from later ones: what is measured with
  // them may know the future. Empty where nothing is held out.
  std::vector<std::string> undated;
};

// `config` has its defaults. INVALID_ARGUMENT when no source of edges has the
// name `config.graph`, when there is neither an edge nor `interactions`, when
// walks shall respect times and a source or the interactions have none, or as
// GraphNodes::NodeOf(); FAILED_PRECONDITION when all edges are later than what
// may be known. The tables outlive the result.
absl::StatusOr<Node2VecGraph> BuildNode2VecGraph(
    const v1::Node2VecConfig& config, const EdgeTable& edges,
    const Corpus& corpus, const Tables& tables);

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_TRAINER_MODELS_NODE2VEC_NODE2VEC_GRAPH_H_
