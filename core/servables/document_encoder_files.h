// A doc2vec encoder in a snapshot's folder, beside its space's vectors.
//
//   // The trainer:
//   C2V_RETURN_IF_ERROR(WriteDocumentEncoder(
//       "customers", encoder, &files,
//       entry.mutable_embedding_space()->mutable_document_encoder()));
//   // The server:
//   C2V_ASSIGN_OR_RETURN(DocumentEncoder encoder,
//                        LoadDocumentEncoder(folder, entry, vectors.arrays()));
//
// Pure apart from the files; thread-safe.

#ifndef CUSTOMER2VEC_CORE_SERVABLES_DOCUMENT_ENCODER_FILES_H_
#define CUSTOMER2VEC_CORE_SERVABLES_DOCUMENT_ENCODER_FILES_H_

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "core/servables/document_encoder.h"
#include "core/servables/embedding_vectors.h"
#include "core/snapshot/file_source.h"
#include "customer2vec/v1/manifest.pb.h"

namespace customer2vec {

// Writes the encoder's files into the folder of the space called `space` and
// says in `spec` what they are.
absl::Status WriteDocumentEncoder(absl::string_view space,
                                  const DocumentEncoder& encoder,
                                  FileSink* files,
                                  v1::DocumentEncoderSpec* spec);

// The encoder over the folder's arrays and the space's. DATA_LOSS when they and
// the entry do not fit together. REQUIRES: the entry's embedding_space has a
// document_encoder.
absl::StatusOr<DocumentEncoder> LoadDocumentEncoder(
    const FileSource& files, const v1::ServableEntry& entry,
    const EmbeddingArrays& vectors);

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_CORE_SERVABLES_DOCUMENT_ENCODER_FILES_H_
