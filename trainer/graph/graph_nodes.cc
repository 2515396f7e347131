#include "trainer/graph/graph_nodes.h"

#include <optional>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"

namespace customer2vec {

GraphNodes::GraphNodes(const Vocabulary& customers, const Vocabulary& items)
    : customers_(customers),
      items_(items),
      customer_nodes_(customers.size(), kNoRow),
      item_nodes_(items.size(), kNoRow) {}

uint32_t GraphNodes::NodeAt(uint32_t& slot, Rows rows) {
  if (slot == kNoRow) {
    slot = static_cast<uint32_t>(rows_.size());
    rows_.push_back(rows);
  }
  return slot;
}

uint32_t GraphNodes::NodeOfCustomer(uint32_t row) {
  return NodeAt(customer_nodes_[row], {.customer = row});
}

uint32_t GraphNodes::NodeOfItem(uint32_t row) {
  return NodeAt(item_nodes_[row], {.item = row});
}

uint32_t GraphNodes::NodeOfOther(const NodeName& name) {
  key_.assign(1, static_cast<char>(name.kind));
  absl::StrAppend(&key_, name.id);
  const uint32_t number = others_.Intern(key_);
  if (number == other_nodes_.size()) other_nodes_.push_back(kNoRow);
  return NodeAt(other_nodes_[number], {});
}

absl::StatusOr<uint32_t> GraphNodes::NodeOf(const NodeName& name) {
  const bool any = name.kind == v1::NODE_KIND_UNSPECIFIED;
  std::optional<uint32_t> customer, item;
  if (any || name.kind == v1::NODE_KIND_CUSTOMER) {
    customer = customers_.Find(name.id);
  }
  if (any || name.kind == v1::NODE_KIND_ITEM) item = items_.Find(name.id);
  if (customer && item) {
    return absl::InvalidArgumentError(
        absl::StrCat("node \"", name.id, "\"",
                     " is a customer and an item: say which by "
                     "from_kind and to_kind of data.edges"));
  }
  if (customer) return NodeOfCustomer(*customer);
  if (item) return NodeOfItem(*item);
  return NodeOfOther(name);
}

}  // namespace customer2vec
