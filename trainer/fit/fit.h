// A training run, from a configuration to a published snapshot.
//
//   C2V_ASSIGN_OR_RETURN(auto store, FolderStore::Open("run/snapshots"));
//   C2V_ASSIGN_OR_RETURN(
//       std::string version,
//       Fit(config, {.data_root = "data"}, *store,
//           [](absl::string_view line) { std::cerr << line << "\n"; }));
//
// Reads the data; chooses the serving parameters on the validation cut;
// measures every servable and the baselines on the test cut (or does both by
// evaluation.protocol: fit_evaluation.h); trains on everything; writes, loads
// and replays; publishes. Until the last step nothing is visible in the store.
//
// Where the configuration names an earlier snapshot, what is published goes on
// from its vectors (warm_start.h). With a checkpoint folder a run that was
// killed is gone on with by the same call (checkpoint.h), and with one thread
// publishes the same bytes as if it had never been stopped.
//
// Deterministic with one thread, but for version, times and durations.

#ifndef CUSTOMER2VEC_TRAINER_FIT_FIT_H_
#define CUSTOMER2VEC_TRAINER_FIT_FIT_H_

#include <string>

#include "absl/status/statusor.h"
#include "customer2vec/v1/training_config.pb.h"
#include "store/snapshot_store.h"
#include "trainer/fit/checkpoint.h"
#include "trainer/fit/fitted_models.h"

namespace customer2vec {

struct FitOptions {
  // Where relative paths of the configuration start; empty: the working
  // directory.
  std::string data_root;
  // Where the run saves what it has done; by default nowhere.
  CheckpointOptions checkpoint = {};
};

// The published version. INVALID_ARGUMENT for a configuration or data that
// cannot be used, with the place and the remedy; others as the store and the
// files give them.
absl::StatusOr<std::string> Fit(v1::TrainingConfig config,
                                const FitOptions& options, SnapshotStore& store,
                                const ProgressLine& progress);

// Fills in every default and checks what comes out; reads nothing.
absl::Status CompleteConfig(v1::TrainingConfig* config);

// Checks the configuration with its defaults filled in, and reads nothing.
absl::Status CheckConfig(v1::TrainingConfig config);

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_TRAINER_FIT_FIT_H_
