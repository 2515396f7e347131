// From a manifest's servable entries to the objects that serve: a table from
// the kind of spec to a small function, so that a new model family adds a row.
//
//   std::vector<std::unique_ptr<const Space>> spaces;
//   std::vector<std::unique_ptr<const Scorer>> scorers;
//   std::vector<std::unique_ptr<const Predictor>> predictors;
//   C2V_RETURN_IF_ERROR(LoadServables(folder, manifest, tables, &spaces,
//                                     &scorers, &predictors));
//
// Servables keep views of the folder's mapped files and of the tables: both
// outlive them and stay where they are. Entries may name others (a blend its
// parts) in any order.
//
// Thread-safe.

#ifndef CUSTOMER2VEC_CORE_SERVABLES_SERVABLE_FACTORY_H_
#define CUSTOMER2VEC_CORE_SERVABLES_SERVABLE_FACTORY_H_

#include <memory>
#include <vector>

#include "absl/status/status.h"
#include "core/servables/servable.h"
#include "core/tables/tables.h"
#include "customer2vec/v1/manifest.pb.h"

namespace customer2vec {

class SnapshotFolder;

// Makes every servable of the manifest. DATA_LOSS, naming the servable, when an
// entry and its files or its parts do not fit together, a number is not finite,
// a name is taken or not one (IsServableName), or a default names
// nothing; FAILED_PRECONDITION for a spec that this program does not know.
absl::Status LoadServables(
    const SnapshotFolder& folder, const v1::SnapshotManifest& manifest,
    const Tables& tables, std::vector<std::unique_ptr<const Space>>* spaces,
    std::vector<std::unique_ptr<const Scorer>>* scorers,
    std::vector<std::unique_ptr<const Predictor>>* predictors);

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_CORE_SERVABLES_SERVABLE_FACTORY_H_
