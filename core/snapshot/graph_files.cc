#include "core/snapshot/graph_files.h"

#include <array>

#include "core/base/status_macros.h"
#include "core/snapshot/snapshot_file_names.h"

namespace customer2vec {

absl::Status WriteGraph(const HnswGraphView& graph, absl::string_view folder,
                        FileSink* writer) {
  const std::array<uint32_t, 2> header = {graph.links, graph.entry_point};
  C2V_RETURN_IF_ERROR(
      writer->WriteArray<uint32_t>(GraphFile(folder, kGraphHeader), header));
  C2V_RETURN_IF_ERROR(writer->WriteArray<uint8_t>(
      GraphFile(folder, kGraphLevels), graph.levels));
  return writer->WriteArray<int32_t>(GraphFile(folder, kGraphNeighbors),
                                     graph.neighbors);
}

absl::StatusOr<HnswGraphView> LoadGraph(const FileSource& snapshot,
                                        absl::string_view folder, size_t rows) {
  C2V_ASSIGN_OR_RETURN(
      const auto header,
      snapshot.Array<uint32_t>(GraphFile(folder, kGraphHeader), 2));
  HnswGraphView graph{.links = header[0], .entry_point = header[1]};
  C2V_ASSIGN_OR_RETURN(
      graph.levels,
      snapshot.Array<uint8_t>(GraphFile(folder, kGraphLevels), rows));
  C2V_ASSIGN_OR_RETURN(graph.neighbors, snapshot.Array<int32_t>(GraphFile(
                                            folder, kGraphNeighbors)));
  return graph;
}

}  // namespace customer2vec
