#include "core/servables/embedding_space_files.h"

#include <optional>
#include <span>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "core/base/status_macros.h"
#include "core/index/flat_index.h"
#include "core/servables/attribute_vectors_files.h"
#include "core/servables/document_encoder_files.h"
#include "core/servables/embedding_space.h"
#include "core/snapshot/graph_files.h"
#include "core/snapshot/snapshot_file_names.h"

namespace customer2vec {
namespace {

absl::Status WriteArrays(absl::string_view name, const EmbeddingArrays& arrays,
                         FileSink* writer) {
  C2V_RETURN_IF_ERROR(writer->WriteArray<float>(
      SpaceFile(name, kSpaceInputVectors), arrays.input));
  C2V_RETURN_IF_ERROR(writer->WriteArray<float>(
      SpaceFile(name, kSpaceOutputVectors), arrays.output));
  if (arrays.customers.empty()) return absl::OkStatus();
  return writer->WriteArray<float>(SpaceFile(name, kSpaceCustomerVectors),
                                   arrays.customers);
}

absl::Status Mismatch(const v1::ServableEntry& entry, absl::string_view what) {
  return absl::DataLossError(
      absl::StrCat("servable \"", entry.name(), "\": ", what));
}

// Before anything is multiplied or allocated by these numbers.
absl::Status CheckSpec(const v1::ServableEntry& entry, const Tables& tables) {
  const v1::EmbeddingSpaceSpec& spec = entry.embedding_space();
  if (!IsServableName(entry.name())) {
    return Mismatch(entry, "its name cannot be that of a folder");
  }
  if (spec.dimension() < 1 || spec.dimension() > kMaxDimension) {
    return Mismatch(entry, absl::StrCat("dimension ", spec.dimension(),
                                        " is not in 1 to ", kMaxDimension));
  }
  if (spec.item_count() < 0 || spec.item_count() > tables.items.size()) {
    return Mismatch(entry, absl::StrCat(spec.item_count(), " item vectors for ",
                                        tables.items.size(), " items"));
  }
  if (spec.customer_count() != 0 &&
      spec.customer_count() != tables.customers.size()) {
    return Mismatch(
        entry, absl::StrCat(spec.customer_count(), " customer vectors for ",
                            tables.customers.size(), " customers"));
  }
  return absl::OkStatus();
}

absl::StatusOr<EmbeddingArrays> MapArrays(const FileSource& folder,
                                          const v1::ServableEntry& entry) {
  const v1::EmbeddingSpaceSpec& spec = entry.embedding_space();
  EmbeddingArrays arrays;
  arrays.dimension = spec.dimension();
  const uint64_t item_numbers = arrays.dimension * spec.item_count();
  C2V_ASSIGN_OR_RETURN(
      arrays.input,
      folder.Array<float>(SpaceFile(entry.name(), kSpaceInputVectors),
                          item_numbers));
  C2V_ASSIGN_OR_RETURN(
      arrays.output,
      folder.Array<float>(SpaceFile(entry.name(), kSpaceOutputVectors),
                          item_numbers));
  if (spec.customer_count() == 0) return arrays;
  C2V_ASSIGN_OR_RETURN(
      arrays.customers,
      folder.Array<float>(SpaceFile(entry.name(), kSpaceCustomerVectors),
                          arrays.dimension * spec.customer_count()));
  return arrays;
}

absl::StatusOr<std::unique_ptr<const VectorIndex>> LoadHnsw(
    const FileSource& folder, const std::string& files,
    const v1::IndexSpec& spec, const VectorSet& vectors) {
  if (spec.search_beam() < 1) {
    return absl::DataLossError(absl::StrCat(
        files, ": search beam ", spec.search_beam(), " is not above 0"));
  }
  C2V_ASSIGN_OR_RETURN(HnswGraphView graph,
                       LoadGraph(folder, files, vectors.size()));
  if (graph.links != spec.links()) {
    return absl::DataLossError(absl::StrCat(files, ": the graph has ",
                                            graph.links,
                                            " links, the manifest "
                                            "says ",
                                            spec.links()));
  }
  absl::StatusOr<std::unique_ptr<HnswIndex>> index =
      HnswIndex::Create(vectors, graph, spec.search_beam());
  if (!index.ok()) return Annotate(index.status(), files);
  return *std::move(index);
}

absl::StatusOr<std::unique_ptr<const VectorIndex>> LoadIndex(
    const FileSource& folder, const std::string& files,
    const v1::IndexSpec& spec, const VectorSet& vectors) {
  switch (spec.kind()) {
    case v1::INDEX_KIND_FLAT:
      return std::make_unique<FlatIndex>(vectors);
    case v1::INDEX_KIND_HNSW:
      return LoadHnsw(folder, files, spec, vectors);
    default:
      return absl::FailedPreconditionError(
          absl::StrCat(files, ": this program does not know index kind ",
                       static_cast<int>(spec.kind())));
  }
}

}  // namespace

absl::Status WriteSpaceIndex(const SpaceIndex& index, const std::string& folder,
                             FileSink* writer, v1::IndexSpec* spec) {
  spec->set_recall(index.recall);
  if (index.graph == nullptr) {
    spec->set_kind(v1::INDEX_KIND_FLAT);
    return absl::OkStatus();
  }
  const HnswGraphView graph = index.graph->graph();
  spec->set_kind(v1::INDEX_KIND_HNSW);
  spec->set_links(graph.links);
  spec->set_search_beam(index.search_beam);
  return WriteGraph(graph, folder, writer);
}

absl::StatusOr<v1::ServableEntry> WriteEmbeddingSpace(
    absl::string_view name, const EmbeddingVectors& vectors,
    const SpaceIndex& similar, const SpaceIndex& next, FileSink* writer) {
  if (!IsServableName(name)) {
    return absl::InvalidArgumentError(
        absl::StrCat("\"", name, "\" cannot be the name of a space"));
  }
  v1::ServableEntry entry;
  entry.set_name(std::string(name));
  entry.set_kind(v1::SERVABLE_KIND_SPACE);
  v1::EmbeddingSpaceSpec* spec = entry.mutable_embedding_space();
  spec->set_dimension(vectors.arrays().dimension);
  spec->set_item_count(vectors.item_count());
  spec->set_customer_count(vectors.customer_count());
  spec->set_popularity_weight(vectors.popularity_weight());
  C2V_RETURN_IF_ERROR(WriteArrays(name, vectors.arrays(), writer));
  C2V_RETURN_IF_ERROR(WriteSpaceIndex(similar, SpaceFile(name, kSimilarIndex),
                                      writer, spec->mutable_similar_index()));
  C2V_RETURN_IF_ERROR(WriteSpaceIndex(next, SpaceFile(name, kNextIndex), writer,
                                      spec->mutable_next_index()));
  return entry;
}

absl::StatusOr<EmbeddingVectors> LoadEmbeddingVectors(
    const FileSource& folder, const v1::ServableEntry& entry,
    const Tables& tables) {
  C2V_RETURN_IF_ERROR(CheckSpec(entry, tables));
  C2V_ASSIGN_OR_RETURN(const EmbeddingArrays arrays, MapArrays(folder, entry));
  absl::StatusOr<EmbeddingVectors> vectors =
      EmbeddingVectors::Create(arrays, tables.basket_counts,
                               entry.embedding_space().popularity_weight());
  if (!vectors.ok()) return Mismatch(entry, vectors.status().message());
  return vectors;
}

absl::StatusOr<std::unique_ptr<const Space>> LoadEmbeddingSpace(
    const FileSource& folder, const v1::ServableEntry& entry,
    const Tables& tables) {
  C2V_ASSIGN_OR_RETURN(EmbeddingVectors vectors,
                       LoadEmbeddingVectors(folder, entry, tables));
  const v1::EmbeddingSpaceSpec& spec = entry.embedding_space();
  C2V_ASSIGN_OR_RETURN(std::unique_ptr<const VectorIndex> similar,
                       LoadIndex(folder, SpaceFile(entry.name(), kSimilarIndex),
                                 spec.similar_index(), vectors.similar()));
  C2V_ASSIGN_OR_RETURN(std::unique_ptr<const VectorIndex> next,
                       LoadIndex(folder, SpaceFile(entry.name(), kNextIndex),
                                 spec.next_index(), vectors.next()));
  std::optional<DocumentEncoder> encoder;
  if (spec.has_document_encoder()) {
    C2V_ASSIGN_OR_RETURN(encoder,
                         LoadDocumentEncoder(folder, entry, vectors.arrays()));
  }
  std::unique_ptr<const AttributeVectors> attributes;
  if (spec.has_attribute_vectors()) {
    C2V_ASSIGN_OR_RETURN(attributes, LoadAttributeVectors(folder, entry));
  }
  return std::make_unique<EmbeddingSpace>(
      entry.name(), std::move(vectors), std::move(similar), std::move(next),
      std::move(encoder), std::move(attributes));
}

}  // namespace customer2vec
