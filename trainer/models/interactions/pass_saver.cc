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

int PassSaver::Restore() {
  if (checkpoint_ == nullptr) return 0;
  const std::optional<LearningState> state = checkpoint_->Restore("");
  if (!state.has_value() || !Fits(*state)) return 0;
  for (size_t i = 0; i < matrices_.size(); ++i) {
    *matrices_[i] =
        FactorMatrix::Padded(state->arrays[i], matrices_[i]->dimension());
  }
  for (size_t i = 0; i < vectors_.size(); ++i) {
    *vectors_[i] = state->arrays[matrices_.size() + i];
  }
  return static_cast<int>(state->passes);
}

absl::Status PassSaver::SaveIfDue(int pass) const {
  if (checkpoint_ == nullptr || pass == passes_ || !checkpoint_->IsDue()) {
    return absl::OkStatus();
  }
  LearningState state{
      .passes = static_cast<uint64_t>(pass), .position = 0, .arrays = {}};
  for (const FactorMatrix* matrix : matrices_) {
    state.arrays.push_back(matrix->Dense());
  }
  for (const std::vector<float>* vector : vectors_) {
    state.arrays.push_back(*vector);
  }
  return checkpoint_->Save("", state);
}

}  // namespace customer2vec
