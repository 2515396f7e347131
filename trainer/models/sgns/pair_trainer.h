// A trainer over sentences that moves two matrices, the vectors of tokens as
// inputs and as outputs: what the skip-gram and the text trainers share of
// PieceTrainer.
//
//   class Worker final : public PairTrainer {
//    public:
//     explicit Worker(Run& run)
//         : PairTrainer({run.input, run.input_anchors, run.moved_input},
//                       {run.output, run.output_anchors, run.moved_output}) {}
//     void Start(const TrainingPiece& piece) override;
//     bool Train(uint64_t tokens) override;  // steps on input_ and output_,
//                                            // then EndTurn()
//   };
//
// Thread-safety as PieceTrainer says.

#ifndef CUSTOMER2VEC_TRAINER_MODELS_SGNS_PAIR_TRAINER_H_
#define CUSTOMER2VEC_TRAINER_MODELS_SGNS_PAIR_TRAINER_H_

#include <cstddef>
#include <utility>

#include "trainer/models/sgns/training_epochs.h"
#include "trainer/models/sgns/working_rows.h"

namespace customer2vec {

class PairTrainer : public PieceTrainer {
 public:
  void CountMoves(size_t share, size_t shares) override {
    input_.CountMoves(share, shares);
    output_.CountMoves(share, shares);
  }
  void AddMoves(size_t share, size_t shares) override {
    input_.AddMoves(share, shares);
    output_.AddMoves(share, shares);
  }
  void HoldMoved(size_t share, size_t shares) override {
    input_.HoldMoved(share, shares);
    output_.HoldMoved(share, shares);
  }
  void Finish() override {
    input_.Finish();
    output_.Finish();
  }

 protected:
  PairTrainer(WorkingRows input, WorkingRows output)
      : input_(std::move(input)), output_(std::move(output)) {}

  // What Train() ends with.
  void EndTurn() {
    input_.TurnIntoMoves();
    output_.TurnIntoMoves();
  }

  WorkingRows input_, output_;
};

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_TRAINER_MODELS_SGNS_PAIR_TRAINER_H_
