#include "trainer/models/sgns/sgns_trainer.h"

#include <algorithm>
#include <atomic>
#include <barrier>
#include <cmath>
#include <numeric>
#include <utility>

#include "absl/strings/str_cat.h"
#include "core/base/random.h"
#include "core/base/status_macros.h"
#include "hwy/cache_control.h"
#include "trainer/models/sgns/alias_sampler.h"
#include "trainer/models/sgns/huffman_tree.h"
#include "trainer/models/sgns/row_copies.h"
#include "trainer/models/sgns/sgns_blocks.h"
#include "trainer/models/sgns/sgns_kernel.h"
#include "trainer/models/sgns/sgns_reference.h"
#include "trainer/models/sgns/training_saver.h"
#include "trainer/models/sgns/training_threads.h"

namespace customer2vec {
namespace {

// Sentences that a thread takes at a time: enough that the shared counter costs
// nothing, few enough that threads end an epoch together.
constexpr size_t kSentencesAtATime = 64;
// A deterministic batch: parts that train without seeing each other. More
// sentences share the cost of meeting over more work; fewer are fresher.
constexpr size_t kParts = 8;
constexpr size_t kSentencesAPart = 16;
constexpr size_t kBatch = kParts * kSentencesAPart;
// Batches between two questions whether it is time to save.
constexpr size_t kBatchesAtATime = 64;
// One block in so many has its loss computed, by plain loops.
constexpr uint64_t kBlocksALoss = 2048;

absl::Status CheckSentences(const Sentences& sentences) {
  const std::span offsets = sentences.offsets;
  if (!offsets.empty() && std::ranges::is_sorted(offsets) &&
      offsets.back() <= sentences.tokens.size()) {
    return absl::OkStatus();
  }
  return absl::InvalidArgumentError(
      absl::StrCat("sentences: offsets must ascend, from 0 to at most the ",
                   sentences.tokens.size(), " tokens"));
}

absl::Status CheckCounts(std::span<const uint32_t> counts) {
  const auto rows =
      std::ranges::count_if(counts, [](uint32_t count) { return count > 0; });
  if (rows >= 2) return absl::OkStatus();
  return absl::FailedPreconditionError(absl::StrCat(
      rows, " of ", counts.size(),
      " tokens occur often enough to be learned; at least 2 are needed"));
}

bool IsFinite(std::span<const float> numbers) {
  return std::ranges::all_of(numbers, [](float x) { return std::isfinite(x); });
}

// What all threads of a run share.
struct Run {
  Run(const Sentences& sentences, std::span<const uint32_t> counts,
      const SgnsSettings& settings, const SgnsOptions& options)
      : sentences(sentences),
        settings(settings),
        options(options),
        random(options.seed),
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
    Random filling = random.Fork(UINT32_MAX);
    input.FillUniform(filling, settings.start_reach);
    input_anchors = StartMatrix(options.start.input, input);
    output_anchors = StartMatrix(options.start.output, output);
    begin = saver.Restore(settings.epochs);
    progress.AddTokens(sentences.token_count() *
                       static_cast<uint64_t>(begin.epochs));
  }

  const Sentences& sentences;
  const SgnsSettings& settings;
  const SgnsOptions& options;
  const Random random;
  const std::vector<float> keep;
  const AliasSampler sampler;
  const HuffmanTree tree;  // empty without hierarchical softmax
  EmbeddingMatrix input;
  EmbeddingMatrix output;
  RowAnchors input_anchors;
  RowAnchors output_anchors;
  TrainingSaver saver;
  TrainingPlace begin;
  ProgressMeter progress;
};

// An epoch: sentences in a new random order, because neighbours in a corpus are
// often one customer's. Everything random follows from the seed, the epoch and
// the place in the order.
struct Epoch {
  Epoch(const Run& run, int number)
      : number(number),
        random(run.random.Fork(static_cast<uint64_t>(number))),
        order(run.sentences.size()) {
    std::iota(order.begin(), order.end(), 0);
    Random shuffling = random.Fork(UINT64_MAX - 1);
    for (size_t i = order.size(); i > 1; --i) {
      std::swap(order[i - 1], order[shuffling.Below(static_cast<uint32_t>(i))]);
    }
  }

  const int number;
  const Random random;
  std::vector<uint32_t> order;
};

// One thread's part of the training, from sentence to sentence.
class Worker {
 public:
  explicit Worker(Run& run)
      : run_(run),
        maker_(BlockSettings(run.settings), run.keep, run.sampler, &run.tree) {}

