// What a skip-gram training is asked to learn.
//
//   SgnsSettings settings{.dimension = 128, .whole_sentence = true};
//   settings.rate = {.start = 0.05};
//   C2V_RETURN_IF_ERROR(CheckSgnsSettings(settings, "models[0].item2vec"));

#ifndef CUSTOMER2VEC_TRAINER_MODELS_SGNS_SGNS_SETTINGS_H_
#define CUSTOMER2VEC_TRAINER_MODELS_SGNS_SGNS_SETTINGS_H_

#include <cstddef>
#include <cstdint>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "trainer/models/sgns/learning_rate.h"

namespace customer2vec {

// How much is shared by default. In a whole sentence a token has many contexts,
// and with them many negatives for a few draws to stand for: more draws, and
// anew for every second block, keep recall (docs/benchmarks.md has the
// trade-off).
constexpr uint32_t DefaultSharedNegatives(bool whole_sentence) {
  return whole_sentence ? 32 : 10;
}
constexpr uint32_t DefaultNegativeBlocks(bool whole_sentence) {
  return whole_sentence ? 2 : 8;
}
// In the middle of a training by windows, so many times as many: at its
// beginning vectors are short and negatives much alike, at its end steps are
// too small for their noise to stay.
inline constexpr uint32_t kMiddleFactor = 4;
// The middle: shares of the training.
inline constexpr double kMiddleBegin = 0.15, kMiddleEnd = 0.7;

struct SgnsSettings {
  size_t dimension = 200;  // 1 to 4096
  // Context of a token: every other token of its sentence, or those near it.
  bool whole_sentence = false;
  // Tokens to each side, drawn anew for each token from [1, window_size].
  uint32_t window_size = 5;  // 1 to 1000
  // For whole sentences: context tokens at most, drawn without replacement.
  uint32_t max_context = 20;  // 1 to 1000
  uint32_t negatives = 5;     // of a token and a context, 1 to 1000
  // Negatives that neighbouring tokens share, see sgns_blocks.h; 1 to 1000.
  uint32_t shared_negatives = DefaultSharedNegatives(false);
  // For windows: as many instead in the middle of the training, 1 to 4000.
  uint32_t middle_negatives = kMiddleFactor * DefaultSharedNegatives(false);
  // For how many blocks they stay, 1 to 1000.
  uint32_t negative_blocks = DefaultNegativeBlocks(false);
  double negative_exponent = 0.75;  // negatives by count^exponent; in [-2, 2]
  double subsample = 1e-3;          // word2vec's threshold; 0 (off) to 1
  int epochs = 10;                  // 1 to 10000
  LearningRate rate = {};
  // Input vectors start uniform in [-start_reach, start_reach) / dimension. The
  // vectors leave the neighbourhood of zero as fast as they are far from it:
  // word2vec has 0.5, gensim 1. In (0, 1000].
  double start_reach = 1;
  // Instead of negatives: the turns on the way to a context in the Huffman tree
  // of the vocabulary (huffman_tree.h). Output rows are its inner nodes then.
  bool hierarchical_softmax = false;
  // The same bytes at any number of threads at one instruction set, slower.
  bool deterministic = false;
};

// How many negatives are shared where `done`, in [0, 1), of the training is
// done.
uint32_t SharedNegatives(const SgnsSettings& settings, double done);

// INVALID_ARGUMENT with the field, its value and its range, for the first one
// out of range. `path` is that of the settings.
absl::Status CheckSgnsSettings(const SgnsSettings& settings,
                               absl::string_view path);

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_TRAINER_MODELS_SGNS_SGNS_SETTINGS_H_
