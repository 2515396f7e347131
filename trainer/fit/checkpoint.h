// What a run has done so far, in a folder, so that the same command goes on
// after a kill -9.
//
//   C2V_ASSIGN_OR_RETURN(auto checkpoint,
//                        RunCheckpoint::Open({.folder = "run/checkpoint"},
//                                            progress));
//   C2V_RETURN_IF_ERROR(checkpoint->Bind({config, data, program}));
//   StageCheckpoint stage(checkpoint.get(), "train");
//   if (auto learned = stage.RestoreModel("items")) ...   // nothing to learn
//   ... learn with stage.Learning("items") ...
//   C2V_RETURN_IF_ERROR(stage.SaveModel("items", learned));
//   ...
//   C2V_RETURN_IF_ERROR(checkpoint->Remove());             // published
//
// Saved are: where a learner is, once in an interval; each learned model with
// what was chosen for it; each finished stage. What is no learning (reading the
// data, tuning one model, ranking for the figures, building indexes) begins
// again where it began. Files are written whole or not at all
// (checkpoint_file.h); a damaged one is named and what it held is done again.
//
// The folder is one run's at a time: a lock that the system lets go of with the
// process keeps others out. Only files that this module wrote are ever removed.
// Not thread-safe, but for LearningCheckpoint::IsDue().

#ifndef CUSTOMER2VEC_TRAINER_FIT_CHECKPOINT_H_
#define CUSTOMER2VEC_TRAINER_FIT_CHECKPOINT_H_

#include <google/protobuf/message_lite.h>

#include <atomic>
#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "core/base/file.h"
#include "trainer/fit/checkpoint_file.h"
#include "trainer/models/learning_checkpoint.h"
#include "trainer/models/model_family.h"

namespace customer2vec {

struct CheckpointOptions {
  std::string folder;  // empty: no checkpoints
  double interval_seconds = 60;
  // Called after each write; an error ends the run, as a kill there would. For
  // tests; may be empty.
  std::function<absl::Status()> after_write = nullptr;
};

// What a state may be used for: digests or texts; equality counts.
struct RunIdentity {
  std::string config;   // the configuration, complete
  std::string data;     // fingerprint of the data
  std::string program;  // version and instruction set
};

class RunCheckpoint {
 public:
  // Makes the folder where it is missing, and locks it. FAILED_PRECONDITION
  // when another run has it.
  static absl::StatusOr<std::unique_ptr<RunCheckpoint>> Open(
      const CheckpointOptions& options, const ProgressLine& progress);

  RunCheckpoint(const RunCheckpoint&) = delete;
  RunCheckpoint& operator=(const RunCheckpoint&) = delete;

  // Keeps what the folder holds if it is of this run; else says what differs,
  // and begins with nothing.
  absl::Status Bind(const RunIdentity& identity);

  // Removes the files, and the folder if nothing else is in it.
  absl::Status Remove();

 private:
  friend class StageCheckpoint;
  friend class ModelLearningCheckpoint;
  using Clock = std::chrono::steady_clock;

  RunCheckpoint(const CheckpointOptions& options, const ProgressLine& progress,
                FileDescriptor lock)
      : options_(options), progress_(progress), lock_(std::move(lock)) {}

  std::string PathOf(absl::string_view name) const;
  std::optional<CheckpointFile> Read(const std::string& name) const;
  absl::Status Write(const std::string& name, const CheckpointPieces& pieces);
  // Removes the files whose names begin so.
  absl::Status RemoveAll(absl::string_view prefix) const;
  void Say(absl::string_view line) const;
  bool IsDue() const;

  const CheckpointOptions options_;
  const ProgressLine& progress_;
  const FileDescriptor lock_;
  std::atomic<Clock::time_point> last_write_ = Clock::now();
};

// The part of a run's checkpoint that one stage writes. Does nothing where the
// run has no checkpoint (null). A value.
class StageCheckpoint {
 public:
  StageCheckpoint() = default;
  // `stage` is a word: "train".
  StageCheckpoint(RunCheckpoint* run, std::string stage)
      : run_(run), stage_(std::move(stage)) {}

  // The model that was learned and saved in this stage, if it was.
  std::optional<LearnedModel> RestoreModel(const std::string& name) const;
  // Forgets where the learner of this model was.
  absl::Status SaveModel(const std::string& name,
                         const LearnedModel& model) const;

  // Where the learner of a model is; null without a checkpoint.
  std::unique_ptr<LearningCheckpoint> Learning(const std::string& model) const;

  // What was found out about a model after it was learned.
  bool Restore(const std::string& model, google::protobuf::MessageLite* config,
               google::protobuf::MessageLite* entry) const;
  absl::Status Save(const std::string& model,
                    const google::protobuf::MessageLite& config,
                    const google::protobuf::MessageLite& entry) const;

  // Whether a file holds a result, of this run or of the one whose state Bind()
  // has yet to refuse.
  bool HasResult() const;
  // What the whole stage was for. RestoreResult() is false, and leaves
  // `result`, when it is not done.
  bool RestoreResult(google::protobuf::MessageLite* result) const;
  // Forgets the stage's models.
  absl::Status SaveResult(const google::protobuf::MessageLite& result) const;

 private:
  RunCheckpoint* run_ = nullptr;
  std::string stage_;
};

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_TRAINER_FIT_CHECKPOINT_H_
