// The models that remember who was near whom, in a snapshot: item neighbours
// (item-kNN, sequential rules), session-kNN, repeat purchase, blends, and the
// variants of popularity.
//
//   C2V_ASSIGN_OR_RETURN(std::unique_ptr<const Scorer> scorer,
//                        LoadSessionKnn(files, entry, tables));
//
// All return DATA_LOSS, naming the servable, when a number of the spec is out
// of its range, an array has another length than the spec says, offsets do not
// ascend to the size of what they divide, a row is none of those it names, or a
// weight is not finite. REQUIRES: the entry has the spec; files, tables and
// servables outlive the result. Thread-safe.

#ifndef CUSTOMER2VEC_CORE_SERVABLES_NEIGHBOR_MODEL_FILES_H_
#define CUSTOMER2VEC_CORE_SERVABLES_NEIGHBOR_MODEL_FILES_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "core/servables/servable.h"
#include "core/servables/servable_set.h"
#include "core/snapshot/file_source.h"
#include "core/tables/tables.h"
#include "customer2vec/v1/manifest.pb.h"

namespace customer2vec {

// Files in servables/<name>/: of item neighbours,
inline constexpr char kItemNeighborOffsets[] = "offsets.u64";
inline constexpr char kItemNeighborRows[] = "neighbors.u32";
inline constexpr char kItemNeighborWeights[] = "weights.f32";
// of session-kNN,
inline constexpr char kSessionOffsets[] = "session_offsets.u64";
inline constexpr char kSessionItems[] = "session_items.u32";
inline constexpr char kSessionWeights[] = "session_weights.f32";
inline constexpr char kPostingOffsets[] = "posting_offsets.u64";
inline constexpr char kPostings[] = "postings.u32";
inline constexpr char kQueryWeights[] = "query_weights.f32";
inline constexpr char kItemWeights[] = "item_weights.f32";
// of repeat purchase,
inline constexpr char kPurchaseOffsets[] = "offsets.u64";
inline constexpr char kPurchaseItems[] = "items.u32";
inline constexpr char kPurchaseWeights[] = "weights.f32";
inline constexpr char kPurchaseGroups[] = "groups.u32";
inline constexpr char kPurchaseNeighbors[] = "neighbors.u32";

// of popularity that forgets.
inline constexpr char kPopularityWeights[] = "weights.f32";

absl::StatusOr<std::unique_ptr<const Scorer>> LoadItemNeighbors(
    const FileSource& files, const v1::ServableEntry& entry,
    const Tables& tables);

absl::StatusOr<std::unique_ptr<const Scorer>> LoadSessionKnn(
    const FileSource& files, const v1::ServableEntry& entry,
    const Tables& tables);

absl::StatusOr<std::unique_ptr<const Scorer>> LoadRepeatPurchase(
    const FileSource& files, const v1::ServableEntry& entry,
    const Tables& tables);

// Parts are spaces and scorers of `earlier`, none of them a blend of
// `manifest`.
absl::StatusOr<std::unique_ptr<const Scorer>> LoadBlend(
    const v1::ServableEntry& entry, const v1::SnapshotManifest& manifest,
    const Tables& tables, const ServableSet& earlier);

// Popularity that forgets or is of categories, or both.
absl::StatusOr<std::unique_ptr<const Scorer>> LoadPopularityVariant(
    const FileSource& files, const v1::ServableEntry& entry,
    const Tables& tables);

// Names of a blend's parts; none for another entry.
std::vector<std::string> BlendPartNames(const v1::ServableEntry& entry);

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_CORE_SERVABLES_NEIGHBOR_MODEL_FILES_H_
