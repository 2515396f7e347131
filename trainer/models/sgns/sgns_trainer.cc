#include "trainer/models/sgns/sgns_trainer.h"

#include <cstddef>
#include <memory>
#include <numeric>
#include <span>
#include <utility>

#include "absl/strings/str_cat.h"
#include "core/base/random.h"
#include "core/base/status_macros.h"
#include "hwy/cache_control.h"
#include "trainer/models/sgns/alias_sampler.h"
#include "trainer/models/sgns/huffman_tree.h"
#include "trainer/models/sgns/pair_trainer.h"
#include "trainer/models/sgns/sgns_blocks.h"
#include "trainer/models/sgns/sgns_kernel.h"
#include "trainer/models/sgns/sgns_reference.h"
#include "trainer/models/sgns/training_checks.h"
#include "trainer/models/sgns/training_epochs.h"
#include "trainer/models/sgns/training_saver.h"
#include "trainer/models/sgns/training_threads.h"

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
    if (settings.deterministic) {
      moved_input.resize(input.rows());
      moved_output.resize(output.rows());
    }
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
  MovedRows moved_input, moved_output;
  TrainingSaver saver;
  ProgressMeter progress;
};

// Trains on sentence after sentence. Each block is cut, and its rows asked for,
// while the one before waits: it is worked on then.
class Worker final : public PairTrainer {
 public:
  explicit Worker(Run& run)
      : PairTrainer({run.input, run.input_anchors, run.moved_input},
                    {run.output, run.output_anchors, run.moved_output}),
        run_(run),
        maker_(BlockSettings(run.settings), run.keep, run.sampler, &run.tree) {}

  void Start(const TrainingPiece& piece) override {
    rest_ = piece.sentences;
    rate_ = piece.rate;
    random_ = piece.random;
    maker_.ShareNegatives(SharedNegatives(run_.settings, piece.done));
  }

  bool Train(uint64_t tokens) override {
    bool more = true;
    for (uint64_t done = 0; more && done < tokens;) {
      more = Next(&next_block_);
      if (!block_.inputs.empty()) done += TrainOnBlock();
      std::swap(block_, next_block_);
      if (!more) block_.inputs.clear();
    }
    EndTurn();
    return more;
  }

 private:
  // The next block of the piece, and asks for its rows; false after the last.
  bool Next(SgnsBlock* block) {
    while (!maker_.Next(random_, block)) {
      if (rest_.empty()) return false;
      maker_.Start(run_.sentences[rest_.front()], random_);
      rest_ = rest_.subspan(1);
      if (!rest_.empty()) hwy::Prefetch(run_.sentences[rest_.front()].data());
    }
    SgnsPrefetch(*block, run_.input, run_.output);
    return true;
  }

  // Of a row that meets each of those once.
  float EffortOf(std::span<const uint32_t> others) const {
    return rate_ * static_cast<float>(others.size());
  }

  // Returns the tokens of the sentence that the block took.
  size_t TrainOnBlock() {
    input_.Take(block_.inputs, EffortOf(block_.outputs));
    output_.Take(block_.outputs, EffortOf(block_.inputs));
    if (blocks_++ % kBlocksALoss == 0) SampleLoss();
    SgnsUpdate(block_, rate_, input_.matrix(), output_.matrix(), scratch_);
    input_.Release(block_.inputs);
    output_.Release(block_.outputs);
    return run_.tree.empty() ? block_.inputs.size() : 1;
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
  SgnsBlock block_;  // empty, or cut and not yet worked on
  SgnsBlock next_block_;
  SgnsScratch scratch_;
  std::span<const uint32_t> rest_;  // sentences not begun
  float rate_ = 0;
  Random random_{0};
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
