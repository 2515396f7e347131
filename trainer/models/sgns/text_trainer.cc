#include "trainer/models/sgns/text_trainer.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <memory>
#include <numeric>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "core/base/random.h"
#include "core/base/status_macros.h"
#include "trainer/models/sgns/alias_sampler.h"
#include "trainer/models/sgns/cbow_blocks.h"
#include "trainer/models/sgns/cbow_path_step.h"
#include "trainer/models/sgns/cbow_reference.h"
#include "trainer/models/sgns/dbow_blocks.h"
#include "trainer/models/sgns/dbow_kernel.h"
#include "trainer/models/sgns/dbow_reference.h"
#include "trainer/models/sgns/embedding_matrix.h"
#include "trainer/models/sgns/huffman_tree.h"
#include "trainer/models/sgns/pair_trainer.h"
#include "trainer/models/sgns/sgns_blocks.h"
#include "trainer/models/sgns/sgns_kernel.h"
#include "trainer/models/sgns/training_checks.h"
#include "trainer/models/sgns/training_epochs.h"
#include "trainer/models/sgns/training_saver.h"
#include "trainer/models/sgns/training_threads.h"

namespace customer2vec {
namespace {

// Blocks made ahead of the one that is stepped on, so that their rows are there
// in time.
constexpr size_t kBlocksAhead = 4;
// Documents start in (-1, 1) / dimension, as gensim's do, twice as far out as
// words: a document has few tokens to grow on, and what a run has not grown yet
// is noise.
constexpr float kDocumentStart = 2;
// One block in so many has its loss computed, by plain loops.
constexpr uint64_t kBlocksALoss = 256;

// `value`, or what stands for a setting of 0.
uint32_t Or(uint32_t value, uint32_t by_default) {
  return value == 0 ? by_default : value;
}

CbowBlockSettings CbowSettings(const TextSettings& settings) {
  const CbowBlockSettings defaults;
  return {.whole_text = settings.whole_text,
          .window_size = settings.window_size,
          .max_context = settings.max_context,
          .negatives = settings.negatives,
          .pooling = settings.pooling,
          .lone_tokens = settings.model == TextModel::kPvDm,
          .centers = Or(settings.block_tokens, defaults.centers),
          .shared_negatives =
              Or(settings.shared_negatives, defaults.shared_negatives)};
}

DbowBlockSettings DbowSettings(const TextSettings& settings) {
  const DbowBlockSettings defaults;
  return {.negatives = settings.negatives,
          .tokens = Or(settings.block_tokens, defaults.tokens),
          .shared_negatives =
              Or(settings.shared_negatives, defaults.shared_negatives),
          .reuse = Or(settings.reuse, defaults.reuse)};
}

SgnsBlockSettings WordSettings(const TextSettings& settings) {
  return {.whole_basket = settings.hierarchical_softmax && settings.whole_text,
          .window_size = settings.window_size,
          .max_context = settings.max_context,
          .negatives = settings.negatives};
}

void Scale(float factor, EmbeddingMatrix& matrix) {
  for (size_t row = 0; row < matrix.rows(); ++row) {
    for (float& x : std::span(matrix.Row(row), matrix.dimension())) x *= factor;
  }
}

// What all threads of a run share.
struct Run {
  Run(const Sentences& texts, std::span<const uint32_t> counts,
      const TextSettings& settings, const TextOptions& options)
      : texts(texts),
        settings(settings),
        keep(KeepProbabilities(counts, settings.subsample)),
        sampler(PowerWeights(counts, settings.negative_exponent)),
        tree(settings.hierarchical_softmax ? HuffmanTree(counts)
                                           : HuffmanTree()),
        documents(HasDocuments() ? texts.size() : 0, settings.dimension),
        input(HasInput() ? counts.size() : 0, settings.dimension),
        output(counts.size(), settings.dimension),
        saver(options.checkpoint, options.part, {&documents, &input, &output}),
        progress(options.progress, options.progress_interval_seconds,
                 settings.epochs,
                 texts.token_count() * static_cast<uint64_t>(settings.epochs)) {
    Random filling = Random(options.seed).Fork(UINT32_MAX);
    documents.FillUniform(filling);
    Scale(kDocumentStart, documents);
    input.FillUniform(filling);
    const TextStart& start = options.start;
    if (HasDocuments()) {
      document_anchors = StartMatrix(start.documents, documents);
    }
    if (HasInput()) input_anchors = StartMatrix(start.input, input);
    output_anchors = StartMatrix(start.output, output);
    if (settings.deterministic) {
      moved_input.resize(input.rows());
      moved_output.resize(output.rows());
    }
  }

