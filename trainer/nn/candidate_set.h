// The items that a batch's examples are ranked among: its targets and drawn
// negatives, each once.
//
//   CandidateSet candidates(item_count);
//   candidates.Assign(targets, negatives);
//   GatherRows(table, candidates.rows(), vectors);
//   ...                                      // scores: examples x candidates
//   SubtractFromColumns(log_q, scores);
//   SoftmaxCrossEntropy(scores, candidates.target_columns(), scale, dscores);
//
// Sampled softmax in this form has no accidental hits: an example's target that
// was drawn too, or is another's target, is one column. A candidate that is
// often there would be pushed down as often; its score less the logarithm of
// the probability that it is there makes the sum an estimate of the full one
// (Bengio and Senecal 2008; for targets of a batch Yi et al. 2019).
//
// Not thread-safe: one a shard. Allocates only to grow.

#ifndef CUSTOMER2VEC_TRAINER_NN_CANDIDATE_SET_H_
#define CUSTOMER2VEC_TRAINER_NN_CANDIDATE_SET_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "core/nn/matrix.h"

namespace customer2vec::nn {

class CandidateSet {
 public:
  explicit CandidateSet(size_t table_rows) : columns_(table_rows, kAbsent) {}

  // REQUIRES: rows are below table_rows.
  void Assign(std::span<const uint32_t> targets,
              std::span<const uint32_t> negatives);

  // Distinct rows in order of appearance, targets first.
  std::span<const uint32_t> rows() const { return rows_; }
  // The place of each target in rows().
  std::span<const uint32_t> target_columns() const { return target_columns_; }

 private:
  static constexpr uint32_t kAbsent = UINT32_MAX;

  uint32_t ColumnOf(uint32_t row);

  std::vector<uint32_t> columns_;  // by row of the table
  std::vector<uint32_t> rows_;
  std::vector<uint32_t> target_columns_;
};

// One way in which a row gets among the candidates: `count` independent draws,
// each this row with `probability`.
struct Draws {
  double probability = 0;  // in [0, 1]
  double count = 0;        // at least 0
};

// log of the probability that at least one draw is the row: log(1 - prod (1 -
// probability)^count). -infinity when none can be.
double LogInclusion(std::span<const Draws> draws);

// scores[i, j] -= numbers[j].
template <typename T>
void SubtractFromColumns(ConstVector<T> numbers, MatrixView<T> scores);

}  // namespace customer2vec::nn

#endif  // CUSTOMER2VEC_TRAINER_NN_CANDIDATE_SET_H_
