#include "core/snapshot/snapshot.h"

#include <utility>

#include "core/base/status_macros.h"
#include "core/servables/servable_factory.h"
#include "core/snapshot/table_files.h"

namespace customer2vec {
Snapshot::Snapshot(std::unique_ptr<const SnapshotFolder> folder)
    : folder_(std::move(folder)) {}

Snapshot::~Snapshot() = default;

absl::StatusOr<std::unique_ptr<const Snapshot>> Snapshot::Load(
    absl::string_view folder, const SnapshotLoadOptions& options) {
  C2V_ASSIGN_OR_RETURN(std::unique_ptr<const SnapshotFolder> files,
                       SnapshotFolder::Open(folder, options));
  std::unique_ptr<Snapshot> snapshot(new Snapshot(std::move(files)));
  C2V_ASSIGN_OR_RETURN(snapshot->tables_, LoadTables(*snapshot->folder_));
  C2V_RETURN_IF_ERROR(LoadServables(*snapshot->folder_, snapshot->manifest(),
                                    snapshot->tables_, &snapshot->servables_))
      .With(folder);
  return snapshot;
}

}  // namespace customer2vec
