// A checkpoint in memory, for tests: saves whenever it is asked, and stops the
// learning with CANCELLED at the n-th save, as a kill would.
//
//   StoppingCheckpoint checkpoint(/*stop_at=*/3);
//   EXPECT_THAT(Learn(&checkpoint), StatusIs(absl::StatusCode::kCancelled));
//   checkpoint.GoOn();
//   auto resumed = Learn(&checkpoint);   // from the third save to the end

#ifndef CUSTOMER2VEC_TRAINER_MODELS_STOPPING_CHECKPOINT_H_
#define CUSTOMER2VEC_TRAINER_MODELS_STOPPING_CHECKPOINT_H_

#include <map>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "trainer/models/learning_checkpoint.h"

namespace customer2vec {

class StoppingCheckpoint final : public LearningCheckpoint {
 public:
  explicit StoppingCheckpoint(int stop_at) : stop_at_(stop_at) {}

  std::optional<LearningState> Restore(absl::string_view part) override {
    const auto found = states_.find(std::string(part));
    if (found == states_.end()) return std::nullopt;
    return found->second;
  }

  bool IsDue() const override { return stop_at_ > 0; }

  absl::Status Save(absl::string_view part,
                    const LearningState& state) override {
    states_[std::string(part)] = state;
    if (++saves_ < stop_at_) return absl::OkStatus();
    return absl::CancelledError("stopped");
  }

  // Saves no more, and lets the learning end.
  void GoOn() { stop_at_ = 0; }

  int saves() const { return saves_; }
  std::map<std::string, LearningState>& states() { return states_; }

 private:
  int stop_at_;
  int saves_ = 0;
  std::map<std::string, LearningState> states_;
};

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_TRAINER_MODELS_STOPPING_CHECKPOINT_H_
