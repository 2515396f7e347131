#include "trainer/models/sgns/sgns_trainer.h"

#include <cstddef>
#include <memory>
#include <numeric>
#include <utility>

#include "absl/strings/str_cat.h"
#include "core/base/random.h"
#include "core/base/status_macros.h"
#include "hwy/cache_control.h"
#include "trainer/models/sgns/alias_sampler.h"
#include "trainer/models/sgns/huffman_tree.h"
#include "trainer/models/sgns/sgns_blocks.h"
#include "trainer/models/sgns/sgns_kernel.h"
#include "trainer/models/sgns/sgns_reference.h"
#include "trainer/models/sgns/training_checks.h"
#include "trainer/models/sgns/training_epochs.h"
#include "trainer/models/sgns/training_saver.h"
#include "trainer/models/sgns/training_threads.h"
#include "trainer/models/sgns/working_rows.h"

namespace customer2vec {
namespace {

// One block in so many has its loss computed, by plain loops.
constexpr uint64_t kBlocksALoss = 2048;

// What all threads of a run share.
struct Run {
  Run(const Sentences& sentences, std::span<const uint32_t> counts,
      const SgnsSettings& settings, const SgnsOptions& options)
      : sentences(sentences),
        settings(settings),
        keep(KeepProbabilities(counts, settings.subsample)),
        sampler(PowerWeights(counts, settings.negative_exponent)),
        tree(settings.hierarchical_softmax ? HuffmanTree(counts)
                                           : HuffmanTree()),
        input(counts.size(), settings.dimension),
        output(counts.size(), settings.dimension),
        saver(options.checkpoint, "", {&input, &output}),
        progress(
            options.progress, options.progress_interval_seconds,
            settings.epochs,
            sentences.token_count() * static_cast<uint64_t>(settings.epochs)) {
    Random filling = Random(options.seed).Fork(UINT32_MAX);
    input.FillUniform(filling, settings.start_reach);
    input_anchors = StartMatrix(options.start.input, input);
    output_anchors = StartMatrix(options.start.output, output);
  }

  const Sentences& sentences;
  const SgnsSettings& settings;
  const std::vector<float> keep;
  const AliasSampler sampler;
  const HuffmanTree tree;  // empty without hierarchical softmax
  EmbeddingMatrix input;
  EmbeddingMatrix output;
  RowAnchors input_anchors;
  RowAnchors output_anchors;
  TrainingSaver saver;
  ProgressMeter progress;
};

// Trains on sentence after sentence. Each block is cut, and its rows asked for,
// while the one before waits: it is worked on then.
class Worker final : public PieceTrainer {
 public:
  explicit Worker(Run& run)
      : run_(run),
        maker_(BlockSettings(run.settings), run.keep, run.sampler, &run.tree),
        input_(run.input, run.input_anchors, run.settings.deterministic),
        output_(run.output, run.output_anchors, run.settings.deterministic) {}

  void TrainOn(const TrainingPiece& piece) override {
    Random random = piece.random;
    maker_.ForgetNegatives();
    const auto order = piece.sentences;
    for (size_t i = 0; i < order.size(); ++i) {
      if (i + 1 < order.size()) {
        hwy::Prefetch(run_.sentences[order[i + 1]].data());
      }
      TrainOnSentence(run_.sentences[order[i]], piece.rate, random);
    }
    TrainOnBlock(piece.rate);
    block_.inputs.clear();
    input_.TurnIntoMoves();
    output_.TurnIntoMoves();
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

 private:
  void TrainOnSentence(std::span<const uint32_t> tokens, float rate,
                       Random& random) {
    maker_.Start(tokens, random);
    while (maker_.Next(random, &next_block_)) {
      SgnsPrefetch(next_block_, run_.input, run_.output);
      TrainOnBlock(rate);
      std::swap(block_, next_block_);
    }
  }

  void TrainOnBlock(float rate) {
    if (block_.inputs.empty()) return;
    input_.Take(block_.inputs);
    output_.Take(block_.outputs);
    if (blocks_++ % kBlocksALoss == 0) SampleLoss();
    SgnsUpdate(block_, rate, input_.matrix(), output_.matrix(), scratch_);
    input_.Release(block_.inputs);
    output_.Release(block_.outputs);
  }

  void SampleLoss() {
    const auto end =
        block_.weights.begin() +
        static_cast<std::ptrdiff_t>(block_.positives * block_.inputs.size());
    const double pairs = std::accumulate(block_.weights.begin(), end, 0.0);
    run_.progress.AddLoss(SgnsLoss(block_, input_.matrix(), output_.matrix()),
                          pairs);
  }

  Run& run_;
  SgnsBlockMaker maker_;
  WorkingRows input_, output_;
  SgnsBlock block_;  // empty, or cut and not yet worked on
  SgnsBlock next_block_;
  SgnsScratch scratch_;
  uint64_t blocks_ = 0;
};

}  // namespace

absl::StatusOr<SgnsModel> TrainSgns(const Sentences& sentences,
                                    std::span<const uint32_t> counts,
                                    const SgnsSettings& settings,
                                    const SgnsOptions& options) {
  C2V_RETURN_IF_ERROR(CheckSgnsSettings(settings, "settings"));
  C2V_RETURN_IF_ERROR(CheckOffsets(sentences, "sentences"));
  C2V_RETURN_IF_ERROR(CheckCounts(counts));
  C2V_RETURN_IF_ERROR(CheckMatrixStart(options.start.input, counts.size(),
                                       settings.dimension, "start.input"));
  C2V_RETURN_IF_ERROR(CheckMatrixStart(options.start.output, counts.size(),
                                       settings.dimension, "start.output"));
  Run run(sentences, counts, settings, options);
  const auto hold = [&](int /*epoch*/) {
    run.input_anchors.HoldAll(run.input);
    run.output_anchors.HoldAll(run.output);
  };
  C2V_RETURN_IF_ERROR(TrainEpochs(
      {.sentences = sentences,
       .epochs = settings.epochs,
       .rate = settings.rate,
       .seed = options.seed,
       .threads = ThreadCount(options.threads),
       .deterministic = settings.deterministic},
      run.saver, run.progress, [&] { return std::make_unique<Worker>(run); },
      hold));
  SgnsModel model{counts.size(), settings.dimension, run.input.Dense(),
                  run.output.Dense()};
  if (!AreFinite(model.input) || !AreFinite(model.output)) {
    return absl::FailedPreconditionError(absl::StrCat(
        "training diverged at learning_rate ",
        settings.rate.At(1, settings.epochs, 0), ": lower it, or max_context (",
        settings.max_context, ")"));
  }
  return model;
}

}  // namespace customer2vec
