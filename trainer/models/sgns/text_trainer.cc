#include "trainer/models/sgns/text_trainer.h"

#include <algorithm>
#include <array>
#include <memory>
#include <numeric>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "core/base/random.h"
#include "core/base/status_macros.h"
#include "trainer/models/sgns/alias_sampler.h"
#include "trainer/models/sgns/cbow_blocks.h"
#include "trainer/models/sgns/cbow_reference.h"
#include "trainer/models/sgns/dbow_blocks.h"
#include "trainer/models/sgns/dbow_kernel.h"
#include "trainer/models/sgns/dbow_reference.h"
#include "trainer/models/sgns/embedding_matrix.h"
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
  return {.window_size = settings.window_size, .negatives = settings.negatives};
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
  }

  bool HasDocuments() const { return settings.model != TextModel::kCbow; }
  bool HasInput() const {
    return settings.model != TextModel::kPvDbow || settings.train_words;
  }
  CbowMatrices Matrices() {
    return {&input, &output, HasDocuments() ? &documents : nullptr};
  }

  const Sentences& texts;
  const TextSettings& settings;
  const std::vector<float> keep;
  const AliasSampler sampler;
  EmbeddingMatrix documents;
  EmbeddingMatrix input;
  EmbeddingMatrix output;
  RowAnchors document_anchors;
  RowAnchors input_anchors;
  RowAnchors output_anchors;
  TrainingSaver saver;
  ProgressMeter progress;
};

// A block and the text that it is of.
struct TextBlock {
  uint32_t text = 0;
  DbowBlock dbow;  // PV-DBOW
  CbowBlock cbow;  // CBOW and PV-DM
};

// One thread's part of the training, from text to text. While a block is
// stepped on, the rows of the next ones are on their way from memory.
class Worker final : public PieceTrainer {
 public:
  explicit Worker(Run& run)
      : run_(run),
        dbow_(DbowSettings(run.settings), run.keep, run.sampler),
        cbow_(CbowSettings(run.settings), run.keep, run.sampler),
        words_(WordSettings(run.settings), run.keep, run.sampler) {}

  void TrainOn(const TrainingPiece& piece) override {
    rest_ = piece.sentences;
    rate_ = piece.rate;
    random_ = piece.random;
    dbow_.ForgetPool();
    words_.ForgetNegatives();
    TrainOnBlocks();
  }

 private:
  void TrainOnBlocks() {
    size_t made = 0, done = 0;
    for (bool more = true; more || done < made;) {
      while (more && made < done + kBlocksAhead) {
        more = Next(&blocks_[made % kBlocksAhead]);
        made += more ? 1 : 0;
      }
      if (done < made) Step(blocks_[done++ % kBlocksAhead]);
    }
  }

  bool IsDbow() const { return run_.settings.model == TextModel::kPvDbow; }

  // The next block of the texts, and asks for its rows; false after the last.
  bool Next(TextBlock* block) {
    while (!(IsDbow() ? dbow_.Next(random_, &block->dbow)
                      : cbow_.Next(random_, &block->cbow))) {
      if (rest_.empty()) return false;
      text_ = rest_.front();
      rest_ = rest_.subspan(1);
      Start(run_.texts[text_]);
    }
    block->text = text_;
    block->cbow.document = text_;
    if (IsDbow()) {
      DbowPrefetch(block->dbow, run_.output);
    } else {
      CbowPrefetch(block->cbow, run_.Matrices());
    }
    return true;
  }

  void Start(std::span<const uint32_t> tokens) {
    if (!IsDbow()) return cbow_.Start(tokens, random_);
    if (run_.settings.train_words) TrainWords(tokens);
    dbow_.Start(tokens, random_);
  }

  void TrainWords(std::span<const uint32_t> tokens) {
    words_.Start(tokens, random_);
    while (words_.Next(random_, &word_block_)) {
      SgnsUpdate(word_block_, rate_, run_.input, run_.output, word_scratch_);
      Hold(run_.input_anchors, word_block_.inputs, run_.input);
      Hold(run_.output_anchors, word_block_.outputs, run_.output);
    }
  }

  void Step(const TextBlock& block) {
    if (steps_++ % kBlocksALoss == 0) SampleLoss(block);
    if (IsDbow()) {
      DbowUpdate(block.dbow, rate_, run_.documents.Row(block.text), run_.output,
                 dbow_scratch_);
      Hold(run_.output_anchors, block.dbow.outputs, run_.output);
    } else {
      CbowUpdate(block.cbow, rate_, run_.Matrices(), cbow_scratch_);
      Hold(run_.input_anchors, block.cbow.inputs, run_.input);
      Hold(run_.output_anchors, block.cbow.negatives, run_.output);
      HoldCenters(block.cbow);
    }
    Hold(run_.document_anchors, {&block.text, 1}, run_.documents);
  }

  static void Hold(const RowAnchors& anchors, std::span<const uint32_t> rows,
                   EmbeddingMatrix& matrix) {
    if (anchors.empty()) return;
    for (uint32_t row : rows) anchors.Hold(row, matrix);
  }

  void HoldCenters(const CbowBlock& block) {
    for (const CbowCenter& center : block.centers) {
      Hold(run_.output_anchors, {&center.target, 1}, run_.output);
    }
  }

  void SampleLoss(const TextBlock& block) {
    if (!IsDbow()) {
      run_.progress.AddLoss(CbowLoss(block.cbow, run_.Matrices()),
                            static_cast<double>(block.cbow.centers.size()));
      return;
    }
    const double tokens =
        std::inner_product(block.dbow.targets.begin(), block.dbow.targets.end(),
                           block.dbow.weights.begin(), 0.0);
    run_.progress.AddLoss(
        DbowLoss(block.dbow, run_.documents.Row(block.text), run_.output),
        tokens);
  }

  Run& run_;
  DbowBlockMaker dbow_;
  CbowBlockMaker cbow_;
  SgnsBlockMaker words_;
  DbowScratch dbow_scratch_;
  CbowScratch cbow_scratch_;
  SgnsScratch word_scratch_;
  SgnsBlock word_block_;
  std::array<TextBlock, kBlocksAhead> blocks_;
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
       .threads = ThreadCount(options.threads)},
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
