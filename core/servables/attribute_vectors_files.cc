#include "core/servables/attribute_vectors_files.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "core/base/status_macros.h"
#include "core/snapshot/snapshot_file_names.h"

namespace customer2vec {
namespace {

absl::Status Mismatch(const v1::ServableEntry& entry, absl::string_view what) {
  return absl::DataLossError(absl::StrCat("servable \"", entry.name(),
                                          "\": attribute vectors: ", what));
}

// Tokens' numbers and those of dense vectors make up the space's.
absl::Status CheckDimensions(const v1::ServableEntry& entry) {
  const v1::EmbeddingSpaceSpec& space = entry.embedding_space();
  const v1::AttributeVectorsSpec& spec = space.attribute_vectors();
  int64_t dimension = spec.dimension();
  for (const int32_t dense : spec.dense_dimensions()) {
    if (dense < 1) return Mismatch(entry, "a dense dimension is below 1");
    dimension += dense;
  }
  if (dimension == space.dimension()) return absl::OkStatus();
  return Mismatch(entry, absl::StrCat("dimensions add up to ", dimension,
                                      ", not to ", space.dimension()));
}

absl::StatusOr<Vocabulary> MapTokens(const FileSource& files,
                                     const std::string& space) {
  VocabularyView view;
  C2V_ASSIGN_OR_RETURN(
      view.offsets, files.Array<uint64_t>(SpaceFile(space, kTokenIdOffsets)));
  C2V_ASSIGN_OR_RETURN(view.bytes,
                       files.Array<char>(SpaceFile(space, kTokenIdBytes)));
  C2V_ASSIGN_OR_RETURN(
      view.buckets, files.Array<uint32_t>(SpaceFile(space, kTokenIdBuckets)));
  return Vocabulary::Create(view);
}

}  // namespace

absl::Status WriteAttributeVectors(absl::string_view space,
                                   std::span<const std::string> ids,
                                   const AttributeVectorArrays& arrays,
                                   FileSink* files) {
  C2V_ASSIGN_OR_RETURN(const VocabularyArrays tokens, BuildVocabulary(ids));
  const VocabularyView view = tokens.view();
  C2V_RETURN_IF_ERROR(files->WriteArray<uint64_t>(
      SpaceFile(space, kTokenIdOffsets), view.offsets));
  C2V_RETURN_IF_ERROR(
      files->WriteArray<char>(SpaceFile(space, kTokenIdBytes), view.bytes));
  C2V_RETURN_IF_ERROR(files->WriteArray<uint32_t>(
      SpaceFile(space, kTokenIdBuckets), view.buckets));
  C2V_RETURN_IF_ERROR(files->WriteArray<float>(
      SpaceFile(space, kTokenInputVectors), arrays.input));
  C2V_RETURN_IF_ERROR(files->WriteArray<float>(
      SpaceFile(space, kTokenOutputVectors), arrays.output));
  return files->WriteArray<float>(SpaceFile(space, kTokenWeights),
                                  arrays.weights);
}

absl::StatusOr<std::unique_ptr<const AttributeVectors>> LoadAttributeVectors(
    const FileSource& files, const v1::ServableEntry& entry) {
  C2V_RETURN_IF_ERROR(CheckDimensions(entry));
  const std::string& space = entry.name();
  const auto floats = [&](absl::string_view file) {
    return files.Array<float>(SpaceFile(space, file));
  };
  C2V_ASSIGN_OR_RETURN(const Vocabulary tokens, MapTokens(files, space));
  AttributeVectorArrays arrays;
  C2V_ASSIGN_OR_RETURN(arrays.input, floats(kTokenInputVectors));
  C2V_ASSIGN_OR_RETURN(arrays.output, floats(kTokenOutputVectors));
  C2V_ASSIGN_OR_RETURN(arrays.weights, floats(kTokenWeights));
  absl::StatusOr<AttributeVectors> vectors = AttributeVectors::Create(
      entry.embedding_space().attribute_vectors(), tokens, arrays);
  if (!vectors.ok()) return Mismatch(entry, vectors.status().message());
  return std::make_unique<const AttributeVectors>(*std::move(vectors));
}

}  // namespace customer2vec
