#include "trainer/models/node2vec/node2vec_graph.h"

#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "core/base/status_macros.h"

namespace customer2vec {
namespace {

bool IsWanted(const v1::Node2VecConfig& config, const EdgeList& list) {
  return config.graph().empty() || list.graph == config.graph();
}

absl::Status CheckLists(const v1::Node2VecConfig& config,
                        const EdgeTable& edges) {
  bool any = config.interactions();
  for (const EdgeList& list : edges.lists()) {
    if (!IsWanted(config, list)) continue;
    any = true;
    if (config.time_respecting() && !list.has_times) {
      return absl::InvalidArgumentError(absl::StrCat(
          "node2vec.time_respecting: edges of ", list.path,
          " have no times: name their time column or leave it out"));
    }
  }
  if (any) return absl::OkStatus();
  return absl::InvalidArgumentError(
      config.graph().empty()
          ? "node2vec: there are no edges: name a source in data.edges or set "
            "node2vec.interactions"
          : absl::StrCat("node2vec.graph: no source in data.edges has graph \"",
                         config.graph(), "\""));
}

absl::Status AddEdges(const EdgeTable& edges, const EdgeList& list,
                      GraphNodes& nodes, GraphBuilder& builder) {
  const Direction direction =
      list.directed ? Direction::kOne : Direction::kBoth;
  for (const Edge& edge : list.edges) {
    C2V_ASSIGN_OR_RETURN(const uint32_t from,
                         nodes.NodeOf(edges.node(edge.from)), list.path);
    C2V_ASSIGN_OR_RETURN(const uint32_t to, nodes.NodeOf(edges.node(edge.to)),
                         list.path);
    // Names of two kinds may mean one node.
    if (from == to) continue;
    builder.Add({from, to, edge.weight, edge.time}, direction);
  }
  return absl::OkStatus();
}

// An edge for each item of each basket; equal ones become one when the graph
// is built.
void AddInteractions(const Corpus& corpus, GraphNodes& nodes,
                     GraphBuilder& builder) {
  for (uint32_t row = 0; row < corpus.customer_count(); ++row) {
    for (const size_t basket : corpus.BasketsOf(row)) {
      for (const uint32_t item : corpus.Items(basket)) {
        builder.Add({.from = nodes.NodeOfCustomer(row),
                     .to = nodes.NodeOfItem(item),
                     .weight = 1,
                     .time = corpus.Time(basket)},
                    Direction::kBoth);
      }
    }
  }
}

}  // namespace

absl::StatusOr<Node2VecGraph> BuildNode2VecGraph(
    const v1::Node2VecConfig& config, const EdgeTable& edges,
    const Corpus& corpus, const Tables& tables) {
  C2V_RETURN_IF_ERROR(CheckLists(config, edges));
  GraphNodes nodes(tables.customers, tables.items);
  GraphBuilder builder;
  for (const EdgeList& list : edges.lists()) {
    if (!IsWanted(config, list)) continue;
    C2V_RETURN_IF_ERROR(AddEdges(edges, list, nodes, builder));
  }
  if (config.interactions()) AddInteractions(corpus, nodes, builder);
  const uint64_t arcs = builder.arc_count();
  Graph graph = std::move(builder).Build(
      nodes.size(), {.weight_exponent = config.weight_exponent(),
                     .keep_times = config.time_respecting()});
  return Node2VecGraph{std::move(graph), std::move(nodes), arcs};
}

}  // namespace customer2vec
