#include "core/snapshot/snapshot.h"

#include <utility>

#include "core/base/status_macros.h"
#include "core/servables/servable_factory.h"
#include "core/snapshot/table_files.h"

namespace customer2vec {
namespace {

// The servable called `name`, or null. There are few.
template <typename Servable>
const Servable* Find(
    const std::vector<std::unique_ptr<const Servable>>& servables,
    absl::string_view name) {
  for (const auto& servable : servables) {
    if (servable->name() == name) return servable.get();
  }
  return nullptr;
}

}  // namespace

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
                                    snapshot->tables_, &snapshot->spaces_,
                                    &snapshot->scorers_,
                                    &snapshot->predictors_))
      .With(folder);
  return snapshot;
}

const Space* Snapshot::FindSpace(absl::string_view name) const {
  return Find(spaces_, name);
}

const Scorer* Snapshot::FindScorer(absl::string_view name) const {
  return Find(scorers_, name);
}

const Predictor* Snapshot::FindPredictor(absl::string_view name) const {
  return Find(predictors_, name);
}

}  // namespace customer2vec
