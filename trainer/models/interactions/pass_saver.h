// Saves factors after a pass over the data when it is due, and puts them back.
//
//   PassSaver saver(options.checkpoint, config.epochs(), {&items, &customers},
//                   {&biases});
//   for (int pass = saver.Restore() + 1; pass <= config.epochs(); ++pass) {
//     ...
//     C2V_RETURN_IF_ERROR(saver.SaveIfDue(pass));
//   }
//
// Not thread-safe.

#ifndef CUSTOMER2VEC_TRAINER_MODELS_INTERACTIONS_PASS_SAVER_H_
#define CUSTOMER2VEC_TRAINER_MODELS_INTERACTIONS_PASS_SAVER_H_

#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "core/factors/factor_matrix.h"
#include "trainer/models/learning_checkpoint.h"

namespace customer2vec {

class PassSaver {
 public:
  // `checkpoint` may be null. All outlive the saver.
  PassSaver(LearningCheckpoint* checkpoint, int passes,
            std::vector<FactorMatrix*> matrices,
            std::vector<std::vector<float>*> vectors = {})
      : checkpoint_(checkpoint),
        passes_(passes),
        matrices_(std::move(matrices)),
        vectors_(std::move(vectors)) {}

  // Passes that are done. 0, with everything as it is, where nothing was saved
  // or it does not fit.
  int Restore();

  // After the last pass there is nothing to save.
  absl::Status SaveIfDue(int pass) const;

 private:
  bool Fits(const LearningState& state) const;

  LearningCheckpoint* const checkpoint_;
  const int passes_;
  const std::vector<FactorMatrix*> matrices_;
  const std::vector<std::vector<float>*> vectors_;
};

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_TRAINER_MODELS_INTERACTIONS_PASS_SAVER_H_
