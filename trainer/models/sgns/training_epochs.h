// The loop of every training over sentences: epochs in random order, cut into
// pieces that threads take, saved when it is time.
//
//   class Worker final : public PieceTrainer {
//     void Start(const TrainingPiece& piece) override;
//     bool Train(uint64_t tokens) override;   // steps
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
// part with a trainer of its own, whichever thread runs it. In turns of some
// 64 tokens a part steps on copies of its rows, from what the turn before
// left; then the parts' moves are put together, in their order (working_rows.h
// says how). So the number of threads changes nothing. It is saved between
// groups of 64 batches, or fewer of more than 2 M tokens.

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
  double done;    // share of the whole training that is before it, in [0, 1)
  Random random;  // of this piece alone
};

// What one thread, or a part of a deterministic batch, trains with.
class PieceTrainer {
 public:
  virtual ~PieceTrainer() = default;

  // What it does with a piece depends on the piece and on the vectors alone,
  // not on pieces before.
  virtual void Start(const TrainingPiece& piece) = 0;
  // Trains on about so many more tokens of the piece; false when it is done.
  virtual bool Train(uint64_t tokens) = 0;

  // Only for deterministic trainings, where Train() steps on copies. Each is
  // for the rows that are the `share`-th of `shares` and that were moved since
  // Finish(), and is called for all trainers, in their order, before the next
  // one is; several threads may, each for another share. Counts the moves of
  // each row,
  virtual void CountMoves(size_t share, size_t shares);
  // adds them,
  virtual void AddMoves(size_t share, size_t shares);
  // and puts anchored rows back.
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
