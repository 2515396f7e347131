#include "trainer/models/item2vec/item2vec_trainer.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cmath>
#include <mutex>
#include <numeric>
#include <thread>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "core/base/random.h"
#include "core/base/status_macros.h"
#include "trainer/models/item2vec/embedding_matrix.h"
#include "trainer/models/item2vec/item2vec_config.h"
#include "trainer/models/item2vec/sgns_blocks.h"
#include "trainer/models/item2vec/sgns_kernel.h"
#include "trainer/models/item2vec/sgns_reference.h"

namespace customer2vec {
namespace {

// Baskets that a thread takes at a time: enough that the shared counter costs
// nothing, few enough that threads end an epoch together.
constexpr size_t kBasketsAtATime = 64;
// One block in so many has its loss computed, by plain loops.
constexpr uint64_t kBlocksALoss = 256;
// The learning rate falls to this share of its start.
constexpr double kLastRate = 1e-4;

using Clock = std::chrono::steady_clock;

double SecondsSince(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
}

// Counts what is done and calls the user back.
class ProgressMeter {
 public:
  ProgressMeter(const Item2VecOptions& options, int epochs,
                uint64_t total_tokens)
      : options_(options), epochs_(epochs), total_tokens_(total_tokens) {}

  // Share of the run that is done, in [0, 1].
  double Share() const {
    return static_cast<double>(tokens_.load(std::memory_order_relaxed)) /
           static_cast<double>(std::max<uint64_t>(1, total_tokens_));
  }

  void AddTokens(uint64_t tokens) {
    tokens_.fetch_add(tokens, std::memory_order_relaxed);
  }

  void AddLoss(double loss, double pairs) {
    const std::lock_guard lock(mutex_);
    loss_ += loss;
    pairs_ += pairs;
  }

  // Reports if the interval is over. A thread that finds another reporting goes
  // on.
  void ReportSometimes(int epoch) {
    const std::unique_lock lock(mutex_, std::try_to_lock);
    if (!lock.owns_lock()) return;
    if (SecondsSince(last_report_) < options_.progress_interval_seconds) return;
    Report(epoch);
  }

  void ReportEpoch(int epoch) {
    const std::lock_guard lock(mutex_);
    Report(epoch);
  }

 private:
  // REQUIRES: mutex_ held.
  void Report(int epoch) {
    last_report_ = Clock::now();
    if (!options_.progress) return;
    const uint64_t tokens = tokens_.load(std::memory_order_relaxed);
    const double seconds = std::max(1e-9, SecondsSince(start_));
    const double rate = static_cast<double>(tokens) / seconds;
    options_.progress(
        {.epoch = epoch,
         .epochs = epochs_,
         .tokens = tokens,
         .total_tokens = total_tokens_,
         .tokens_per_second = rate,
         .loss = pairs_ > 0 ? loss_ / pairs_ : 0,
         .seconds_left = static_cast<double>(total_tokens_ - tokens) /
                         std::max(1e-9, rate)});
    loss_ = pairs_ = 0;
  }

  const Item2VecOptions& options_;
  const int epochs_;
  const uint64_t total_tokens_;
  const Clock::time_point start_ = Clock::now();
  std::atomic<uint64_t> tokens_ = 0;
  std::mutex mutex_;
  Clock::time_point last_report_ =
      start_;  // guarded by mutex_, as what follows
  double loss_ = 0;
  double pairs_ = 0;
};

// What all threads of a run share.
struct Run {
  const Corpus& corpus;
  const v1::Item2VecConfig& config;
  SgnsBlockSettings settings;
  std::vector<float> keep;
  AliasSampler sampler;
  EmbeddingMatrix input;
  EmbeddingMatrix output;
  ProgressMeter progress;
};

SgnsBlockSettings BlockSettings(const v1::Item2VecConfig& config) {
  return {.whole_basket = config.window() == v1::WINDOW_WHOLE_BASKET,
          .window_size = static_cast<uint32_t>(config.window_size()),
          .max_context = static_cast<uint32_t>(config.max_context()),
          .negatives = static_cast<uint32_t>(config.negatives())};
}

// One thread's part of the training, from basket to basket.
class Worker {
 public:
  Worker(Run& run, Random random)
      : run_(run),
        random_(random),
        maker_(run.settings, run.keep, run.sampler) {}

  void TrainOn(std::span<const uint32_t> baskets, int epoch) {
    const double share = std::max(kLastRate, 1 - run_.progress.Share());
    const auto rate = static_cast<float>(run_.config.learning_rate() * share);
    uint64_t tokens = 0;
    for (uint32_t basket : baskets) {
      TrainOnBasket(run_.corpus.Items(basket), rate);
      tokens += run_.corpus.Items(basket).size();
    }
    run_.progress.AddTokens(tokens);
    run_.progress.ReportSometimes(epoch);
  }

