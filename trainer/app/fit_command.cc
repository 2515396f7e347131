#include "trainer/app/fit_command.h"

#include <memory>
#include <ostream>

#include "core/base/status_macros.h"
#include "store/folder_store.h"
#include "trainer/config/training_config.h"
#include "trainer/data/data_config.h"
#include "trainer/fit/fit.h"

namespace customer2vec {

absl::Status RunFit(const FitFlags& flags, std::ostream& out,
                    std::ostream& log) {
  C2V_ASSIGN_OR_RETURN(v1::TrainingConfig config,
                       ReadTrainingConfig(flags.config));
  if (flags.threads) config.set_threads(*flags.threads);
  if (flags.seed) config.set_seed(*flags.seed);
  if (flags.warm_start) {
    config.mutable_warm_start()->set_version(*flags.warm_start);
  }
  C2V_RETURN_IF_ERROR(CheckConfig(config)).With(flags.config);
  C2V_RETURN_IF_ERROR(ValidateDataConfig(config.data())).With(flags.config);
  if (flags.dry_run) {
    out << "configuration is fine: " << flags.config << "\n";
    return absl::OkStatus();
  }
  C2V_ASSIGN_OR_RETURN(const std::unique_ptr<SnapshotStore> store,
                       FolderStore::Open(flags.store));
  C2V_ASSIGN_OR_RETURN(
      const std::string version,
      Fit(config,
          {.data_root = flags.data_root,
           .checkpoint = {.folder = flags.checkpoint,
                          .interval_seconds = flags.checkpoint_interval_s}},
          *store,
          [&log](absl::string_view line) { log << line << std::endl; }));
  out << "published " << version << "\n";
  return absl::OkStatus();
}

}  // namespace customer2vec
