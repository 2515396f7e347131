#include "trainer/models/interactions/pass_saver.h"

#include <cstddef>
#include <cstdint>
#include <optional>

namespace customer2vec {

bool PassSaver::Fits(const LearningState& state) const {
  if (state.passes > static_cast<uint64_t>(passes_)) return false;
  if (state.arrays.size() != matrices_.size() + vectors_.size()) return false;
  for (size_t i = 0; i < matrices_.size(); ++i) {
    const size_t numbers = matrices_[i]->rows() * matrices_[i]->dimension();
    if (state.arrays[i].size() != numbers) return false;
  }
  for (size_t i = 0; i < vectors_.size(); ++i) {
    if (state.arrays[matrices_.size() + i].size() != vectors_[i]->size()) {
      return false;
    }
  }
  return true;
}

PassPlace PassSaver::Restore() {
  if (checkpoint_ == nullptr) return {};
  const std::optional<LearningState> state = checkpoint_->Restore("");
  if (!state.has_value() || !Fits(*state)) return {};
  for (size_t i = 0; i < matrices_.size(); ++i) {
    *matrices_[i] =
        FactorMatrix::Padded(state->arrays[i], matrices_[i]->dimension());
  }
  for (size_t i = 0; i < vectors_.size(); ++i) {
    *vectors_[i] = state->arrays[matrices_.size() + i];
  }
  return {static_cast<int>(state->passes),
          static_cast<size_t>(state->position)};
}

absl::Status PassSaver::SaveIfDue(const PassPlace& place) const {
  if (!IsDue()) return absl::OkStatus();
  LearningState state{.passes = static_cast<uint64_t>(place.passes),
                      .position = place.pieces,
                      .arrays = {}};
  for (const FactorMatrix* matrix : matrices_) {
    state.arrays.push_back(matrix->Dense());
  }
  for (const std::vector<float>* vector : vectors_) {
    state.arrays.push_back(*vector);
  }
  return checkpoint_->Save("", state);
}

absl::Status PassSaver::EndPass(PassPlace* place) const {
  *place = {place->passes + 1, 0};
  return place->passes < passes_ ? SaveIfDue(*place) : absl::OkStatus();
}

}  // namespace customer2vec
