// The edges that a run reads, as they stand in their files, with nodes
// numbered.
//
//   C2V_ASSIGN_OR_RETURN(EdgeTable edges, ReadEdges(config, "data", log));
//   for (const EdgeList& list : edges.lists()) {
//     for (const Edge& edge : list.edges) Use(edges.node(edge.from).id);
//   }
//
// A node is a kind and an id: the customer "7" and the item "7" are two nodes.
// A node of NODE_KIND_UNSPECIFIED is whichever of them the interactions know;
// who builds a graph finds out (trainer/graph/graph_nodes.h).
//
// Edges whose weight is not above 0, and those that lead from a node to itself,
// are counted and left out. Memory: 24 bytes an edge. Immutable after reading;
// safe for concurrent reads; move-only.

#ifndef CUSTOMER2VEC_TRAINER_CORPUS_EDGE_TABLE_H_
#define CUSTOMER2VEC_TRAINER_CORPUS_EDGE_TABLE_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "customer2vec/v1/training_config.pb.h"
#include "trainer/base/string_interner.h"
#include "trainer/data/bad_row_log.h"

namespace customer2vec {

struct Edge {
  uint32_t from;  // node number
  uint32_t to;    // another node number
  float weight;   // > 0
  int64_t time;   // Unix seconds; 0 where the source has no times
};

// The edges of one source.
struct EdgeList {
  std::string path;   // of the file, for messages
  std::string graph;  // name of the graph they belong to; may be empty
  bool directed = false;
  bool has_times = false;
  std::vector<Edge> edges;
  uint64_t weightless = 0;  // left out: weight not above 0
  uint64_t loops = 0;       // left out: from a node to itself
};

// A node as a source names it. The text is the table's.
struct NodeName {
  v1::NodeKind kind;
  absl::string_view id;
};

class EdgeTable {
 public:
  size_t node_count() const { return nodes_.size(); }
  NodeName node(uint32_t node) const;
  const std::vector<EdgeList>& lists() const { return lists_; }

  // Begins a list; Add() goes to it.
  void BeginList(EdgeList list) { lists_.push_back(std::move(list)); }
  // Adds an edge, or counts why it is left out. REQUIRES: BeginList() was
  // called, the weight is finite as a float.
  void Add(NodeName from, NodeName to, double weight, int64_t time);

 private:
  uint32_t Intern(NodeName node);

  StringInterner nodes_;  // a byte of the kind, then the id
  std::vector<EdgeList> lists_;
  std::string key_;
};

// Reads `config.edges`; files go to `log`. Relative paths start at `data_root`.
// Errors of the readers (see trainer/data/edge_reader.h). REQUIRES: config is
// valid (see trainer/data/data_config.h).
absl::StatusOr<EdgeTable> ReadEdges(const v1::DataConfig& config,
                                    absl::string_view data_root,
                                    BadRowLog& log);

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_TRAINER_CORPUS_EDGE_TABLE_H_