  bool HasDocuments() const { return settings.model != TextModel::kCbow; }
  bool HasInput() const {
    return settings.model != TextModel::kPvDbow || settings.train_words;
  }

  const Sentences& texts;
  const TextSettings& settings;
  const std::vector<float> keep;
  const AliasSampler sampler;
  const HuffmanTree tree;  // empty without hierarchical softmax
  EmbeddingMatrix documents;
  EmbeddingMatrix input;
  EmbeddingMatrix output;
  RowAnchors document_anchors;
  RowAnchors input_anchors;
  RowAnchors output_anchors;
  MovedRows moved_input, moved_output;
  TrainingSaver saver;
  ProgressMeter progress;
};

// A block of a text, of one of four kinds.
struct TextBlock {
  enum Kind { kWords, kDbow, kCbow, kPath };
  Kind kind = kDbow;
  uint32_t text = 0;
  // Of PV-DBOW that trains words, or the path of CBOW's hierarchical softmax.
  SgnsBlock words;
  DbowBlock dbow;  // PV-DBOW
  CbowBlock cbow;  // CBOW and PV-DM
};

// Trains on text after text. While a block is stepped on, the rows of the next
// ones are on their way from memory. A text is one worker's, and its vector
// that worker's alone.
class Worker final : public PairTrainer {
 public:
  explicit Worker(Run& run)
      : PairTrainer({run.input, run.input_anchors, run.moved_input},
                    {run.output, run.output_anchors, run.moved_output}),
        run_(run),
        dbow_(DbowSettings(run.settings), run.keep, run.sampler),
        cbow_(CbowSettings(run.settings), run.keep, run.sampler),
        words_(WordSettings(run.settings), run.keep, run.sampler, &run.tree) {}

  void Start(const TrainingPiece& piece) override {
    rest_ = piece.sentences;
    rate_ = piece.rate;
    random_ = piece.random;
    made_ = stepped_ = 0;
    dbow_.ForgetPool();
    cbow_.ForgetNegatives();
    words_.ForgetNegatives();
  }

  bool Train(uint64_t tokens) override {
    bool more = true;
    for (uint64_t done = 0; more && done < tokens;) {
      while (made_ < stepped_ + kBlocksAhead && Next(&Block(made_))) ++made_;
      more = stepped_ < made_;
      if (more) done += Step(Block(stepped_++));
    }
    EndTurn();
    return more;
  }

 private:
  TextBlock& Block(size_t number) { return blocks_[number % kBlocksAhead]; }

  // The next block of the piece, and asks for its rows; false after the last.
  bool Next(TextBlock* block) {
    while (!NextOfText(block)) {
      if (rest_.empty()) return false;
      text_ = rest_.front();
      rest_ = rest_.subspan(1);
      StartText(run_.texts[text_]);
    }
    block->text = text_;
    block->cbow.document = text_;
    Prefetch(*block);
    return true;
  }

  void StartText(std::span<const uint32_t> tokens) {
    if (IsPaths()) return words_.Start(tokens, random_);
    if (!IsDbow()) return cbow_.Start(tokens, random_);
    if (run_.settings.train_words) words_.Start(tokens, random_);
    dbow_.Start(tokens, random_);
  }

  // A maker that was not started has no block.
  bool NextOfText(TextBlock* block) {
    block->kind = TextBlock::kPath;
    if (IsPaths()) return words_.Next(random_, &block->words);
    block->kind = TextBlock::kCbow;
    if (!IsDbow()) return cbow_.Next(random_, &block->cbow);
    block->kind = TextBlock::kWords;
    if (words_.Next(random_, &block->words)) return true;
    block->kind = TextBlock::kDbow;
    return dbow_.Next(random_, &block->dbow);
  }

