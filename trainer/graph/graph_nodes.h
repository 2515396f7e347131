// Which node of a graph is which customer or item of the snapshot.
//
//   GraphNodes nodes(tables.customers, tables.items);
//   C2V_ASSIGN_OR_RETURN(const uint32_t node, nodes.NodeOf(edges.node(7)));
//   nodes.customer_row(node);   // kNoRow where it is none
//
// Nodes are numbered as they are first asked for. A node of
// NODE_KIND_UNSPECIFIED is the customer or the item of that id, whichever there
// is. Vocabularies outlive the object. Not thread-safe.

#ifndef CUSTOMER2VEC_TRAINER_GRAPH_GRAPH_NODES_H_
#define CUSTOMER2VEC_TRAINER_GRAPH_GRAPH_NODES_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "core/vocabulary/vocabulary.h"
#include "trainer/base/string_interner.h"
#include "trainer/corpus/edge_table.h"

namespace customer2vec {

class GraphNodes {
 public:
  GraphNodes(const Vocabulary& customers, const Vocabulary& items);

  // INVALID_ARGUMENT for a node of unspecified kind whose id both a customer
  // and an item have.
  absl::StatusOr<uint32_t> NodeOf(const NodeName& name);
  uint32_t NodeOfCustomer(uint32_t row);
  uint32_t NodeOfItem(uint32_t row);

  size_t size() const { return rows_.size(); }
  // kNoRow where the node is no customer, or no item, of the snapshot.
  uint32_t customer_row(uint32_t node) const { return rows_[node].customer; }
  uint32_t item_row(uint32_t node) const { return rows_[node].item; }

 private:
  struct Rows {
    uint32_t customer = kNoRow;
    uint32_t item = kNoRow;
  };

  uint32_t NodeAt(uint32_t& slot, Rows rows);
  uint32_t NodeOfOther(const NodeName& name);

  const Vocabulary& customers_;
  const Vocabulary& items_;
  std::vector<Rows> rows_;                // by node
  std::vector<uint32_t> customer_nodes_;  // by row; kNoRow: not asked for yet
  std::vector<uint32_t> item_nodes_;
  StringInterner others_;              // kind and id
  std::vector<uint32_t> other_nodes_;  // by number in others_
  std::string key_;
};

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_TRAINER_GRAPH_GRAPH_NODES_H_
