#include "trainer/models/sgns/training_epochs.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <mutex>
#include <numeric>
#include <set>
#include <vector>

#include "core/base/status_matchers.h"
#include "trainer/models/stopping_checkpoint.h"

namespace customer2vec {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::SizeIs;

// What trainers were given, and a small model: one number for each seventh
// sentence, which steps move by chance and by what it was, so that a rounding
// that differs grows.
struct Log {
  std::mutex mutex;
  std::vector<std::vector<uint32_t>> pieces;
  std::vector<float> rates;
  std::vector<double> done;
  std::vector<int> epochs;  // that ended
  EmbeddingMatrix numbers{7, 1};

  std::vector<uint32_t> Sentences(size_t from = 0) const {
    std::vector<uint32_t> all;
    for (size_t i = from; i < pieces.size(); ++i) {
      all.insert(all.end(), pieces[i].begin(), pieces[i].end());
    }
    return all;
  }
};

class Recorder final : public PieceTrainer {
 public:
  Recorder(Log& log, bool copies) : log_(log), copies_(copies) {}

  void Start(const TrainingPiece& piece) override {
    piece_ = piece;
    const std::lock_guard lock(log_.mutex);
    log_.pieces.emplace_back(piece.sentences.begin(), piece.sentences.end());
    log_.rates.push_back(piece.rate);
    log_.done.push_back(piece.done);
  }

  // A sentence has a hundred tokens.
  bool Train(uint64_t tokens) override {
    std::unique_lock lock(log_.mutex, std::defer_lock);
    if (!copies_) lock.lock();
    auto& rest = piece_.sentences;
    for (uint64_t done = 0; done < tokens && !rest.empty(); done += 100) {
      const size_t row = rest.front() % 7;
      float& number = copies_ ? moves_[row] : log_.numbers.Row(row)[0];
      number += static_cast<float>(piece_.random.Uniform()) +
                piece_.rate * log_.numbers.Row(row)[0];
      rest = rest.subspan(1);
    }
    return !rest.empty();
  }

  void AddMoves(size_t share, size_t shares) override {
    for (size_t row = share; row < 7; row += shares) {
      log_.numbers.Row(row)[0] += moves_[row];
    }
  }

  // Row 0 is anchored.
  void HoldMoved(size_t share, size_t /*shares*/) override {
    if (share != 0) return;
    float& number = log_.numbers.Row(0)[0];
    number = std::min(number, 20.0f);
  }

  void Finish() override { std::ranges::fill(moves_, 0.0f); }

 private:
  Log& log_;
  const bool copies_;
  TrainingPiece piece_{{}, 0, 0, Random(0)};
  std::vector<float> moves_ = std::vector<float>(7);
};

// Sentences of one token each.
struct Corpus {
  explicit Corpus(size_t count) : tokens(count), offsets(count + 1) {
    std::iota(offsets.begin(), offsets.end(), 0);
  }
  TrainingPlan Plan() const {
    return {.sentences = {tokens, offsets},
            .epochs = 3,
            .rate = {.start = 0.1},
            .seed = 5};
  }

