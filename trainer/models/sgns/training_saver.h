// Saves a training run's matrices and its place now and then, and puts them
// back.
//
//   TrainingSaver saver(options.checkpoint, "", {&input, &output});
//   TrainingPlace place = saver.Restore(settings.epochs);   // where to begin
//   ...
//   if (saver.IsDue()) C2V_RETURN_IF_ERROR(saver.Save({2, 6400}));
//
// Without a checkpoint it is never due and nothing is restored. IsDue() is safe
// for concurrent use; the others while no thread trains.

#ifndef CUSTOMER2VEC_TRAINER_MODELS_SGNS_TRAINING_SAVER_H_
#define CUSTOMER2VEC_TRAINER_MODELS_SGNS_TRAINING_SAVER_H_

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "trainer/models/learning_checkpoint.h"
#include "trainer/models/sgns/embedding_matrix.h"

namespace customer2vec {

// Epochs that are done, and texts of the next one's order.
struct TrainingPlace {
  int epochs = 0;
  size_t texts = 0;
};

class TrainingSaver {
 public:
  // `checkpoint` may be null. All outlive the saver.
  TrainingSaver(LearningCheckpoint* checkpoint, std::string part,
                std::vector<EmbeddingMatrix*> matrices)
      : checkpoint_(checkpoint),
        part_(std::move(part)),
        matrices_(std::move(matrices)) {}

  // Fills the matrices with what was saved. The beginning, with the matrices as
  // they are, where nothing was saved or it does not fit them.
  TrainingPlace Restore(int epochs);

  bool IsDue() const { return checkpoint_ != nullptr && checkpoint_->IsDue(); }

  // REQUIRES: there is a checkpoint.
  absl::Status Save(const TrainingPlace& place);

 private:
  LearningCheckpoint* const checkpoint_;
  const std::string part_;
  const std::vector<EmbeddingMatrix*> matrices_;
};

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_TRAINER_MODELS_SGNS_TRAINING_SAVER_H_
