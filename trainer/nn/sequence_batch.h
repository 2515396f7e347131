// Sequences of different lengths that step together, without padding.
//
//   SequenceBatch batch;
//   batch.Assign(lengths);                     // {2, 5, 3}
//   batch.StepSize(0);                         // 3: all have a first event
//   batch.StepSize(3);                         // 1: only the longest goes on
//   batch.RowOf(/*sequence=*/1, /*step=*/3);   // the row of its fourth event
//
// Events of all sequences are rows of one matrix, step by step, and within a
// step the longest sequence first (ties by number): sequences that go on are
// always the first rows of a step, whose states before are the first rows of
// the step before. This is what PyTorch calls a packed sequence. Not
// thread-safe: one a shard.

#ifndef CUSTOMER2VEC_TRAINER_NN_SEQUENCE_BATCH_H_
#define CUSTOMER2VEC_TRAINER_NN_SEQUENCE_BATCH_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace customer2vec::nn {

class SequenceBatch {
 public:
  // A sequence of length 0 has no rows. Allocates only to grow.
  void Assign(std::span<const uint32_t> lengths);

  size_t sequences() const { return place_.size(); }
  size_t steps() const { return begins_.size() - 1; }
  // Events of all sequences.
  size_t rows() const { return begins_.back(); }

  // Rows of a step: [StepBegin(), StepBegin() + StepSize()).
  size_t StepBegin(size_t step) const { return begins_[step]; }
  size_t StepSize(size_t step) const {
    return begins_[step + 1] - begins_[step];
  }

  // REQUIRES: step < the sequence's length.
  size_t RowOf(size_t sequence, size_t step) const {
    return begins_[step] + place_[sequence];
  }

 private:
  std::vector<uint32_t> order_;  // sequences, longest first
  std::vector<uint32_t> place_;  // by sequence: its place in order_
  std::vector<size_t> begins_ = {0};
};

}  // namespace customer2vec::nn

#endif  // CUSTOMER2VEC_TRAINER_NN_SEQUENCE_BATCH_H_