  bool IsDbow() const { return run_.settings.model == TextModel::kPvDbow; }
  bool IsPaths() const { return run_.settings.hierarchical_softmax; }

  void Prefetch(const TextBlock& block) {
    switch (block.kind) {
      case TextBlock::kWords:
      case TextBlock::kPath:
        return SgnsPrefetch(block.words, run_.input, run_.output);
      case TextBlock::kDbow:
        return DbowPrefetch(block.dbow, run_.output);
      case TextBlock::kCbow:
        return CbowPrefetch(block.cbow, {&run_.input, &run_.output, nullptr});
    }
  }

  // Returns about how many tokens the block took.
  size_t Step(TextBlock& block) {
    switch (block.kind) {
      case TextBlock::kWords:
        return StepOn(block.words);
      case TextBlock::kDbow:
        return StepOn(block.dbow, block.text);
      case TextBlock::kCbow:
        return StepOn(block.cbow, block.text);
      case TextBlock::kPath:
        return StepOnPath(block.words);
    }
    return 0;
  }

  // Of a row that meets each of those once.
  float EffortOf(std::span<const uint32_t> others) const {
    return rate_ * static_cast<float>(others.size());
  }

  size_t StepOn(SgnsBlock& block) {
    input_.Take(block.inputs, EffortOf(block.outputs));
    output_.Take(block.outputs, EffortOf(block.inputs));
    SgnsUpdate(block, rate_, input_.matrix(), output_.matrix(), word_scratch_);
    input_.Release(block.inputs);
    output_.Release(block.outputs);
    return block.inputs.size();
  }

  size_t StepOn(DbowBlock& block, uint32_t text) {
    output_.Take(block.outputs, rate_);
    const double tokens = std::inner_product(
        block.targets.begin(), block.targets.end(), block.weights.begin(), 0.0);
    float* document = run_.documents.Row(text);
    if (steps_++ % kBlocksALoss == 0) {
      run_.progress.AddLoss(DbowLoss(block, document, output_.matrix()),
                            tokens);
    }
    DbowUpdate(block, rate_, document, output_.matrix(), dbow_scratch_);
    output_.Release(block.outputs);
    run_.document_anchors.Hold(text, run_.documents);
    return static_cast<size_t>(std::lround(tokens));
  }

  size_t StepOn(CbowBlock& block, uint32_t text) {
    const float centers = rate_ * static_cast<float>(block.centers.size());
    input_.Take(block.inputs, centers);
    output_.Take(block.negatives, centers * block.negative_weight);
    for (CbowCenter& center : block.centers)
      output_.Take({&center.target, 1}, rate_);
    const CbowMatrices matrices{
        &input_.matrix(), &output_.matrix(),
        run_.HasDocuments() ? &run_.documents : nullptr};
    if (steps_++ % kBlocksALoss == 0) {
      run_.progress.AddLoss(CbowLoss(block, matrices),
                            static_cast<double>(block.centers.size()));
    }
    CbowUpdate(block, rate_, matrices, cbow_scratch_);
    input_.Release(block.inputs);
    output_.Release(block.negatives);
    for (const CbowCenter& center : block.centers) {
      output_.Release({&center.target, 1});
    }
    run_.document_anchors.Hold(text, run_.documents);
    return block.centers.size();
  }

  size_t StepOnPath(SgnsBlock& path) {
    input_.Take(path.inputs, EffortOf(path.outputs));
    output_.Take(path.outputs, rate_);
    const Pooling pooling = run_.settings.pooling;
    if (steps_++ % kBlocksALoss == 0) {
      run_.progress.AddLoss(
          CbowPathLoss(path, pooling, input_.matrix(), output_.matrix()), 1);
    }
    CbowPathUpdate(path, pooling, rate_, input_.matrix(), output_.matrix(),
                   path_scratch_);
    input_.Release(path.inputs);
    output_.Release(path.outputs);
    return 1;
  }

