// From a manifest's servable entries to the objects that serve: a table from
// the kind of spec to a small function, so that a new model family adds a row.
//
//   ServableSet servables;
//   C2V_RETURN_IF_ERROR(LoadServables(folder, manifest, tables, &servables));
//
// The trainer measures what it learned through the same functions, one entry
// after another, with files that lie in memory.
//
// Servables keep views of the files and of the tables: both outlive them and
// stay where they are. Entries may name others (a blend its parts) in any
// order, but not in a circle.
//
// Thread-safe.

#ifndef CUSTOMER2VEC_CORE_SERVABLES_SERVABLE_FACTORY_H_
#define CUSTOMER2VEC_CORE_SERVABLES_SERVABLE_FACTORY_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "core/servables/servable_set.h"
#include "core/snapshot/file_source.h"
#include "core/tables/tables.h"
#include "customer2vec/v1/manifest.pb.h"

namespace customer2vec {

// Makes every servable of the manifest. DATA_LOSS, naming the servable, when an
// entry and its files or its parts do not fit together, a number is not finite,
// a name is taken or not one (IsServableName), or a default names
// nothing; FAILED_PRECONDITION for a spec that this program does not know.
absl::Status LoadServables(const FileSource& files,
                           const v1::SnapshotManifest& manifest,
                           const Tables& tables, ServableSet* servables);

// Makes one servable and adds it to `servables`, which hold the servables that
// the entry names; `manifest` holds their entries. Errors as above.
absl::Status LoadServable(const FileSource& files,
                          const v1::ServableEntry& entry,
                          const v1::SnapshotManifest& manifest,
                          const Tables& tables, ServableSet* servables);

// Names of the servables that the entry is made of.
std::vector<std::string> PartsOf(const v1::ServableEntry& entry);

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_CORE_SERVABLES_SERVABLE_FACTORY_H_
