// Where everything stands in a snapshot's folder. docs/snapshot-format.md says
// what the bytes mean; names are made here and nowhere else.
//
//   folder.Array<float>(SpaceFile("items", "input.f32"), rows * dimension);
//
// The suffix says what the file is an array of, little-endian: u8, u32, u64,
// i32, f32; `bytes` is text, `entries` are the 24-byte records of
// core/history/customer_histories.h.

#ifndef CUSTOMER2VEC_CORE_SNAPSHOT_SNAPSHOT_FILE_NAMES_H_
#define CUSTOMER2VEC_CORE_SNAPSHOT_SNAPSHOT_FILE_NAMES_H_

#include <cstddef>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"

namespace customer2vec {

// The format that this program writes and the only one that it reads.
inline constexpr int kSnapshotFormatVersion = 1;

// The manifest, SnapshotManifest in proto3 JSON.
inline constexpr char kManifestFile[] = "manifest.json";
// The manifest's own SHA-256, a line as sha256sum(1) writes and checks it.
inline constexpr char kManifestDigestFile[] = "manifest.sha256";
// Requests with their answers, WarmupRequests in proto3 JSON. Optional.
inline constexpr char kWarmupFile[] = "warmup.json";

// Item vocabulary and popularity, by item row.
inline constexpr char kItemIdOffsets[] = "items/ids.offsets.u64";
inline constexpr char kItemIdBytes[] = "items/ids.bytes";
inline constexpr char kItemIdBuckets[] = "items/ids.buckets.u32";
inline constexpr char kItemBasketCounts[] = "items/basket_counts.u32";
inline constexpr char kItemNameOffsets[] = "items/names.offsets.u64";
inline constexpr char kItemNameBytes[] = "items/names.bytes";

// Customer vocabulary and histories, by customer row.
inline constexpr char kCustomerIdOffsets[] = "customers/ids.offsets.u64";
inline constexpr char kCustomerIdBytes[] = "customers/ids.bytes";
inline constexpr char kCustomerIdBuckets[] = "customers/ids.buckets.u32";
inline constexpr char kCustomerBasketCounts[] = "customers/basket_counts.u32";
inline constexpr char kHistoryOffsets[] = "customers/history.offsets.u64";
inline constexpr char kHistoryEntries[] = "customers/history.entries";

// A file of attribute number `attribute` of the manifest's list. Numbered, as a
// name may hold anything.
inline std::string AttributeFile(size_t attribute, absl::string_view file) {
  return absl::StrCat("attributes/", attribute, "/", file);
}
inline constexpr char kAttributeValueOffsets[] = "values.offsets.u64";
inline constexpr char kAttributeValueBytes[] = "values.bytes";
inline constexpr char kAttributeValueIds[] = "value_ids.u32";
inline constexpr char kAttributePostingOffsets[] = "postings.offsets.u64";
inline constexpr char kAttributePostingRows[] = "postings.rows.u32";

// A file of the space called `space`.
inline std::string SpaceFile(absl::string_view space, absl::string_view file) {
  return absl::StrCat("spaces/", space, "/", file);
}
inline constexpr char kSpaceInputVectors[] = "input.f32";
inline constexpr char kSpaceOutputVectors[] = "output.f32";
inline constexpr char kSpaceCustomerVectors[] = "customers.f32";
// What a doc2vec encoder of the space reads, DocumentEncoderSpec.
inline constexpr char kDocumentKeep[] = "keep.f32";
inline constexpr char kDocumentNegatives[] = "negatives.u32";
inline constexpr char kDocumentExtraInput[] = "extra_input.f32";
inline constexpr char kDocumentExtraOutput[] = "extra_output.f32";
inline constexpr char kDocumentExtraOffsets[] = "extra.offsets.u64";
inline constexpr char kDocumentExtraTokens[] = "extra.tokens.u32";
// Vectors of attribute values (content2vec), by token row, and the vocabulary
// of tokens.
inline constexpr char kTokenIdOffsets[] = "attributes/ids.offsets.u64";
inline constexpr char kTokenIdBytes[] = "attributes/ids.bytes";
inline constexpr char kTokenIdBuckets[] = "attributes/ids.buckets.u32";
inline constexpr char kTokenInputVectors[] = "attributes/input.f32";
inline constexpr char kTokenOutputVectors[] = "attributes/output.f32";
inline constexpr char kTokenWeights[] = "attributes/weights.f32";
// Folders of the space's two indexes, for GraphFile().
inline constexpr char kSimilarIndex[] = "similar";
inline constexpr char kNextIndex[] = "next";

// A file of the servable called `servable`, where it is no space.
inline std::string ServableFile(absl::string_view servable,
                                absl::string_view file) {
  return absl::StrCat("servables/", servable, "/", file);
}

// A file of the HNSW graph in `folder`: SpaceFile("items", kSimilarIndex).
inline std::string GraphFile(absl::string_view folder, absl::string_view file) {
  return absl::StrCat(folder, "/", file);
}
inline constexpr char kGraphHeader[] = "graph.header.u32";
inline constexpr char kGraphLevels[] = "graph.levels.u8";
inline constexpr char kGraphNeighbors[] = "graph.neighbors.i32";

// Whether `name` may be the name of a space, and so of a folder: 1 to 64
// letters, digits, '_' or '-', in ASCII.
bool IsServableName(absl::string_view name);

// Whether `path` may stand in a manifest: '/'-separated parts of letters,
// digits, '.', '_' or '-', none of them empty, "." or "..", 255 bytes at most,
// 8 parts at most; not manifest.json or manifest.sha256.
bool IsSnapshotFilePath(absl::string_view path);

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_CORE_SNAPSHOT_SNAPSHOT_FILE_NAMES_H_