  Run& run_;
  DbowBlockMaker dbow_;
  CbowBlockMaker cbow_;
  SgnsBlockMaker words_;
  DbowScratch dbow_scratch_;
  CbowScratch cbow_scratch_;
  SgnsScratch word_scratch_;
  CbowPathScratch path_scratch_;
  std::array<TextBlock, kBlocksAhead> blocks_;
  size_t made_ = 0, stepped_ = 0;   // blocks of the piece
  std::span<const uint32_t> rest_;  // texts not begun
  uint32_t text_ = 0;               // the one begun last
  float rate_ = 0;
  Random random_{0};
  uint64_t steps_ = 0;
};

// What racing threads moved between a step and its Hold().
void HoldAll(Run& run) {
  run.document_anchors.HoldAll(run.documents);
  run.input_anchors.HoldAll(run.input);
  run.output_anchors.HoldAll(run.output);
}

// A text without known tokens was moved by nothing: not even its start is its.
void ClearUnknownTexts(Run& run) {
  for (size_t text = 0; text < run.documents.rows(); ++text) {
    const bool known = std::ranges::any_of(
        run.texts[text],
        [&](uint32_t token) { return token < run.keep.size(); });
    if (known) continue;
    std::fill_n(run.documents.Row(text), run.documents.stride(), 0.0f);
  }
}

}  // namespace

absl::Status CheckTextSettings(const TextSettings& settings,
                               absl::string_view path) {
  const SettingRange ranges[] = {
      {"dimension", static_cast<double>(settings.dimension), 1, 4096},
      {"window_size", static_cast<double>(settings.window_size), 1, 1000},
      {"max_context", static_cast<double>(settings.max_context), 1, 1000},
      {"negatives", static_cast<double>(settings.negatives), 1, 1000},
      {"negative_exponent", settings.negative_exponent, -2, 2},
      {"subsample", settings.subsample, 0, 1},
      {"epochs", static_cast<double>(settings.epochs), 1, 10000},
      {"block_tokens", static_cast<double>(settings.block_tokens), 0, 1000},
      {"shared_negatives", static_cast<double>(settings.shared_negatives), 0,
       1000},
      {"reuse", static_cast<double>(settings.reuse), 0, 1000},
  };
  C2V_RETURN_IF_ERROR(CheckRanges(ranges, path));
  if (settings.hierarchical_softmax && settings.model != TextModel::kCbow) {
    return absl::InvalidArgumentError(
        absl::StrCat(path, ".hierarchical_softmax is for CBOW alone"));
  }
  return CheckLearningRate(settings.rate, path);
}

absl::StatusOr<TextVectors> TrainTexts(const Sentences& texts,
                                       std::span<const uint32_t> counts,
                                       const TextSettings& settings,
                                       const TextOptions& options) {
  C2V_RETURN_IF_ERROR(CheckTextSettings(settings, "settings"));
  C2V_RETURN_IF_ERROR(CheckOffsets(texts, "texts"));
  C2V_RETURN_IF_ERROR(CheckCounts(counts));
  C2V_RETURN_IF_ERROR(CheckMatrixStart(options.start.documents, texts.size(),
                                       settings.dimension, "start.documents"));
  C2V_RETURN_IF_ERROR(CheckMatrixStart(options.start.input, counts.size(),
                                       settings.dimension, "start.input"));
  C2V_RETURN_IF_ERROR(CheckMatrixStart(options.start.output, counts.size(),
                                       settings.dimension, "start.output"));
  Run run(texts, counts, settings, options);
  const auto hold = [&](int epoch) {
    if (epoch == settings.epochs) HoldAll(run);
  };
  C2V_RETURN_IF_ERROR(TrainEpochs(
      {.sentences = texts,
       .epochs = settings.epochs,
       .rate = settings.rate,
       .seed = options.seed,
       .threads = ThreadCount(options.threads),
       .deterministic = settings.deterministic},
      run.saver, run.progress, [&] { return std::make_unique<Worker>(run); },
      hold));
  ClearUnknownTexts(run);
  TextVectors vectors{settings.dimension, run.documents.Dense(),
                      run.input.Dense(), run.output.Dense()};
  if (!AreFinite(vectors.documents) || !AreFinite(vectors.input) ||
      !AreFinite(vectors.output)) {
    return absl::FailedPreconditionError(
        absl::StrCat("training diverged at learning_rate ",
                     settings.rate.At(1, settings.epochs, 0), ": lower it"));
  }
  return vectors;
}

}  // namespace customer2vec
