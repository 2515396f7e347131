// Writes what was learned into a snapshot's folder, ready to be published.
//
//   C2V_RETURN_IF_ERROR(WriteSnapshot(pending->folder(), *fitted, corpus,
//                                     config, manifest, progress));
//   C2V_RETURN_IF_ERROR(pending->Publish());
//
// Spaces get their indexes here. The folder is loaded as a server would load it
// before the function returns: its warm-up answers come from that, and a folder
// that could not be served is never published.

#ifndef CUSTOMER2VEC_TRAINER_FIT_WRITE_SNAPSHOT_H_
#define CUSTOMER2VEC_TRAINER_FIT_WRITE_SNAPSHOT_H_

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "customer2vec/v1/manifest.pb.h"
#include "customer2vec/v1/training_config.pb.h"
#include "trainer/corpus/corpus.h"
#include "trainer/fit/fitted_models.h"

namespace customer2vec {

// `manifest` holds version, time, provenance and evaluation; counts, servables,
// defaults and files are filled in here. `fitted` was learned from `corpus`.
absl::Status WriteSnapshot(absl::string_view folder, const FittedModels& fitted,
                           const Corpus& corpus,
                           const v1::TrainingConfig& config,
                           v1::SnapshotManifest manifest,
                           const ProgressLine& progress);

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_TRAINER_FIT_WRITE_SNAPSHOT_H_
