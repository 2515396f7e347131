#include "trainer/models/sgns/training_saver.h"

#include <cstdint>
#include <optional>

namespace customer2vec {
namespace {

bool Fits(const LearningState& state,
          const std::vector<EmbeddingMatrix*>& matrices, int epochs) {
  if (state.passes > static_cast<uint64_t>(epochs)) return false;
  if (state.arrays.size() != matrices.size()) return false;
  for (size_t i = 0; i < matrices.size(); ++i) {
    const size_t numbers = matrices[i]->rows() * matrices[i]->dimension();
    if (state.arrays[i].size() != numbers) return false;
  }
  return true;
}

}  // namespace

TrainingPlace TrainingSaver::Restore(int epochs) {
  if (checkpoint_ == nullptr) return {};
  const std::optional<LearningState> state = checkpoint_->Restore(part_);
  if (!state.has_value() || !Fits(*state, matrices_, epochs)) return {};
  for (size_t i = 0; i < matrices_.size(); ++i) {
    matrices_[i]->SetDense(state->arrays[i]);
  }
  return {static_cast<int>(state->passes),
          static_cast<size_t>(state->position)};
}

absl::Status TrainingSaver::Save(const TrainingPlace& place) {
  LearningState state{.passes = static_cast<uint64_t>(place.epochs),
                      .position = place.texts,
                      .arrays = {}};
  for (const EmbeddingMatrix* matrix : matrices_) {
    state.arrays.push_back(matrix->Dense());
  }
  return checkpoint_->Save(part_, state);
}

}  // namespace customer2vec
