#include "bench/graph/labelled_graph.h"

#include <fstream>
#include <map>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "core/base/status_macros.h"
#include "trainer/corpus/edge_table.h"
#include "trainer/data/table_reader.h"

namespace customer2vec::bench {
namespace {

v1::DataConfig EdgesConfig(const LabelledGraphFiles& files) {
  v1::DataConfig config;
  v1::DelimitedEdges& edges = *config.add_edges()->mutable_delimited();
  edges.set_path(files.edges);
  edges.set_separator(files.separator);
  edges.set_headerless(true);
  edges.set_from("1");
  edges.set_to("2");
  return config;
}

// Labels of each node, by its id.
using LabelSets = std::map<std::string, std::set<std::string>, std::less<>>;

absl::StatusOr<LabelSets> ReadLabels(const LabelledGraphFiles& files,
                                     BadRowLog& log) {
  C2V_ASSIGN_OR_RETURN(auto table, TableReader::OpenHeaderless(
                                       files.labels, files.separator[0], log));
  C2V_ASSIGN_OR_RETURN(const size_t node, table->Column("1"));
  C2V_ASSIGN_OR_RETURN(const size_t label, table->Column("2"));
  LabelSets labels;
  while (table->Next()) {
    labels[std::string(table->Value(node))].insert(
        std::string(table->Value(label)));
  }
  C2V_RETURN_IF_ERROR(table->status());
  return labels;
}

void Join(const LabelSets& sets, LabelledGraph& data) {
  std::map<std::string, uint32_t> numbers;
  for (const auto& [node, labels] : sets) {
    for (const std::string& label : labels) {
      numbers.emplace(label, numbers.size());
    }
  }
  data.labels.label_count = static_cast<uint32_t>(numbers.size());
  for (uint32_t node = 0; node < data.ids.size(); ++node) {
    const auto found = sets.find(data.ids[node]);
    if (found == sets.end()) continue;
    data.nodes.push_back(node);
    for (const std::string& label : found->second) {
      data.labels.labels.push_back(numbers.at(label));
    }
    data.labels.offsets.push_back(data.labels.labels.size());
  }
}

}  // namespace

Graph LabelledGraph::BuildGraph() const {
  GraphBuilder builder;
  for (const GraphEdge& edge : edges) builder.Add(edge, Direction::kBoth);
  return std::move(builder).Build(ids.size(), {});
}

std::vector<float> LabelledGraph::LabelledRows(std::span<const float> vectors,
                                               size_t dimension) const {
  std::vector<float> rows;
  rows.reserve(nodes.size() * dimension);
  for (const uint32_t node : nodes) {
    const auto row = vectors.subspan(node * dimension, dimension);
    rows.insert(rows.end(), row.begin(), row.end());
  }
  return rows;
}

absl::Status LabelledGraph::WriteEdges(const std::string& path) const {
  std::ofstream file(path);
  for (const GraphEdge& edge : edges) {
    file << ids[edge.from] << '\t' << ids[edge.to] << '\n';
  }
  file.close();
  if (file) return absl::OkStatus();
  return absl::UnavailableError(absl::StrCat("cannot write ", path));
}

absl::StatusOr<LabelledGraph> ReadLabelledGraph(
    const LabelledGraphFiles& files) {
  BadRowLog log({});
  C2V_ASSIGN_OR_RETURN(const EdgeTable table,
                       ReadEdges(EdgesConfig(files), "", log));
  C2V_ASSIGN_OR_RETURN(const LabelSets labels, ReadLabels(files, log));
  LabelledGraph data;
  for (uint32_t node = 0; node < table.node_count(); ++node) {
    data.ids.emplace_back(table.node(node).id);
  }
  for (const Edge& edge : table.lists()[0].edges) {
    data.edges.push_back({edge.from, edge.to, edge.weight});
  }
  Join(labels, data);
  return data;
}

}  // namespace customer2vec::bench
