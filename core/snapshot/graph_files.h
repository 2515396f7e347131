// An HNSW graph in a snapshot's folder.
//
//   const std::string folder = SpaceFile("items", kSimilarIndex);
//   C2V_RETURN_IF_ERROR(WriteGraph(index->graph(), folder, &writer));
//   C2V_ASSIGN_OR_RETURN(HnswGraphView graph, LoadGraph(snapshot, folder,
//                                                       item_count));
//   HnswIndex::Create(vectors, graph, search_beam);   // checks its values

#ifndef CUSTOMER2VEC_CORE_SNAPSHOT_GRAPH_FILES_H_
#define CUSTOMER2VEC_CORE_SNAPSHOT_GRAPH_FILES_H_

#include <cstddef>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "core/index/hnsw_index.h"
#include "core/snapshot/snapshot_folder.h"
#include "core/snapshot/snapshot_writer.h"

namespace customer2vec {

absl::Status WriteGraph(const HnswGraphView& graph, absl::string_view folder,
                        FileSink* writer);

// The arrays as they are; HnswIndex::Create() checks what they say. DATA_LOSS
// when a file is missing or has an impossible length.
absl::StatusOr<HnswGraphView> LoadGraph(const FileSource& snapshot,
                                        absl::string_view folder, size_t rows);

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_CORE_SNAPSHOT_GRAPH_FILES_H_
