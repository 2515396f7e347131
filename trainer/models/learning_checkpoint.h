// How a learner saves where it is, so that a run that was killed goes on from
// there.
//
//   LearningState state;
//   if (auto saved = checkpoint->Restore("")) state = *std::move(saved);
//   while (state.passes < epochs) {
//     ... a part of a pass ...
//     if (checkpoint->IsDue()) {
//       C2V_RETURN_IF_ERROR(checkpoint->Save("", state));
//     }
//   }
//
// Learners ask when it suits them, between steps; the run says how often
// (trainer/fit/checkpoint.h). With one thread a learner that was restored ends
// with the same bytes as one that was never stopped: whatever its steps depend
// on is in its state, or follows from the seed and the place in the pass.

#ifndef CUSTOMER2VEC_TRAINER_MODELS_LEARNING_CHECKPOINT_H_
#define CUSTOMER2VEC_TRAINER_MODELS_LEARNING_CHECKPOINT_H_

#include <cstdint>
#include <optional>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace customer2vec {

struct LearningState {
  uint64_t passes = 0;    // over the data, that are done
  uint64_t position = 0;  // in the pass after them; in the learner's own units
  std::vector<std::vector<float>> arrays;  // in the learner's own order
};

class LearningCheckpoint {
 public:
  virtual ~LearningCheckpoint() = default;

  // What was saved last for this part of the model; nothing when it has to
  // begin. A model that learns in one go has one part, "".
  virtual std::optional<LearningState> Restore(absl::string_view part) = 0;

  // Whether it is time to save. Cheap; safe for concurrent use.
  virtual bool IsDue() const = 0;

  // Replaces what was saved for this part: durable when it returns. An error
  // ends the learning.
  virtual absl::Status Save(absl::string_view part,
                            const LearningState& state) = 0;
};

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_TRAINER_MODELS_LEARNING_CHECKPOINT_H_
