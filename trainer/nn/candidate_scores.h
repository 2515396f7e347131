// Scores of examples by candidates: products of their vectors, or cosines,
// divided by a temperature.
//
//   const ScoreSettings settings{.unit_length = true, .temperature = 0.1};
//   const ScoreTape<float> tape =
//       ScoreCandidates(settings, states, vectors, workspace);
//   SoftmaxCrossEntropy(tape.scores, targets, scale, tape.scores);   // dscores
//   ScoreCandidatesBackward(settings, tape, tape.scores, dstates, dvectors);
//
// With all rows of a table as candidates it is the full softmax's layer. Why
// unit length: core/nn/unit_rows.h. Thread-safe with a workspace a thread.

#ifndef CUSTOMER2VEC_TRAINER_NN_CANDIDATE_SCORES_H_
#define CUSTOMER2VEC_TRAINER_NN_CANDIDATE_SCORES_H_

#include <span>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "core/nn/matrix.h"
#include "core/nn/workspace.h"

namespace customer2vec::nn {

struct ScoreSettings {
  bool unit_length = true;   // cosines
  double temperature = 0.1;  // above 0; 1 leaves products alone
};

// INVALID_ARGUMENT, naming the field as `path`.temperature.
absl::Status CheckScoreSettings(const ScoreSettings& settings,
                                absl::string_view path);

// Lives in the workspace until its Reset(); `queries` and `candidates` are the
// caller's own without unit_length.
template <typename T>
struct ScoreTape {
  MatrixView<T> scores;  // n x m
  MatrixView<const T> queries;
  MatrixView<const T> candidates;
  std::span<const T> query_norms;  // empty without unit_length
  std::span<const T> candidate_norms;
};

// queries: n x d, candidates: m x d.
template <typename T>
ScoreTape<T> ScoreCandidates(const ScoreSettings& settings,
                             MatrixView<T> queries, ConstMatrix<T> candidates,
                             Workspace<T>& workspace);

// Overwrites dqueries, n x d, and dcandidates, m x d.
template <typename T>
void ScoreCandidatesBackward(const ScoreSettings& settings,
                             const ScoreTape<T>& tape, ConstMatrix<T> dscores,
                             MatrixView<T> dqueries, MatrixView<T> dcandidates);

}  // namespace customer2vec::nn

#endif  // CUSTOMER2VEC_TRAINER_NN_CANDIDATE_SCORES_H_
