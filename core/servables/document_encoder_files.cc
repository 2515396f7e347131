#include "core/servables/document_encoder_files.h"

#include <algorithm>
#include <cstdint>
#include <span>
#include <utility>

#include "absl/strings/str_cat.h"
#include "core/base/status_macros.h"
#include "core/snapshot/snapshot_file_names.h"

namespace customer2vec {
namespace {

absl::Status Mismatch(const v1::ServableEntry& entry, absl::string_view what) {
  return absl::DataLossError(
      absl::StrCat("servable \"", entry.name(), "\": ", what));
}

v1::DocumentPart ToSpec(const DocumentColumns& columns) {
  v1::DocumentPart part;
  part.set_model(columns.distributed_memory ? v1::DOCUMENT_MODEL_PV_DM
                                            : v1::DOCUMENT_MODEL_PV_DBOW);
  part.set_dimension(static_cast<int32_t>(columns.dimension));
  if (!columns.distributed_memory) return part;
  part.set_window_size(static_cast<int32_t>(columns.window_size));
  part.set_pooling(columns.mean ? v1::CONTEXT_POOLING_MEAN
                                : v1::CONTEXT_POOLING_SUM);
  return part;
}

// Negative numbers become ones that DocumentEncoder refuses.
DocumentColumns FromSpec(const v1::DocumentPart& part) {
  return {.dimension = static_cast<size_t>(std::max(0, part.dimension())),
          .distributed_memory = part.model() == v1::DOCUMENT_MODEL_PV_DM,
          .window_size = static_cast<uint32_t>(std::max(0, part.window_size())),
          .mean = part.pooling() == v1::CONTEXT_POOLING_MEAN};
}

absl::Status CheckParts(const v1::ServableEntry& entry) {
  for (const v1::DocumentPart& part :
       entry.embedding_space().document_encoder().parts()) {
    if (part.model() != v1::DOCUMENT_MODEL_PV_DBOW &&
        part.model() != v1::DOCUMENT_MODEL_PV_DM) {
      return Mismatch(
          entry, absl::StrCat("document model ", static_cast<int>(part.model()),
                              " is none of a part"));
    }
    if (part.model() == v1::DOCUMENT_MODEL_PV_DM &&
        part.pooling() != v1::CONTEXT_POOLING_MEAN &&
        part.pooling() != v1::CONTEXT_POOLING_SUM) {
      return Mismatch(entry,
                      absl::StrCat("pooling ", static_cast<int>(part.pooling()),
                                   " is not known"));
    }
  }
  return absl::OkStatus();
}

DocumentEncoderSettings SettingsOf(const v1::DocumentEncoderSpec& spec) {
  DocumentEncoderSettings settings;
  for (const v1::DocumentPart& part : spec.parts()) {
    settings.parts.push_back(FromSpec(part));
  }
  settings.learning_rates.assign(spec.learning_rates().begin(),
                                 spec.learning_rates().end());
  settings.negatives = static_cast<uint32_t>(std::max(0, spec.negatives()));
  return settings;
}

// Bounds what is multiplied by it; the files' lengths do the rest.
absl::Status CheckCounts(const v1::ServableEntry& entry) {
  const v1::DocumentEncoderSpec& spec =
      entry.embedding_space().document_encoder();
  for (const int64_t count :
       {spec.negative_draw_count(), spec.extra_token_count()}) {
    if (count < 0 || count > UINT32_MAX) {
      return Mismatch(entry, absl::StrCat(count, " is no count of tokens"));
    }
  }
  return absl::OkStatus();
}

absl::Status MapExtraTokens(const FileSource& files,
                            const v1::ServableEntry& entry, size_t items,
                            size_t dimension, DocumentEncoderArrays* arrays) {
  const auto& name = entry.name();
  const uint64_t numbers =
      entry.embedding_space().document_encoder().extra_token_count() *
      dimension;
  C2V_ASSIGN_OR_RETURN(
      arrays->extra_input,
      files.Array<float>(SpaceFile(name, kDocumentExtraInput), numbers));
  C2V_ASSIGN_OR_RETURN(
      arrays->extra_output,
      files.Array<float>(SpaceFile(name, kDocumentExtraOutput), numbers));
  C2V_ASSIGN_OR_RETURN(
      arrays->extra_offsets,
      files.Array<uint64_t>(SpaceFile(name, kDocumentExtraOffsets), items + 1));
  C2V_ASSIGN_OR_RETURN(
      arrays->extra_tokens,
      files.Array<uint32_t>(SpaceFile(name, kDocumentExtraTokens),
                            arrays->extra_offsets.back()));
  return absl::OkStatus();
}

}  // namespace

absl::Status WriteDocumentEncoder(absl::string_view space,
                                  const DocumentEncoder& encoder,
                                  FileSink* files,
                                  v1::DocumentEncoderSpec* spec) {
  const DocumentEncoderSettings& settings = encoder.settings();
  const DocumentEncoderArrays& arrays = encoder.arrays();
  for (const DocumentColumns& part : settings.parts) {
    *spec->add_parts() = ToSpec(part);
  }
  for (const float rate : settings.learning_rates) {
    spec->add_learning_rates(rate);
  }
  spec->set_negatives(static_cast<int32_t>(settings.negatives));
  spec->set_negative_draw_count(static_cast<int64_t>(arrays.negatives.size()));
  const size_t extra = arrays.extra_output.size() / encoder.dimension();
  spec->set_extra_token_count(static_cast<int64_t>(extra));
  C2V_RETURN_IF_ERROR(
      files->WriteArray<float>(SpaceFile(space, kDocumentKeep), arrays.keep));
  C2V_RETURN_IF_ERROR(files->WriteArray<uint32_t>(
      SpaceFile(space, kDocumentNegatives), arrays.negatives));
  if (extra == 0) return absl::OkStatus();
  C2V_RETURN_IF_ERROR(files->WriteArray<float>(
      SpaceFile(space, kDocumentExtraInput), arrays.extra_input));
  C2V_RETURN_IF_ERROR(files->WriteArray<float>(
      SpaceFile(space, kDocumentExtraOutput), arrays.extra_output));
  C2V_RETURN_IF_ERROR(files->WriteArray<uint64_t>(
      SpaceFile(space, kDocumentExtraOffsets), arrays.extra_offsets));
  return files->WriteArray<uint32_t>(SpaceFile(space, kDocumentExtraTokens),
                                     arrays.extra_tokens);
}

absl::StatusOr<DocumentEncoder> LoadDocumentEncoder(
    const FileSource& files, const v1::ServableEntry& entry,
    const EmbeddingArrays& vectors) {
  const v1::DocumentEncoderSpec& spec =
      entry.embedding_space().document_encoder();
  C2V_RETURN_IF_ERROR(CheckParts(entry));
  C2V_RETURN_IF_ERROR(CheckCounts(entry));
  const size_t items = vectors.output.size() / vectors.dimension;
  DocumentEncoderArrays arrays;
  C2V_ASSIGN_OR_RETURN(
      arrays.keep, files.Array<float>(SpaceFile(entry.name(), kDocumentKeep),
                                      items + spec.extra_token_count()));
  C2V_ASSIGN_OR_RETURN(
      arrays.negatives,
      files.Array<uint32_t>(SpaceFile(entry.name(), kDocumentNegatives),
                            spec.negative_draw_count()));
  if (spec.extra_token_count() > 0) {
    C2V_RETURN_IF_ERROR(
        MapExtraTokens(files, entry, items, vectors.dimension, &arrays));
  }
  absl::StatusOr<DocumentEncoder> encoder = DocumentEncoder::Create(
      SettingsOf(spec), arrays, vectors.input, vectors.output);
  if (!encoder.ok()) return Mismatch(entry, encoder.status().message());
  return encoder;
}

}  // namespace customer2vec
