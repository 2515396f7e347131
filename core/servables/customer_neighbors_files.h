// The scorer of neighboring customers in a snapshot.
//
//   C2V_ASSIGN_OR_RETURN(std::unique_ptr<const Scorer> scorer,
//                        LoadCustomerNeighbors(files, entry, tables,
//                                              servables));
//
// Thread-safe.

#ifndef CUSTOMER2VEC_CORE_SERVABLES_CUSTOMER_NEIGHBORS_FILES_H_
#define CUSTOMER2VEC_CORE_SERVABLES_CUSTOMER_NEIGHBORS_FILES_H_

#include <memory>

#include "absl/status/statusor.h"
#include "core/servables/customer_neighbors.h"
#include "core/servables/servable_set.h"
#include "core/snapshot/file_source.h"
#include "core/tables/tables.h"
#include "customer2vec/v1/manifest.pb.h"

namespace customer2vec {

// Its files, in servables/<name>/.
inline constexpr char kCustomerNeighborRows[] = "neighbors.u32";
inline constexpr char kCustomerNeighborSimilarities[] = "similarities.f32";

// The scorer's numbers as the manifest stores them.
CustomerNeighborsSettings ToSettings(const v1::CustomerNeighborsSpec& spec);

// DATA_LOSS when the space is none of `earlier` or has no customer vectors, a
// number of the spec is out of range, lists have another length, a neighbor is
// no customer, or a cosine is no number. REQUIRES: the entry has
// customer_neighbors; files, tables and servables outlive the result.
absl::StatusOr<std::unique_ptr<const Scorer>> LoadCustomerNeighbors(
    const FileSource& files, const v1::ServableEntry& entry,
    const Tables& tables, const ServableSet& earlier);

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_CORE_SERVABLES_CUSTOMER_NEIGHBORS_FILES_H_
