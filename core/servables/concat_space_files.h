// A joined space in a snapshot: an embedding space whose entry names the spaces
// that it was made of.
//
//   C2V_ASSIGN_OR_RETURN(std::unique_ptr<const Space> vectors,
//                        LoadEmbeddingSpace(files, entry, tables));
//   C2V_ASSIGN_OR_RETURN(std::unique_ptr<const Space> joined,
//                        LoadConcatSpace(files, entry, servables,
//                                        std::move(vectors)));
//
// Thread-safe.

#ifndef CUSTOMER2VEC_CORE_SERVABLES_CONCAT_SPACE_FILES_H_
#define CUSTOMER2VEC_CORE_SERVABLES_CONCAT_SPACE_FILES_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "core/servables/concat_space.h"
#include "core/servables/servable_set.h"
#include "core/snapshot/file_source.h"
#include "customer2vec/v1/manifest.pb.h"

namespace customer2vec {

// File of a joined space: its projection.
inline constexpr char kSpaceProjection[] = "projection.f32";

// Names of the spaces that the entry is made of; empty for other entries.
std::vector<std::string> ConcatPartNames(const v1::ServableEntry& entry);

// `vectors` with the parts' encoders. DATA_LOSS when a part is no space of
// `earlier`, a weight is not above 0, or dimensions or the projection do not
// fit. REQUIRES: entry.embedding_space().has_concat(); files and servables
// outlive the result.
absl::StatusOr<std::unique_ptr<const Space>> LoadConcatSpace(
    const FileSource& files, const v1::ServableEntry& entry,
    const ServableSet& earlier, std::unique_ptr<const Space> vectors);

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_CORE_SERVABLES_CONCAT_SPACE_FILES_H_
