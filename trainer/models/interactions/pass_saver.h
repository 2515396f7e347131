// Saves factors between pieces of a pass over the data when it is due, and puts
// them back.
//
//   PassSaver saver(options.checkpoint, epochs, {&items, &customers},
//                   {&biases});
//   for (PassPlace place = saver.Restore(); place.passes < epochs;) {
//     C2V_RETURN_IF_ERROR(RunPieces(threads, pieces, saver, &place,
//                                   [&](size_t piece, size_t thread) { ... }));
//     C2V_RETURN_IF_ERROR(saver.EndPass(&place));
//   }
//
// Pieces are numbered; what one does follows from its number and from what is
// saved, so that with one thread a learner that was stopped between any two
// ends with the same bytes as one that was not.
//
// IsDue() is safe for concurrent use; the others while no thread learns.

#ifndef CUSTOMER2VEC_TRAINER_MODELS_INTERACTIONS_PASS_SAVER_H_
#define CUSTOMER2VEC_TRAINER_MODELS_INTERACTIONS_PASS_SAVER_H_

#include <cstddef>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "core/factors/factor_matrix.h"
#include "trainer/models/interactions/parallel_chunks.h"
#include "trainer/models/learning_checkpoint.h"

namespace customer2vec {

// Passes that are done, and pieces of the next one.
struct PassPlace {
  int passes = 0;
  size_t pieces = 0;
};

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

  // Fills the arrays with what was saved. The beginning, with everything as it
  // is, where nothing was saved or it does not fit.
  PassPlace Restore();

  bool IsDue() const { return checkpoint_ != nullptr && checkpoint_->IsDue(); }
  absl::Status SaveIfDue(const PassPlace& place) const;

  // Moves `place` to the next pass, and saves it when it is due; after the last
  // there is nothing to save.
  absl::Status EndPass(PassPlace* place) const;

 private:
  bool Fits(const LearningState& state) const;

  LearningCheckpoint* const checkpoint_;
  const int passes_;
  const std::vector<FactorMatrix*> matrices_;
  const std::vector<std::vector<float>*> vectors_;
};

// Calls work(piece, thread) for the pieces from `place` to `end`, as
// ParallelChunks() does, and saves between them when it is due. Moves `place`
// to the end. Errors are the checkpoint's.
template <typename Work>
absl::Status RunPieces(size_t threads, size_t end, const PassSaver& saver,
                       PassPlace* place, const Work& work) {
  while (place->pieces < end) {
    place->pieces = ParallelChunksUntil(
        threads, place->pieces, end, [&] { return saver.IsDue(); }, work);
    if (place->pieces == end) break;
    const absl::Status saved = saver.SaveIfDue(*place);
    if (!saved.ok()) return saved;
  }
  return absl::OkStatus();
}

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_TRAINER_MODELS_INTERACTIONS_PASS_SAVER_H_
