// The snapshot that a run goes on from.
//
//   C2V_ASSIGN_OR_RETURN(const std::unique_ptr<const WarmStart> warm,
//                        WarmStart::Load(store, &config));   // null: none
//                        asked
//   std::optional<EarlierModel> earlier = warm->Find(model, tables);
//
// Everything that could be wrong with the snapshot is found here, before any
// data is read: a version that is not there, a snapshot that does not load, a
// model that cannot go on because it was learned with other dimensions. Whether
// the data are those of the same shop shows in what they lack:
//
//   const v1::WarmStartReport report = warm->Report(corpus);
//   C2V_RETURN_IF_ERROR(warm->CheckLost(report));
//
// Immutable, safe for concurrent use.

#ifndef CUSTOMER2VEC_TRAINER_FIT_WARM_START_H_
#define CUSTOMER2VEC_TRAINER_FIT_WARM_START_H_

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "core/snapshot/snapshot.h"
#include "core/tables/tables.h"
#include "customer2vec/v1/manifest.pb.h"
#include "customer2vec/v1/training_config.pb.h"
#include "store/snapshot_store.h"
#include "trainer/corpus/corpus.h"
#include "trainer/models/earlier_model.h"

namespace customer2vec {

// "latest" as a version.
inline constexpr char kLatestVersion[] = "latest";

// "warm start from ...: items: 40 go on, 8 are new, ...", for people.
std::string WarmStartLine(const v1::WarmStartReport& report);

class WarmStart {
 public:
  // Null when `config` asks for none. Writes the version that "latest" stands
  // for into `config`. REQUIRES: CompleteConfig().
  //
  // NOT_FOUND when the store has not the version, or nothing;
  // FAILED_PRECONDITION when a model of the same name is of another family or
  // cannot go on (ModelFamily.goes_on), or none goes on at all; errors of
  // Snapshot::Load(). They name version, model and remedy.
  static absl::StatusOr<std::unique_ptr<const WarmStart>> Load(
      const SnapshotStore& store, v1::TrainingConfig* config);

  // Null where the family learns anew, or the snapshot has no such model.
  std::optional<EarlierModel> Find(const v1::ModelConfig& model,
                                   const Tables& now) const;

  // A line each: the models that go on, and those that are learned from
  // nothing with the reason.
  const std::vector<std::string>& notes() const { return notes_; }

  // What the data of this run have in common with the snapshot, and what not.
  v1::WarmStartReport Report(const Corpus& now) const;

  // FAILED_PRECONDITION, with the remedy, when the data lack more of the
  // snapshot's items than WarmStartConfig.max_lost allows. `report` is that of
  // the data.
  absl::Status CheckLost(const v1::WarmStartReport& report) const;

  // Takes what `config` leaves to be chosen on validation data from the earlier
  // run's choices, for models of the same name and family, and the default
  // servables. For runs that do not choose.
  void TakeChoices(v1::TrainingConfig* config) const;

 private:
  WarmStart(std::unique_ptr<const Snapshot> snapshot,
            const v1::WarmStartConfig& settings)
      : snapshot_(std::move(snapshot)), settings_(settings) {}

  absl::Status FindModels(const v1::TrainingConfig& config);
  absl::Status CheckModel(const v1::ModelConfig& model, bool* goes_on) const;
  const v1::ModelConfig* EarlierConfig(const std::string& name) const;
  std::string WhyNot(const v1::ModelConfig& model) const;

  const std::unique_ptr<const Snapshot> snapshot_;
  const v1::WarmStartConfig settings_;
  std::vector<std::string> models_;  // that go on, in the configuration's order
  std::vector<std::string> notes_;
};

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_TRAINER_FIT_WARM_START_H_
