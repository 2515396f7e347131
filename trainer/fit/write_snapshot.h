// Writes what was learned into a snapshot's folder, ready to be published.
//
//   C2V_RETURN_IF_ERROR(WriteSnapshot(pending->folder(), learned, manifest,
//   progress)); C2V_RETURN_IF_ERROR(pending->Publish());
//
// The folder is loaded as a server would load it before the function returns:
// its warm-up answers come from that, and a folder that could not be served is
// never published.

#ifndef CUSTOMER2VEC_TRAINER_FIT_WRITE_SNAPSHOT_H_
#define CUSTOMER2VEC_TRAINER_FIT_WRITE_SNAPSHOT_H_

#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "customer2vec/v1/manifest.pb.h"
#include "customer2vec/v1/training_config.pb.h"
#include "trainer/corpus/catalogue_table.h"
#include "trainer/corpus/corpus.h"
#include "trainer/fit/fitted_models.h"

namespace customer2vec {

// Everything that a snapshot is made of. Views; all outlive the call.
struct Learned {
  const Corpus& corpus;
  const CatalogueTable& catalogue;
  const v1::TrainingConfig& config;
  const std::vector<SpaceModel>& models;
  const ServingParameters& parameters;
};

// `manifest` holds version, time, provenance and evaluation; counts, servables,
// defaults and files are filled in here.
absl::Status WriteSnapshot(absl::string_view folder, const Learned& learned,
                           v1::SnapshotManifest manifest,
                           const ProgressLine& progress);

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_TRAINER_FIT_WRITE_SNAPSHOT_H_
