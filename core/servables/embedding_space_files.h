// An embedding space in a snapshot's folder.
//
//   // The trainer:
//   C2V_ASSIGN_OR_RETURN(
//       v1::ServableEntry entry,
//       WriteEmbeddingSpace("items", vectors, {.graph = similar.get()},
//                           {.graph = next.get()}, &writer));
//   *manifest.add_servables() = entry;
//   // The server:
//   C2V_ASSIGN_OR_RETURN(std::unique_ptr<const Space> space,
//                        LoadEmbeddingSpace(folder, entry, tables));
//
// Norms and priors are not stored: the loader derives them while it checks the
// numbers. Pure apart from the files; thread-safe.

#ifndef CUSTOMER2VEC_CORE_SERVABLES_EMBEDDING_SPACE_FILES_H_
#define CUSTOMER2VEC_CORE_SERVABLES_EMBEDDING_SPACE_FILES_H_

#include <cstdint>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "core/index/hnsw_index.h"
#include "core/servables/embedding_vectors.h"
#include "core/servables/servable.h"
#include "core/snapshot/snapshot_folder.h"
#include "core/snapshot/snapshot_writer.h"
#include "core/tables/tables.h"
#include "customer2vec/v1/manifest.pb.h"

namespace customer2vec {

// The index of one score of a space.
struct SpaceIndex {
  const HnswIndex* graph = nullptr;  // null: every vector is compared
  uint32_t search_beam = 0;          // candidates kept in a search
  double recall = 1;                 // measured against exact search
};

// Writes the space's files; the entry says what they are. `similar` is over
// vectors.similar(), `next` over vectors.next(). INVALID_ARGUMENT for a name
// that is none (IsServableName).
absl::StatusOr<v1::ServableEntry> WriteEmbeddingSpace(
    absl::string_view name, const EmbeddingVectors& vectors,
    const SpaceIndex& similar, const SpaceIndex& next, FileSink* writer);

// Writes the index's files into `folder`, SpaceFile(name, kSimilarIndex) or
// SpaceFile(name, kNextIndex), and says in `spec` what it is.
absl::Status WriteSpaceIndex(const SpaceIndex& index, const std::string& folder,
                             FileSink* writer, v1::IndexSpec* spec);

// The vectors of the entry's files, for whoever needs no index. Errors as
// below.
absl::StatusOr<EmbeddingVectors> LoadEmbeddingVectors(
    const FileSource& folder, const v1::ServableEntry& entry,
    const Tables& tables);

// The space over the folder's arrays. DATA_LOSS when the entry, the files and
// the tables do not fit together or a number is not finite;
// FAILED_PRECONDITION for a kind of index that this program does not know.
// REQUIRES: the entry has an embedding_space.
absl::StatusOr<std::unique_ptr<const Space>> LoadEmbeddingSpace(
    const FileSource& folder, const v1::ServableEntry& entry,
    const Tables& tables);

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_CORE_SERVABLES_EMBEDDING_SPACE_FILES_H_
