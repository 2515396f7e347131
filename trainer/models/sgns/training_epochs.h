// The loop of every training over sentences: epochs in random order, cut into
// pieces that threads take, saved when it is time.
//
//   class Worker final : public PieceTrainer {
//     void TrainOn(const TrainingPiece& piece) override;   // steps
//   };
//   C2V_RETURN_IF_ERROR(TrainEpochs(
//       {.sentences = sentences, .epochs = 10, .rate = {}, .seed = 1},
//       saver, progress, [&] { return std::make_unique<Worker>(run); },
//       [](int epoch) {}));
//
// Each epoch has the sentences in a new random order, because neighbours in a
// corpus are often one customer's. Everything random follows from the seed, the
// epoch and the place in the order.
//
// Threads, each with a trainer of its own, take pieces of 64 sentences as they
// come, and their steps race on purpose (Hogwild, Recht et al. 2011): one
// thread gives the same bytes each time, more do not. It is saved between
// pieces.
//
// Deterministic: the order is cut into batches of 8 parts of 16 sentences, each
// part with a trainer of its own, whichever thread runs it. A part steps on
// copies of its rows (row_copies.h), from what the batch before left; then all
// parts' moves are added, in their order. So the number of threads changes
// nothing. It is saved between groups of 64 batches.

#ifndef CUSTOMER2VEC_TRAINER_MODELS_SGNS_TRAINING_EPOCHS_H_
#define CUSTOMER2VEC_TRAINER_MODELS_SGNS_TRAINING_EPOCHS_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <span>

#include "absl/status/status.h"
#include "core/base/random.h"
#include "trainer/models/sgns/learning_rate.h"
#include "trainer/models/sgns/sentences.h"
#include "trainer/models/sgns/training_progress.h"
#include "trainer/models/sgns/training_saver.h"

namespace customer2vec {

struct TrainingPlan {
  Sentences sentences;
  int epochs = 1;
  LearningRate rate = {};
  uint64_t seed = 1;
  size_t threads = 1;
  bool deterministic = false;
};

// Some of an epoch's sentences, for one thread.
struct TrainingPiece {
  std::span<const uint32_t> sentences;  // their numbers
  float rate;
  Random random;  // of this piece alone
};

// What one thread, or a part of a deterministic batch, trains with.
class PieceTrainer {
 public:
  virtual ~PieceTrainer() = default;

  // What it does depends on the piece and on the vectors alone, not on pieces
  // before.
  virtual void TrainOn(const TrainingPiece& piece) = 0;

  // Only for deterministic trainings, where TrainOn() steps on copies: adds
  // what it moved since Finish() to the rows that are the `share`-th of
  // `shares`. Several threads may, each for another share.
  virtual void AddMoves(size_t share, size_t shares);
  // Puts anchored rows of that share back that were moved, after all trainers
  // added to them.
  virtual void HoldMoved(size_t share, size_t shares);
  // Forgets the copies.
  virtual void Finish();
};

// All epochs from where `saver` restored on; `end_epoch` is called after each
// that was trained in, while no thread trains. Tells `progress` of tokens and
// epochs, and of those that were done before. Errors are the checkpoint's.
absl::Status TrainEpochs(
    const TrainingPlan& plan, TrainingSaver& saver, ProgressMeter& progress,
    const std::function<std::unique_ptr<PieceTrainer>()>& make_trainer,
    const std::function<void(int epoch)>& end_epoch);

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_TRAINER_MODELS_SGNS_TRAINING_EPOCHS_H_
