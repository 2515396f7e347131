// `c2v-train fit`: the command line of a training run.

#ifndef CUSTOMER2VEC_TRAINER_APP_FIT_COMMAND_H_
#define CUSTOMER2VEC_TRAINER_APP_FIT_COMMAND_H_

#include <cstdint>
#include <iosfwd>
#include <optional>
#include <string>

#include "absl/status/status.h"

namespace customer2vec {

struct FitFlags {
  std::string config;  // path of a text-format TrainingConfig
  std::string store;   // folder of snapshots
  std::string data_root;
  std::optional<int> threads;    // instead of the configuration's
  std::optional<uint64_t> seed;  // instead of the configuration's
  // Instead of the configuration's: a version of the store, or "latest".
  std::optional<std::string> warm_start;
  std::string checkpoint;  // folder; empty: no checkpoints
  double checkpoint_interval_s = 60;
  bool dry_run = false;  // check the configuration and stop
};

// Reads the configuration, lets the flags override it, and runs. Progress goes
// to `log`, "published VERSION" (or "configuration is fine") to `out`.
absl::Status RunFit(const FitFlags& flags, std::ostream& out,
                    std::ostream& log);

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_TRAINER_APP_FIT_COMMAND_H_
