#include "trainer/models/node2vec/node2vec_graph.h"

#include <algorithm>
#include <cstdint>
#include <string>
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

absl::Status CheckInteractions(const v1::Node2VecConfig& config,
                               const Corpus& corpus) {
  if (!config.interactions() || !config.time_respecting() ||
      corpus.has_times()) {
    return absl::OkStatus();
  }
  return absl::InvalidArgumentError(
      "node2vec.time_respecting: the interactions have no times, or none that "
      "compare between customers: name their time column, or leave out "
      "time_respecting or node2vec.interactions");
}

// Puts edges that were read into a graph, those that may be known.
class EdgeAdder {
 public:
  EdgeAdder(const EdgeTable& edges, const Corpus& corpus, GraphNodes& nodes,
            GraphBuilder& builder)
      : edges_(edges),
        corpus_(corpus),
        is_cut_(corpus.IsCut()),
        nodes_(nodes),
        builder_(builder) {}

  uint64_t later_edges() const { return later_edges_; }
  const std::vector<std::string>& undated() const { return undated_; }

  absl::Status Add(const EdgeList& list) {
    const Direction direction =
        list.directed ? Direction::kOne : Direction::kBoth;
    const bool is_dated = list.has_times && corpus_.has_times();
    if (is_cut_ && !is_dated) undated_.push_back(list.path);
    for (const Edge& edge : list.edges) {
      C2V_ASSIGN_OR_RETURN(const uint32_t from,
                           nodes_.NodeOf(edges_.node(edge.from)), list.path);
      C2V_ASSIGN_OR_RETURN(const uint32_t to,
                           nodes_.NodeOf(edges_.node(edge.to)), list.path);
      // Names of two kinds may mean one node.
      if (from == to) continue;
      if (is_cut_ && is_dated &&
          edge.time >= std::min(HorizonOf(from), HorizonOf(to))) {
        ++later_edges_;
        continue;
      }
      builder_.Add({from, to, edge.weight, edge.time}, direction);
    }
    return absl::OkStatus();
  }

 private:
  int64_t HorizonOf(uint32_t node) const {
    const uint32_t row = nodes_.customer_row(node);
    return row == kNoRow ? Corpus::kNoHorizon : corpus_.Horizon(row);
  }

  const EdgeTable& edges_;
  const Corpus& corpus_;
  const bool is_cut_;
  GraphNodes& nodes_;
  GraphBuilder& builder_;
  uint64_t later_edges_ = 0;
  std::vector<std::string> undated_;
};

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

absl::Status NothingEarlier(uint64_t later_edges) {
  return absl::FailedPreconditionError(absl::StrCat(
      "node2vec: all ", later_edges,
      " edges are as late as the baskets held out to measure on, so there is "
      "no earlier network: read earlier edges, or set evaluation.skip"));
}

}  // namespace

absl::StatusOr<Node2VecGraph> BuildNode2VecGraph(
    const v1::Node2VecConfig& config, const EdgeTable& edges,
    const Corpus& corpus, const Tables& tables) {
  C2V_RETURN_IF_ERROR(CheckLists(config, edges));
  C2V_RETURN_IF_ERROR(CheckInteractions(config, corpus));
  GraphNodes nodes(tables.customers, tables.items);
  GraphBuilder builder;
  EdgeAdder adder(edges, corpus, nodes, builder);
  for (const EdgeList& list : edges.lists()) {
    if (!IsWanted(config, list)) continue;
    C2V_RETURN_IF_ERROR(adder.Add(list));
  }
  if (config.interactions()) AddInteractions(corpus, nodes, builder);
  const uint64_t arcs = builder.arc_count();
  if (arcs == 0 && adder.later_edges() > 0) {
    return NothingEarlier(adder.later_edges());
  }
  Graph graph = std::move(builder).Build(
      nodes.size(), {.weight_exponent = config.weight_exponent(),
                     .keep_times = config.time_respecting()});
  return Node2VecGraph{std::move(graph), std::move(nodes), arcs,
                       adder.later_edges(), adder.undated()};
}

}  // namespace customer2vec
