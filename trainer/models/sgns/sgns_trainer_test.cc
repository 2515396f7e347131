#include "trainer/models/sgns/sgns_trainer.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>

#include "core/base/random.h"
#include "core/base/status_matchers.h"
#include "trainer/models/stopping_checkpoint.h"

namespace customer2vec {
namespace {

using ::testing::HasSubstr;

constexpr uint32_t kRows = 40;
constexpr size_t kDimension = 12;

// Sentences of four tokens whose remainder by 4 is the same: four topics.
struct Topics {
  explicit Topics(size_t count) : counts(kRows) {
    Random random(11);
    for (size_t sentence = 0; sentence < count; ++sentence) {
      const uint32_t topic = random.Below(4), first = random.Below(10);
      const uint32_t step = 1 + random.Below(3);
      for (uint32_t i = 0; i < 4; ++i) {
        tokens.push_back((first + i * step) % 10 * 4 + topic);
        ++counts[tokens.back()];
      }
      offsets.push_back(tokens.size());
    }
  }

  Sentences View() const { return {tokens, offsets}; }

  std::vector<uint32_t> tokens;
  std::vector<uint64_t> offsets = {0};
  std::vector<uint32_t> counts;
};

SgnsSettings Small() {
  return {.dimension = kDimension,
          .subsample = 0.01,
          .epochs = 6,
          .rate = {.start = 0.05}};
}

SgnsModel Train(const Topics& topics, const SgnsSettings& settings,
                const SgnsOptions& options = {.threads = 1}) {
  auto model = TrainSgns(topics.View(), topics.counts, settings, options);
  EXPECT_THAT(model, IsOk());
  return model.ok() ? *std::move(model) : SgnsModel();
}

double Dot(std::span<const float> x, size_t a, std::span<const float> y,
           size_t b) {
  double sum = 0;
  for (size_t i = 0; i < kDimension; ++i) {
    sum += double{x[a * kDimension + i]} * y[b * kDimension + i];
  }
  return sum;
}

// Share of rows whose nearest other row by cosine is of their topic.
double NeighboursOfTopic(const std::vector<float>& x) {
  double right = 0;
  for (size_t a = 0; a < kRows; ++a) {
    size_t best = a;
    double best_cosine = -2;
    for (size_t b = 0; b < kRows; ++b) {
      const double cosine = Dot(x, a, x, b) / std::sqrt(Dot(x, b, x, b));
      if (b != a && cosine > best_cosine) best = b, best_cosine = cosine;
    }
    right += best % 4 == a % 4 ? 1 : 0;
  }
  return right / kRows;
}

double Moved(std::span<const float> x, std::span<const float> y, size_t row) {
  double sum = 0;
  for (size_t i = row * kDimension; i < (row + 1) * kDimension; ++i) {
    sum += (double{x[i]} - y[i]) * (double{x[i]} - y[i]);
  }
  return std::sqrt(sum);
}

TEST(SgnsTrainerTest, LearnsTheTopicsOfTextsThatRepeatTokens) {
  Topics topics(1500);
  // "a b c d" becomes "a b a c d d": repeats as walks and logs have them.
  std::vector<uint32_t> tokens;
  for (size_t i = 0; i < topics.tokens.size(); i += 4) {
    const uint32_t* t = topics.tokens.data() + i;
    tokens.insert(tokens.end(), {t[0], t[1], t[0], t[2], t[3], t[3]});
  }
  topics.tokens = tokens;
  for (uint64_t& offset : topics.offsets) offset = offset / 4 * 6;
  for (bool whole : {false, true}) {
    SgnsSettings settings = Small();
    settings.whole_sentence = whole;
    const SgnsModel model = Train(topics, settings);
    EXPECT_GT(NeighboursOfTopic(model.input), 0.9) << "whole: " << whole;
  }
}

TEST(SgnsTrainerTest, HierarchicalSoftmaxLearnsTheTopicsToo) {
  const Topics topics(1500);
  for (bool whole : {false, true}) {
    SgnsSettings settings = Small();
    settings.whole_sentence = whole;
    settings.hierarchical_softmax = true;
    const SgnsModel model = Train(topics, settings);
    EXPECT_GT(NeighboursOfTopic(model.input), 0.9) << "whole: " << whole;
    EXPECT_EQ(
        Moved(model.output, std::vector<float>(model.output.size()), kRows - 1),
        0)
        << "a tree has one inner node less than rows";
  }
}

TEST(SgnsTrainerTest, DeterministicIsTheSameAtAnyNumberOfThreads) {
  const Topics topics(900);
  for (bool tree : {false, true}) {
    SgnsSettings settings = Small();
    settings.deterministic = true;
    settings.hierarchical_softmax = tree;
    const SgnsModel one = Train(topics, settings, {.seed = 3, .threads = 1});
    for (int threads : {2, 3, 8, 11}) {
      const SgnsModel model =
          Train(topics, settings, {.seed = 3, .threads = threads});
      EXPECT_EQ(model.input, one.input) << threads << " threads";
      EXPECT_EQ(model.output, one.output) << threads << " threads";
    }
    EXPECT_GT(NeighboursOfTopic(one.input), 0.9);
  }
}

TEST(SgnsTrainerTest, DeterministicLearnsFromLongSentences) {
  // Ten of each topic, of a hundred short ones, so that the parts of the one
  // batch have all rows in common.
  Topics topics(4000);
  std::vector<uint32_t> tokens;
  topics.offsets = {0};
  for (uint32_t i = 0; i < 40; ++i) {
    for (uint32_t token : topics.tokens) {
      if (token % 4 != i % 4 || token / 4 % 10 == i / 4) continue;
      tokens.push_back(token);
      if (tokens.size() - topics.offsets.back() == 400) break;
    }
    topics.offsets.push_back(tokens.size());
  }
  topics.tokens = tokens;
  SgnsSettings settings = Small();
  settings.deterministic = true;
  const SgnsModel one = Train(topics, settings, {.threads = 1});
  EXPECT_GT(NeighboursOfTopic(one.input), 0.9);
  EXPECT_EQ(Train(topics, settings, {.threads = 3}).input, one.input);
}

// Stops at the `stop_at`-th save, goes on, and ends as if nothing had happened.
void ExpectTheSameBytes(const SgnsSettings& settings, int stop_at,
                        const SgnsStart& start = {}) {
  const Topics topics(800);  // 13 pieces an epoch
  const SgnsOptions plain{.seed = 3, .threads = 1, .start = start};
  const SgnsModel whole = Train(topics, settings, plain);
  StoppingCheckpoint checkpoint(stop_at);
  SgnsOptions options = plain;
  options.checkpoint = &checkpoint;
  EXPECT_THAT(TrainSgns(topics.View(), topics.counts, settings, options),
              StatusIs(absl::StatusCode::kCancelled, HasSubstr("stopped")));
  EXPECT_NE(checkpoint.states()[""].arrays[0], whole.input);
  checkpoint.GoOn();
  const SgnsModel resumed = Train(topics, settings, options);
  EXPECT_EQ(resumed.input, whole.input) << "stopped at save " << stop_at;
  EXPECT_EQ(resumed.output, whole.output) << "stopped at save " << stop_at;
}

TEST(SgnsTrainerTest, StoppedAnywhereItGoesOnToTheSameBytes) {
  for (int stop_at : {1, 5, 13, 14, 40, 77})
    ExpectTheSameBytes(Small(), stop_at);
  SgnsSettings tree = Small();
  tree.hierarchical_softmax = true;
  ExpectTheSameBytes(tree, 17);
  SgnsSettings deterministic = Small();
  deterministic.deterministic = true;
  ExpectTheSameBytes(deterministic, 2);
}

TEST(SgnsTrainerTest, WhatHeldItBeforeTheStopHoldsItAfter) {
  std::vector<float> far(kRows * kDimension, 0.5f);
  ExpectTheSameBytes(Small(), 30, {.input = {.values = far, .max_move = 0.1f}});
}

TEST(SgnsTrainerTest, ManyThreadsGoOnToo) {
  const Topics topics(9000);  // two rounds of batches an epoch
  SgnsSettings settings = Small();
  settings.epochs = 2;
  settings.deterministic = true;  // otherwise they race by design
  const SgnsModel whole = Train(topics, settings, {.threads = 3});
  StoppingCheckpoint checkpoint(3);
  const SgnsOptions options{.threads = 3, .checkpoint = &checkpoint};
  EXPECT_THAT(TrainSgns(topics.View(), topics.counts, settings, options),
              StatusIs(absl::StatusCode::kCancelled, HasSubstr("stopped")));
  EXPECT_EQ(checkpoint.states()[""].passes, 1u);
  EXPECT_GT(checkpoint.states()[""].position, 0u);
  checkpoint.GoOn();
  EXPECT_EQ(Train(topics, settings, options).input, whole.input);
}

TEST(SgnsTrainerTest, AStateThatDoesNotFitIsNotUsed) {
  const Topics topics(100);
  StoppingCheckpoint checkpoint(0);
  const SgnsModel whole = Train(topics, Small());
  const std::vector<float> few(3), right(kRows * kDimension, 9);
  for (const LearningState& bad :
       {LearningState{1, 0, {few, few}}, LearningState{1, 0, {right}},
        LearningState{7, 0, {right, right}}}) {
    checkpoint.states()[""] = bad;
    EXPECT_EQ(
        Train(topics, Small(), {.threads = 1, .checkpoint = &checkpoint}).input,
        whole.input);
  }
}

TEST(SgnsTrainerTest, OldRowsStayWhileNewOnesLearn) {
  const Topics topics(1500);
  const SgnsModel old = Train(topics, Small());
  // Rows from 28 on are new.
  std::vector<uint8_t> known(kRows, 1);
  std::fill(known.begin() + 28, known.end(), 0);
  const std::vector<float> zero(old.input.size());
  for (float share : {0.0f, 0.1f}) {
    const SgnsModel model =
        Train(topics, Small(),
              {.seed = 9,
               .threads = 1,
               .start = {.input = {old.input, known, share},
                         .output = {old.output, known, share}}});
    double most = 0;
    for (size_t row = 0; row < 28; ++row) {
      const double moved =
          Moved(model.input, old.input, row) / Moved(old.input, zero, row);
      const double output_moved =
          Moved(model.output, old.output, row) / Moved(old.output, zero, row);
      most = std::max({most, moved, output_moved});
    }
    EXPECT_LE(most, share * (1 + 1e-6));
    EXPECT_GE(most, 0.9 * share) << "they do move";
    EXPECT_GT(NeighboursOfTopic(model.input), 0.9)
        << "new ones found their place";
  }
}

TEST(SgnsTrainerTest, RowsThatNeverOccurKeepTheirStart) {
  Topics topics(200);
  topics.counts.push_back(0);
  const std::vector<float> start((kRows + 1) * kDimension, 0.25f);
  const SgnsModel model =
      Train(topics, Small(), {.threads = 1, .start = {.input = {start}}});
  EXPECT_EQ(Moved(model.input, start, kRows), 0);
  EXPECT_GT(Moved(model.input, start, 0), 0);
}

TEST(SgnsTrainerTest, ARateOfStepsIsUsedByEpoch) {
  const Topics topics(200);
  SgnsSettings settings = Small();
  settings.epochs = 2;
  settings.rate = {.schedule = RateSchedule::kSteps, .steps = {0.05, 1e-9}};
  StoppingCheckpoint checkpoint(1000);  // 4 pieces an epoch
  const SgnsModel model =
      Train(topics, settings, {.threads = 1, .checkpoint = &checkpoint});
  ASSERT_EQ(checkpoint.saves(), 7);
  checkpoint = StoppingCheckpoint(4);
  EXPECT_FALSE(TrainSgns(topics.View(), topics.counts, settings,
                         {.threads = 1, .checkpoint = &checkpoint})
                   .ok());
  const std::vector<float> first = checkpoint.states()[""].arrays[0];
  EXPECT_GT(Moved(model.input, std::vector<float>(first.size()), 3), 0.1);
  EXPECT_LT(Moved(model.input, first, 3), 1e-6);
}

TEST(SgnsTrainerTest, WhatDoesNotFitIsRefused) {
  const Topics topics(50);
  const auto expect = [&](const Sentences& sentences,
                          const SgnsOptions& options, const char* words) {
    EXPECT_THAT(TrainSgns(sentences, topics.counts, Small(), options),
                StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr(words)));
  };
  const std::vector<uint64_t> beyond = {0, 1000000}, down = {0, 8, 4};
  expect({topics.tokens, {}}, {}, "offsets must ascend");
  expect({topics.tokens, beyond}, {}, "offsets must ascend");
  expect({topics.tokens, down}, {}, "offsets must ascend");
  std::vector<float> vectors(kRows * kDimension);
  const std::vector<float> few(7);
  expect(topics.View(), {.start = {.input = {few}}}, "40 rows of 12 numbers");
  expect(topics.View(), {.start = {.output = {vectors, {}, -1}}}, "max_move");
  vectors[5] = std::numeric_limits<float>::quiet_NaN();
  expect(topics.View(), {.start = {.output = {vectors}}}, "start.output");
  EXPECT_THAT(TrainSgns(topics.View(), topics.counts, {.dimension = 0}, {}),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       HasSubstr("settings.dimension is 0")));
  EXPECT_THAT(
      TrainSgns(topics.View(), std::vector<uint32_t>{9, 0}, Small(), {}),
      StatusIs(absl::StatusCode::kFailedPrecondition, HasSubstr("1 of 2")));
}

}  // namespace
}  // namespace customer2vec
