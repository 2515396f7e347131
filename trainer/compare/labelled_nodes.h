// Customers and items with labels, from a file of them.
//
//   UnknownIds unknown;
//   C2V_ASSIGN_OR_RETURN(
//       const LabelledNodes nodes,
//       ReadLabelledNodes(config, "data/labels.tsv.gz", corpus, &unknown));
//   nodes.labels[0];   // of nodes.nodes[0]
//
// Labels are numbered in the order of their texts, nodes stand in the order of
// their kind and row: neither depends on the order of the file. A label that
// stands twice for a node counts once.

#ifndef CUSTOMER2VEC_TRAINER_COMPARE_LABELLED_NODES_H_
#define CUSTOMER2VEC_TRAINER_COMPARE_LABELLED_NODES_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "customer2vec/v1/evaluation_protocol.pb.h"
#include "trainer/cases/given_cases.h"
#include "trainer/corpus/corpus.h"
#include "trainer/evaluation/node_classification.h"

namespace customer2vec {

struct LabelledNode {
  bool is_customer = false;  // else an item
  uint32_t row = 0;          // of the corpus

  auto operator<=>(const LabelledNode&) const = default;
};

struct LabelledNodes {
  std::vector<LabelledNode> nodes;
  MultiLabels labels;  // by place in `nodes`
};

// Nodes that the corpus lacks are counted and left out. INVALID_ARGUMENT, with
// file and line, for rows that cannot be read or an id that is a customer's and
// an item's; FAILED_PRECONDITION when fewer than two nodes or labels are left.
absl::StatusOr<LabelledNodes> ReadLabelledNodes(
    const v1::NodeLabelsFile& config, const std::string& path,
    const Corpus& corpus, UnknownIds* unknown);

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_TRAINER_COMPARE_LABELLED_NODES_H_
