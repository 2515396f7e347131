// The tables of a snapshot in its folder: what every servable shares.
//
//   // The trainer:
//   C2V_RETURN_IF_ERROR(WriteTables(arrays, &writer, &manifest));
//   // The server:
//   C2V_ASSIGN_OR_RETURN(Tables tables, LoadTables(folder));
//
// Pure apart from the files; thread-safe.

#ifndef CUSTOMER2VEC_CORE_SNAPSHOT_TABLE_FILES_H_
#define CUSTOMER2VEC_CORE_SNAPSHOT_TABLE_FILES_H_

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "core/snapshot/snapshot_folder.h"
#include "core/snapshot/snapshot_writer.h"
#include "core/tables/tables.h"
#include "core/tables/tables_arrays.h"
#include "customer2vec/v1/manifest.pb.h"

namespace customer2vec {

// Writes the tables' files and fills the manifest's counts and attributes.
// INVALID_ARGUMENT when the arrays are no tables, so that nothing is published
// that could not be loaded.
absl::Status WriteTables(const TablesArrays& arrays, SnapshotWriter* writer,
                         v1::SnapshotManifest* manifest);

// Tables over the folder's arrays, which outlive them. DATA_LOSS, with the
// file's or the attribute's name, when an array is missing, has another length
// than the manifest's counts say, or holds what may not be.
absl::StatusOr<Tables> LoadTables(const SnapshotFolder& folder);

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_CORE_SNAPSHOT_TABLE_FILES_H_
