#include "trainer/corpus/edge_table.h"

#include <memory>
#include <utility>

#include "absl/strings/str_cat.h"
#include "core/base/status_macros.h"
#include "trainer/data/data_sources.h"

namespace customer2vec {

NodeName EdgeTable::node(uint32_t node) const {
  const absl::string_view key = nodes_[node];
  return {static_cast<v1::NodeKind>(key[0]), key.substr(1)};
}

uint32_t EdgeTable::Intern(NodeName node) {
  key_.assign(1, static_cast<char>(node.kind));
  absl::StrAppend(&key_, node.id);
  return nodes_.Intern(key_);
}

void EdgeTable::Add(NodeName from, NodeName to, double weight, int64_t time) {
  EdgeList& list = lists_.back();
  if (!(static_cast<float>(weight) > 0)) {
    ++list.weightless;
  } else if (from.kind == to.kind && from.id == to.id) {
    ++list.loops;
  } else {
    const uint32_t begin = Intern(from);
    list.edges.push_back({begin, Intern(to), static_cast<float>(weight), time});
  }
}

absl::StatusOr<EdgeTable> ReadEdges(const v1::DataConfig& config,
                                    absl::string_view data_root,
                                    BadRowLog& log) {
  C2V_ASSIGN_OR_RETURN(const auto readers, OpenEdges(config, data_root, log));
  EdgeTable table;
  for (size_t i = 0; i < readers.size(); ++i) {
    const v1::EdgesSource& source = config.edges(static_cast<int>(i));
    const v1::DelimitedEdges& delimited = source.delimited();
    table.BeginList({.path = delimited.path(),
                     .graph = source.graph(),
                     .directed = delimited.directed(),
                     .has_times = !delimited.time().empty(),
                     .edges = {}});
    EdgeReader& reader = *readers[i];
    while (reader.Next()) {
      const EdgeRow& row = reader.row();
      table.Add({delimited.from_kind(), row.from},
                {delimited.to_kind(), row.to}, row.weight, row.time);
    }
    C2V_RETURN_IF_ERROR(reader.status());
  }
  return table;
}

}  // namespace customer2vec
