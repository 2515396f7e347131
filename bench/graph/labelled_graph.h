// A graph whose nodes have labels, as node classification is measured on.
//
//   C2V_ASSIGN_OR_RETURN(LabelledGraph data,
//                        ReadLabelledGraph({.edges = "BlogCatalog.edg.gz",
//                                           .labels = "labels.tsv.gz"}));
//   const std::vector<float> rows = data.LabelledRows(vectors, dimension);
//   ClassifyNodes(DenseRows(rows, dimension), data.labels, ...);
//
// Files have two columns and no header: node and node, node and label; several
// lines for a node of several labels. Labelled nodes without an edge are left
// out. Edges lead both ways. Errors are those of the readers.

#ifndef CUSTOMER2VEC_BENCH_GRAPH_LABELLED_GRAPH_H_
#define CUSTOMER2VEC_BENCH_GRAPH_LABELLED_GRAPH_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "trainer/evaluation/node_classification.h"
#include "trainer/graph/graph.h"

namespace customer2vec::bench {

struct LabelledGraphFiles {
  std::string edges;
  std::string labels;
  std::string separator = "\t";
};

struct LabelledGraph {
  std::vector<std::string> ids;  // by node
  std::vector<GraphEdge> edges;
  MultiLabels labels;           // of the nodes that have some, in `nodes`
  std::vector<uint32_t> nodes;  // their nodes

  Graph BuildGraph() const;

  // The rows of `vectors`, by node, of the nodes that have labels.
  std::vector<float> LabelledRows(std::span<const float> vectors,
                                  size_t dimension) const;

  // Writes "id<TAB>id" lines, as peers read them.
  absl::Status WriteEdges(const std::string& path) const;
};

absl::StatusOr<LabelledGraph> ReadLabelledGraph(
    const LabelledGraphFiles& files);

}  // namespace customer2vec::bench

#endif  // CUSTOMER2VEC_BENCH_GRAPH_LABELLED_GRAPH_H_
