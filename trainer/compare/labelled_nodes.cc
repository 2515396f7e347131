#include "trainer/compare/labelled_nodes.h"

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/str_cat.h"
#include "core/base/status_macros.h"
#include "trainer/data/bad_row_log.h"
#include "trainer/data/data_config.h"
#include "trainer/data/table_reader.h"

namespace customer2vec {
namespace {

constexpr char kField[] = "evaluation.protocol.node_classification.labels";

using Labels = std::map<LabelledNode, std::set<std::string, std::less<>>>;
using Rows = absl::flat_hash_map<absl::string_view, uint32_t>;

Rows IndexOf(const std::vector<std::string>& ids) {
  Rows rows;
  rows.reserve(ids.size());
  for (uint32_t row = 0; row < ids.size(); ++row) rows[ids[row]] = row;
  return rows;
}

// Which customer or item an id is of.
class NodeFinder {
 public:
  NodeFinder(const Corpus& corpus, v1::LabelledEntity entity) {
    if (entity != v1::LABELLED_ENTITY_ITEM) {
      customers_ = IndexOf(corpus.arrays().customer_ids);
    }
    if (entity != v1::LABELLED_ENTITY_CUSTOMER) {
      items_ = IndexOf(corpus.arrays().item_ids);
    }
  }

  absl::StatusOr<std::optional<LabelledNode>> Find(absl::string_view id) const {
    const auto customer = customers_.find(id);
    const auto item = items_.find(id);
    if (customer != customers_.end() && item != items_.end()) {
      return absl::InvalidArgumentError(
          absl::StrCat("node ", Shown(id),
                       " is a customer and an item: say which by "
                       "node_classification.labels.entity"));
    }
    if (customer != customers_.end()) {
      return LabelledNode{.is_customer = true, .row = customer->second};
    }
    if (item != items_.end()) return LabelledNode{.row = item->second};
    return std::nullopt;
  }

 private:
  Rows customers_, items_;
};

absl::Status ReadRows(TableReader& table, size_t node, size_t label,
                      const NodeFinder& finder, UnknownIds* unknown,
                      Labels* labels) {
  absl::string_view id, text;
  while (table.Next()) {
    if (!table.TakeId(node, &id) || !table.TakeId(label, &text)) continue;
    const std::string place = absl::StrCat(table.path(), ":", table.line());
    C2V_ASSIGN_OR_RETURN(const std::optional<LabelledNode> found,
                         finder.Find(id), place);
    if (found) {
      (*labels)[*found].emplace(text);
    } else {
      unknown->Count(UnknownIds::kNode, place, id);
    }
  }
  return table.status();
}

LabelledNodes Numbered(const Labels& labels) {
  std::map<std::string, uint32_t> numbers;
  for (const auto& [node, texts] : labels) {
    for (const std::string& text : texts) numbers.emplace(text, 0);
  }
  LabelledNodes nodes;
  for (auto& [text, number] : numbers) number = nodes.labels.label_count++;
  for (const auto& [node, texts] : labels) {
    nodes.nodes.push_back(node);
    for (const std::string& text : texts) {
      nodes.labels.labels.push_back(numbers.at(text));
    }
    nodes.labels.offsets.push_back(nodes.labels.labels.size());
  }
  return nodes;
}

}  // namespace

absl::StatusOr<LabelledNodes> ReadLabelledNodes(
    const v1::NodeLabelsFile& config, const std::string& path,
    const Corpus& corpus, UnknownIds* unknown) {
  BadRowLog log({});
  const auto open =
      config.headerless() ? TableReader::OpenHeaderless : TableReader::Open;
  C2V_ASSIGN_OR_RETURN(std::unique_ptr<TableReader> table,
                       open(path, SeparatorOf(config.separator(), path), log),
                       kField, ".path");
  C2V_ASSIGN_OR_RETURN(const size_t node, table->Column(config.node()), kField,
                       ".node");
  C2V_ASSIGN_OR_RETURN(const size_t label, table->Column(config.label()),
                       kField, ".label");
  Labels labels;
  C2V_RETURN_IF_ERROR(ReadRows(*table, node, label,
                               NodeFinder(corpus, config.entity()), unknown,
                               &labels));
  LabelledNodes nodes = Numbered(labels);
  if (nodes.nodes.size() > 1 && nodes.labels.label_count > 1) return nodes;
  return absl::FailedPreconditionError(absl::StrCat(
      path, ": labels ", nodes.nodes.size(), " nodes of the data with ",
      nodes.labels.label_count, " different labels, and ",
      unknown->count(UnknownIds::kNode),
      " rows are of nodes that the data lacks: are ids written alike, and is "
      "labels.entity right?"));
}

}  // namespace customer2vec