  // The sentences from the `begin`-th of the epoch's order on.
  void TrainOn(const Epoch& epoch, size_t begin) {
    const size_t count =
        std::min(kSentencesAtATime, epoch.order.size() - begin);
    const double share =
        static_cast<double>(begin) / static_cast<double>(epoch.order.size());
    const auto rate = static_cast<float>(
        run_.settings.rate.At(epoch.number, run_.settings.epochs, share));
    Random random = epoch.random.Fork(begin);
    maker_.ForgetNegatives();
    uint64_t tokens = 0;
    const auto order = std::span(epoch.order).subspan(begin, count);
    for (size_t i = 0; i < order.size(); ++i) {
      if (i + 1 < count) hwy::Prefetch(run_.sentences[order[i + 1]].data());
      TrainOnSentence(run_.sentences[order[i]], rate, random);
      tokens += run_.sentences[order[i]].size();
    }
    TrainOnBlock(rate);
    block_.inputs.clear();
    run_.progress.AddTokens(tokens);
    run_.progress.ReportSometimes(epoch.number);
  }

 private:
  // Each block is cut, and its rows asked for, while the one before is worked
  // on.
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
    if (blocks_++ % kBlocksALoss == 0) SampleLoss();
    SgnsUpdate(block_, rate, run_.input, run_.output, scratch_);
    HoldAnchored();
  }

  void HoldAnchored() {
    if (run_.input_anchors.empty()) return;
    for (uint32_t row : block_.inputs) run_.input_anchors.Hold(row, run_.input);
    for (uint32_t row : block_.outputs) {
      run_.output_anchors.Hold(row, run_.output);
    }
  }

  void SampleLoss() {
    const auto end =
        block_.weights.begin() +
        static_cast<std::ptrdiff_t>(block_.positives * block_.inputs.size());
    const double pairs = std::accumulate(block_.weights.begin(), end, 0.0);
    run_.progress.AddLoss(SgnsLoss(block_, run_.input, run_.output), pairs);
  }

  Run& run_;
  SgnsBlockMaker maker_;
  SgnsBlock block_;  // empty, or cut and not yet worked on
  SgnsBlock next_block_;
  SgnsScratch scratch_;
  uint64_t blocks_ = 0;
};

// The sentences of the epoch's order from `begin` on, until the end or until it
// is time to save. Returns where it stopped.
size_t TrainEpoch(const Epoch& epoch, size_t begin, const Run& run,
                  std::vector<Worker>& workers) {
  std::atomic<size_t> next = begin;
  RunThreads(workers.size(), [&](size_t thread) {
    do {
      const size_t at = next.fetch_add(kSentencesAtATime);
      if (at >= epoch.order.size()) return;
      workers[thread].TrainOn(epoch, at);
    } while (!run.saver.IsDue());
  });
  return std::min(next.load(), epoch.order.size());
}

// A part of a deterministic batch, whichever thread trains it: steps on copies
// of the rows that it touches.
class Part {
 public:
  explicit Part(Run& run)
      : run_(run),
        maker_(BlockSettings(run.settings), run.keep, run.sampler, &run.tree),
        input_(run.input),
        output_(run.output) {}

  // Trains on the sentences of the epoch's order in [begin, end).
  void Train(const Epoch& epoch, size_t begin, size_t end, float rate) {
    Random random = epoch.random.Fork(begin);
    maker_.ForgetNegatives();
    uint64_t tokens = 0;
    for (size_t i = begin; i < end; ++i) {
      const auto sentence = run_.sentences[epoch.order[i]];
      tokens += sentence.size();
      maker_.Start(sentence, random);
      while (maker_.Next(random, &block_)) Step(rate);
    }
    input_.TurnIntoMoves();
    output_.TurnIntoMoves();
    run_.progress.AddTokens(tokens);
    run_.progress.ReportSometimes(epoch.number);
  }

  void AddMoves(size_t thread, size_t threads) const {
    input_.AddTo(run_.input, thread, threads);
    output_.AddTo(run_.output, thread, threads);
  }

  // Puts anchored rows back, and forgets the copies.
  void Finish() {
    for (uint32_t row : input_.copied())
      run_.input_anchors.Hold(row, run_.input);
    for (uint32_t row : output_.copied()) {
      run_.output_anchors.Hold(row, run_.output);
    }
    input_.Clear();
    output_.Clear();
  }

 private:
  void Step(float rate) {
    for (uint32_t& row : block_.inputs) row = input_.SlotOf(row);
    for (uint32_t& row : block_.outputs) row = output_.SlotOf(row);
    if (blocks_++ % kBlocksALoss == 0) {
      const double pairs = static_cast<double>(
          std::max<size_t>(1, block_.positives * block_.inputs.size()));
      run_.progress.AddLoss(SgnsLoss(block_, input_.rows(), output_.rows()),
                            pairs);
    }
    SgnsUpdate(block_, rate, input_.rows(), output_.rows(), scratch_);
  }