  std::vector<uint32_t> tokens;
  std::vector<uint64_t> offsets;
};

absl::Status Train(const TrainingPlan& plan, Log& log,
                   LearningCheckpoint* checkpoint = nullptr,
                   const ProgressCallback& callback = nullptr) {
  TrainingSaver saver(checkpoint, "", {&log.numbers});
  ProgressMeter progress(
      callback, 1e9, plan.epochs,
      plan.sentences.size() * static_cast<size_t>(plan.epochs));
  return TrainEpochs(
      plan, saver, progress,
      [&] { return std::make_unique<Recorder>(log, plan.deterministic); },
      [&](int epoch) { log.epochs.push_back(epoch); });
}

TEST(TrainingEpochsTest, PiecesKnowHowMuchIsDone) {
  const Corpus corpus(128);  // 2 pieces, 3 epochs
  Log log;
  ASSERT_THAT(Train(corpus.Plan(), log), IsOk());
  ASSERT_THAT(log.done, SizeIs(6));
  for (size_t i = 0; i < 6; ++i) {
    EXPECT_NEAR(log.done[i], static_cast<double>(i) / 6, 1e-12) << i;
  }
}

TEST(TrainingEpochsTest, EachEpochHasAllSentencesInAnotherOrder) {
  const Corpus corpus(150);  // 3 pieces
  Log log;
  ASSERT_THAT(Train(corpus.Plan(), log), IsOk());
  EXPECT_THAT(log.epochs, ElementsAre(1, 2, 3));
  ASSERT_THAT(log.pieces, SizeIs(9));
  EXPECT_THAT(log.pieces[0], SizeIs(64));
  EXPECT_THAT(log.pieces[2], SizeIs(150 - 2 * 64));
  const std::vector<uint32_t> all = log.Sentences();
  std::set<std::vector<uint32_t>> orders;
  for (size_t epoch = 0; epoch < 3; ++epoch) {
    const auto begin = all.begin() + static_cast<std::ptrdiff_t>(150 * epoch);
    const std::vector<uint32_t> order(begin, begin + 150);
    EXPECT_THAT(std::set(order.begin(), order.end()), SizeIs(150));
    orders.insert(order);
  }
  EXPECT_THAT(orders, SizeIs(3));
  EXPECT_TRUE(std::ranges::is_sorted(log.rates, std::greater<>()));
  EXPECT_FLOAT_EQ(log.rates.front(), 0.1f);
  EXPECT_LT(log.rates.back(), 0.02f);
}

TEST(TrainingEpochsTest, ThreadsShareTheSameSentences) {
  const Corpus corpus(1000);
  Log one, three;
  TrainingPlan plan = corpus.Plan();
  ASSERT_THAT(Train(plan, one), IsOk());
  plan.threads = 3;
  ASSERT_THAT(Train(plan, three), IsOk());
  std::ranges::sort(one.pieces);
  std::ranges::sort(three.pieces);
  EXPECT_EQ(three.pieces, one.pieces);
}

TEST(TrainingEpochsTest, StoppedAnywhereItGoesOnWithTheRest) {
  const Corpus corpus(150);
  Log whole;
  ASSERT_THAT(Train(corpus.Plan(), whole), IsOk());
  for (int stop_at = 1; stop_at <= 8; ++stop_at) {
    StoppingCheckpoint checkpoint(stop_at);
    Log before, after;
    EXPECT_THAT(Train(corpus.Plan(), before, &checkpoint),
                StatusIs(absl::StatusCode::kCancelled, HasSubstr("stopped")));
    checkpoint.GoOn();
    ASSERT_THAT(Train(corpus.Plan(), after, &checkpoint), IsOk());
    EXPECT_THAT(before.pieces, SizeIs(static_cast<size_t>(stop_at)));
    EXPECT_EQ(after.Sentences(), whole.Sentences(before.pieces.size()));
    EXPECT_EQ(after.numbers.Dense(), whole.numbers.Dense());
  }
}

TEST(TrainingEpochsTest, DeterministicIsTheSameAtAnyNumberOfThreads) {
  const Corpus corpus(500);  // 4 batches
  TrainingPlan plan = corpus.Plan();
  plan.deterministic = true;
  Log one;
  ASSERT_THAT(Train(plan, one), IsOk());
  EXPECT_THAT(one.Sentences(), SizeIs(3 * 500));
  for (size_t threads : {2, 3, 8, 11}) {
    Log log;
    plan.threads = threads;
    ASSERT_THAT(Train(plan, log), IsOk());
    EXPECT_EQ(log.numbers.Dense(), one.numbers.Dense()) << threads;
  }
}

TEST(TrainingEpochsTest, DeterministicGoesOnToo) {
  const Corpus corpus(9000);  // two groups of batches
  TrainingPlan plan = corpus.Plan();
  plan.deterministic = true;
  plan.threads = 2;
  Log whole;
  ASSERT_THAT(Train(plan, whole), IsOk());
  StoppingCheckpoint checkpoint(3);
  Log before, after;
  EXPECT_THAT(Train(plan, before, &checkpoint),
              StatusIs(absl::StatusCode::kCancelled, HasSubstr("stopped")));
  EXPECT_EQ(checkpoint.states()[""].passes, 1u);
  EXPECT_EQ(checkpoint.states()[""].position, 64u * 8 * 16);
  checkpoint.GoOn();
  ASSERT_THAT(Train(plan, after, &checkpoint), IsOk());
  EXPECT_EQ(after.numbers.Dense(), whole.numbers.Dense());
}

TEST(TrainingEpochsTest, LongSentencesAreSavedAfterFewerBatches) {
  Corpus corpus(500);  // 4 batches, of 10 K tokens a sentence
  corpus.tokens.resize(500 * 10'000);
  for (uint64_t& offset : corpus.offsets) offset *= 10'000;
  TrainingPlan plan = corpus.Plan();
  plan.deterministic = true;
  StoppingCheckpoint checkpoint(1);
  Log log;
  EXPECT_THAT(Train(plan, log, &checkpoint),
              StatusIs(absl::StatusCode::kCancelled, HasSubstr("stopped")));
  EXPECT_EQ(checkpoint.states()[""].position, 2u * 8 * 16);
}

TEST(TrainingEpochsTest, TokensAreReportedThoseOfEarlierEpochsToo) {
  const Corpus corpus(100);
  std::vector<uint64_t> tokens;
  const auto note = [&](const TrainingProgress& now) {
    tokens.push_back(now.tokens);
  };
  Log log;
  StoppingCheckpoint checkpoint(2);  // at the end of the first epoch
  EXPECT_FALSE(Train(corpus.Plan(), log, &checkpoint).ok());
  checkpoint.GoOn();
  ASSERT_THAT(Train(corpus.Plan(), log, &checkpoint, note), IsOk());
  EXPECT_THAT(tokens, ElementsAre(200, 300));
}

}  // namespace
}  // namespace customer2vec