 private:
  void TrainOnBasket(std::span<const uint32_t> items, float rate) {
    maker_.Start(items, random_);
    while (maker_.Next(random_, &block_)) {
      if (blocks_++ % kBlocksALoss == 0) SampleLoss();
      SgnsUpdate(block_, rate, run_.input, run_.output, scratch_);
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
  Random random_;
  SgnsBlockMaker maker_;
  SgnsBlock block_;
  SgnsScratch scratch_;
  uint64_t blocks_ = 0;
};

// Runs `work(thread)` for each thread and waits for all.
template <typename Work>
void RunThreads(size_t threads, const Work& work) {
  std::vector<std::thread> others;
  for (size_t i = 1; i < threads; ++i) others.emplace_back(work, i);
  work(0);
  for (std::thread& thread : others) thread.join();
}

void Shuffle(Random& random, std::vector<uint32_t>& order) {
  for (size_t i = order.size(); i > 1; --i) {
    std::swap(order[i - 1], order[random.Below(static_cast<uint32_t>(i))]);
  }
}

void TrainEpoch(std::span<const uint32_t> order, int epoch,
                std::vector<Worker>& workers) {
  std::atomic<size_t> next = 0;
  RunThreads(workers.size(), [&](size_t thread) {
    for (;;) {
      const size_t begin = next.fetch_add(kBasketsAtATime);
      if (begin >= order.size()) return;
      const size_t count = std::min(kBasketsAtATime, order.size() - begin);
      workers[thread].TrainOn(order.subspan(begin, count), epoch);
    }
  });
}

// Baskets in a new random order each epoch: neighbours in the corpus are one
// customer's.
void TrainEpochs(Run& run, const Random& random, size_t threads) {
  std::vector<Worker> workers;
  for (size_t i = 0; i < threads; ++i) {
    workers.emplace_back(run, random.Fork(1 + i));
  }
  std::vector<uint32_t> order(run.corpus.basket_count());
  std::iota(order.begin(), order.end(), 0);
  Random shuffling = random.Fork(0);
  for (int epoch = 1; epoch <= run.config.epochs(); ++epoch) {
    Shuffle(shuffling, order);
    TrainEpoch(order, epoch, workers);
    run.progress.ReportEpoch(epoch);
  }
}

bool IsFinite(const std::vector<float>& numbers) {
  return std::ranges::all_of(numbers, [](float x) { return std::isfinite(x); });
}

size_t ThreadCount(int asked) {
  if (asked > 0) return static_cast<size_t>(asked);
  return std::max(1u, std::thread::hardware_concurrency());
}

}  // namespace

size_t CountFrequentItems(const Corpus& corpus, uint32_t min_count) {
  const std::vector<uint32_t>& counts = corpus.basket_counts();
  return static_cast<size_t>(
      std::ranges::partition_point(
          counts, [&](uint32_t count) { return count >= min_count; }) -
      counts.begin());
}

absl::StatusOr<Item2VecModel> TrainItem2Vec(const Corpus& corpus,
                                            const v1::Item2VecConfig& config,
                                            const Item2VecOptions& options) {
  C2V_RETURN_IF_ERROR(CheckItem2VecConfig(config, "item2vec"));
  v1::Item2VecConfig full = config;
  FillItem2VecDefaults(&full);
  const size_t items =
      CountFrequentItems(corpus, static_cast<uint32_t>(full.min_count()));
  if (items < 2) {
    return absl::FailedPreconditionError(absl::StrCat(
        "item2vec: ", items, " of ", corpus.item_count(),
        " items are in min_count = ", full.min_count(),
        " baskets or more; at least 2 are needed: lower item2vec.min_count or "
        "read more data"));
  }
  const std::span counts = std::span(corpus.basket_counts()).first(items);
  const auto dimension = static_cast<size_t>(full.dimension());
  Run run{corpus,
          full,
          BlockSettings(full),
          KeepProbabilities(counts, full.subsample()),
          AliasSampler(PowerWeights(counts, full.negative_exponent())),
          EmbeddingMatrix(items, dimension),
          EmbeddingMatrix(items, dimension),
          {options, full.epochs(),
           corpus.token_count() * static_cast<uint64_t>(full.epochs())}};
  const Random random(options.seed);
  Random start = random.Fork(UINT32_MAX);
  run.input.FillUniform(start);
  TrainEpochs(run, random, ThreadCount(options.threads));
  Item2VecModel model{items, dimension, run.input.Dense(), run.output.Dense()};
  if (!IsFinite(model.input) || !IsFinite(model.output)) {
    return absl::FailedPreconditionError(absl::StrCat(
        "item2vec: training diverged at learning_rate ", full.learning_rate(),
        ": lower it, or max_context (", full.max_context(), ")"));
  }
  return model;
}

}  // namespace customer2vec