  Run& run_;
  SgnsBlockMaker maker_;
  RowCopies input_, output_;
  SgnsBlock block_;
  SgnsScratch scratch_;
  uint64_t blocks_ = 0;
};

// One batch after another of the order's sentences in [begin, end): each part
// trains on what the batch before left, and then the parts' moves are added, in
// their order.
void TrainBatches(const Epoch& epoch, size_t begin, size_t end, size_t threads,
                  Run& run, std::vector<Part>& parts) {
  std::barrier together(static_cast<std::ptrdiff_t>(threads));
  RunThreads(threads, [&](size_t thread) {
    for (size_t batch = begin; batch < end; batch += kBatch) {
      const double share =
          static_cast<double>(batch) / static_cast<double>(epoch.order.size());
      const auto rate = static_cast<float>(
          run.settings.rate.At(epoch.number, run.settings.epochs, share));
      for (size_t part = thread; part < kParts; part += threads) {
        const size_t first = std::min(end, batch + part * kSentencesAPart);
        parts[part].Train(epoch, first, std::min(end, first + kSentencesAPart),
                          rate);
      }
      together.arrive_and_wait();
      for (const Part& part : parts) part.AddMoves(thread, threads);
      together.arrive_and_wait();
      for (size_t part = thread; part < kParts; part += threads) {
        parts[part].Finish();
      }
      together.arrive_and_wait();
    }
  });
}

// As TrainEpoch(), in parts.
size_t TrainEpochInParts(const Epoch& epoch, size_t begin, size_t threads,
                         Run& run, std::vector<Part>& parts) {
  size_t at = begin;
  do {
    const size_t end =
        std::min(epoch.order.size(), at + kBatchesAtATime * kBatch);
    TrainBatches(epoch, at, end, threads, run, parts);
    at = end;
  } while (at < epoch.order.size() && !run.saver.IsDue());
  return at;
}

// Every step of an epoch, saving on the way.
absl::Status TrainWholeEpoch(int number, size_t threads, Run& run,
                             std::vector<Worker>& workers,
                             std::vector<Part>& parts) {
  const Epoch epoch(run, number);
  size_t at = number == run.begin.epochs + 1 ? run.begin.texts : 0;
  while (at < epoch.order.size()) {
    at = run.settings.deterministic
             ? TrainEpochInParts(epoch, at, std::min(threads, kParts), run,
                                 parts)
             : TrainEpoch(epoch, at, run, workers);
    if (at == epoch.order.size() || !run.saver.IsDue()) continue;
    C2V_RETURN_IF_ERROR(run.saver.Save({number - 1, at}));
  }
  return absl::OkStatus();
}

absl::Status TrainEpochs(Run& run) {
  const size_t threads = ThreadCount(run.options.threads);
  std::vector<Worker> workers;
  std::vector<Part> parts;
  if (run.settings.deterministic) {
    for (size_t i = 0; i < kParts; ++i) parts.emplace_back(run);
  } else {
    for (size_t i = 0; i < threads; ++i) workers.emplace_back(run);
  }
  for (int number = run.begin.epochs + 1; number <= run.settings.epochs;
       ++number) {
    C2V_RETURN_IF_ERROR(TrainWholeEpoch(number, threads, run, workers, parts));
    run.input_anchors.HoldAll(run.input);
    run.output_anchors.HoldAll(run.output);
    run.progress.ReportEpoch(number);
    if (number == run.settings.epochs || !run.saver.IsDue()) continue;
    C2V_RETURN_IF_ERROR(run.saver.Save({number, 0}));
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<SgnsModel> TrainSgns(const Sentences& sentences,
                                    std::span<const uint32_t> counts,
                                    const SgnsSettings& settings,
                                    const SgnsOptions& options) {
  C2V_RETURN_IF_ERROR(CheckSgnsSettings(settings, "settings"));
  C2V_RETURN_IF_ERROR(CheckSentences(sentences));
  C2V_RETURN_IF_ERROR(CheckCounts(counts));
  C2V_RETURN_IF_ERROR(CheckMatrixStart(options.start.input, counts.size(),
                                       settings.dimension, "start.input"));
  C2V_RETURN_IF_ERROR(CheckMatrixStart(options.start.output, counts.size(),
                                       settings.dimension, "start.output"));
  Run run(sentences, counts, settings, options);
  C2V_RETURN_IF_ERROR(TrainEpochs(run));
  SgnsModel model{counts.size(), settings.dimension, run.input.Dense(),
                  run.output.Dense()};
  if (!IsFinite(model.input) || !IsFinite(model.output)) {
    return absl::FailedPreconditionError(absl::StrCat(
        "training diverged at learning_rate ",
        settings.rate.At(1, settings.epochs, 0), ": lower it, or max_context (",
        settings.max_context, ")"));
  }
  return model;
}

}  // namespace customer2vec
