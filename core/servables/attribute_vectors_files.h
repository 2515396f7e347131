// Vectors of attribute values in a space's folder, spaces/<name>/attributes/.
//
//   C2V_RETURN_IF_ERROR(WriteAttributeVectors("content", ids, arrays, &files));
//   *entry.mutable_embedding_space()->mutable_attribute_vectors() = spec;
//   ...
//   C2V_ASSIGN_OR_RETURN(auto vectors, LoadAttributeVectors(files, entry));
//
// Thread-safe.

#ifndef CUSTOMER2VEC_CORE_SERVABLES_ATTRIBUTE_VECTORS_FILES_H_
#define CUSTOMER2VEC_CORE_SERVABLES_ATTRIBUTE_VECTORS_FILES_H_

#include <memory>
#include <span>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "core/servables/attribute_vectors.h"
#include "core/snapshot/file_source.h"
#include "customer2vec/v1/manifest.pb.h"

namespace customer2vec {

// Writes the files; `ids` by token row (ContentTokenId). Errors of
// BuildVocabulary() and of the sink.
absl::Status WriteAttributeVectors(absl::string_view space,
                                   std::span<const std::string> ids,
                                   const AttributeVectorArrays& arrays,
                                   FileSink* files);

// DATA_LOSS, naming the servable, when files and spec do not fit together or
// with the space's dimension. REQUIRES: the entry's embedding_space has
// attribute_vectors and a checked dimension.
absl::StatusOr<std::unique_ptr<const AttributeVectors>> LoadAttributeVectors(
    const FileSource& files, const v1::ServableEntry& entry);

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_CORE_SERVABLES_ATTRIBUTE_VECTORS_FILES_H_
