// CBOW, PV-DBOW and PV-DM over texts of tokens.
//
//   const TextSettings settings{.model = TextModel::kPvDbow, .dimension = 128};
//   C2V_ASSIGN_OR_RETURN(
//       TextVectors vectors,
//       TrainTexts(texts, counts, settings, {.seed = 1, .threads = 2}));
//   vectors.documents[7 * 128];  // first number of text 7
//
//   kCbow    a token's context predicts it (Mikolov et al. 2013)
//   kPvDbow  the text's own vector predicts each of its tokens (Le and Mikolov
//            2014); with `train_words` skip-gram over the text goes along, so
//            that tokens have input vectors as well
//   kPvDm    the text's vector and the context predict the token (the same)
//
// Tokens are rows of a vocabulary; output . hidden is high for the tokens that
// a context or a text goes with.
//
// Reproducible: with one thread the same texts, settings and seed give the same
// bytes on the same instruction set. With more threads updates of the tokens'
// vectors race on purpose (Hogwild, Recht et al. 2011; what is tolerated is
// said in sgns_kernel.h) and results differ slightly from run to run. A text is
// one thread's, so its own vector never races. Not so with
// settings.deterministic: threads step on copies of the tokens' vectors, and
// what they moved is added in a fixed order (training_epochs.h), so that the
// number of threads changes nothing.
//
// A run may start from vectors learned before and keep those near where they
// are (matrix_start.h). With a checkpoint it may be killed: the next run begins
// where the last one saved, between pieces of 64 texts, and with one thread
// ends with the same bytes as if nothing had happened.

#ifndef CUSTOMER2VEC_TRAINER_MODELS_SGNS_TEXT_TRAINER_H_
#define CUSTOMER2VEC_TRAINER_MODELS_SGNS_TEXT_TRAINER_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "trainer/models/learning_checkpoint.h"
#include "trainer/models/sgns/cbow_kernel.h"
#include "trainer/models/sgns/learning_rate.h"
#include "trainer/models/sgns/matrix_start.h"
#include "trainer/models/sgns/sentences.h"
#include "trainer/models/sgns/training_progress.h"

namespace customer2vec {

enum class TextModel { kCbow, kPvDbow, kPvDm };

struct TextSettings {
  TextModel model = TextModel::kPvDbow;
  size_t dimension = 200;  // 1 to 4096
  // CBOW: the context is every other token of the text, or those near it.
  bool whole_text = false;
  // Tokens to each side, drawn anew for each token from [1, window_size].
  uint32_t window_size = 5;  // 1 to 1000
  // For whole texts: context tokens at most, drawn without replacement.
  uint32_t max_context = 20;  // 1 to 1000
  // CBOW and PV-DM.
  Pooling pooling = Pooling::kMean;
  // PV-DBOW: learn input vectors of tokens by skip-gram.
  bool train_words = false;
  uint32_t negatives = 5;           // of a token, 1 to 1000
  double negative_exponent = 0.75;  // negatives by count^exponent; in [-2, 2]
  double subsample = 1e-3;          // word2vec's threshold; 0 (off) to 1
  int epochs = 10;                  // 1 to 10000
  LearningRate rate = {};
  // How much is shared; 0 means what docs/benchmarks.md measures. Tokens
  // that a step takes together, and its draws, which stand for the negatives of
  // all of them; PV-DBOW takes its draws from a pool, each `reuse` times. 0 to
  // 1000.
  uint32_t block_tokens = 0;
  uint32_t shared_negatives = 0;
  uint32_t reuse = 0;
  // CBOW: instead of negatives, the turns on the way to a token in the Huffman
  // tree of the vocabulary (huffman_tree.h). Output rows are its inner nodes
  // then.
  bool hierarchical_softmax = false;
  // The same bytes at any number of threads at one instruction set, slower.
  bool deterministic = false;
};

// Where the vectors start; by default documents and inputs at random, outputs
// at 0.
struct TextStart {
  MatrixStart documents = {};
  MatrixStart input = {};
  MatrixStart output = {};
};

struct TextOptions {
  uint64_t seed = 1;
  // 0 means as many as the machine has.
  int threads = 0;
  // Called about once in `progress_interval_seconds` and at the end of each
  // epoch, by one training thread at a time. May be empty.
  ProgressCallback progress = nullptr;
  double progress_interval_seconds = 1;
  // Starts of matrices that the model has not are passed over.
  TextStart start = {};
  // Where to save and to begin; may be null. `part` is the run's name there.
  LearningCheckpoint* checkpoint = nullptr;
  std::string part = {};
};

// Row-major vectors; empty where the model learns none.
struct TextVectors {
  size_t dimension = 0;
  std::vector<float> documents;  // by text; 0 for one without known tokens
  std::vector<float> input;      // by token
  std::vector<float> output;     // by token, or inner node of the tree
};

// INVALID_ARGUMENT with the field, its value and its range, for the first one
// out of range. `path` is that of the settings.
absl::Status CheckTextSettings(const TextSettings& settings,
                               absl::string_view path);

// Trains with the vocabulary [0, counts.size()); tokens beyond it are left out.
// counts[row] is how often the row occurs, by which negatives and subsampling
// go.
//
// INVALID_ARGUMENT for settings or offsets that do not fit; FAILED_PRECONDITION
// for fewer than two rows with a count, or when vectors grew out of all bounds
// because the learning rate is too high for the data; otherwise what the
// checkpoint returned.
absl::StatusOr<TextVectors> TrainTexts(const Sentences& texts,
                                       std::span<const uint32_t> counts,
                                       const TextSettings& settings,
                                       const TextOptions& options);

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_TRAINER_MODELS_SGNS_TEXT_TRAINER_H_
