#include "trainer/models/sgns/text_trainer.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <string>

#include "core/base/random.h"
#include "core/base/status_matchers.h"

namespace customer2vec {
namespace {

using ::testing::Each;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr size_t kTopics = 4;
constexpr uint32_t kTokensATopic = 10;
constexpr uint32_t kTokens = kTopics * kTokensATopic;

// Texts of 20 tokens, each of one topic but for one in ten tokens; text i is of
// topic i % kTopics.
struct Topics {
  std::vector<uint32_t> tokens;
  std::vector<uint64_t> offsets = {0};
  std::vector<uint32_t> counts = std::vector<uint32_t>(kTokens);

  explicit Topics(size_t texts, uint64_t seed = 1) {
    Random random(seed);
    for (size_t text = 0; text < texts; ++text) {
      for (int i = 0; i < 20; ++i) {
        const auto topic = static_cast<uint32_t>(text % kTopics);
        const uint32_t token =
            random.Below(10) == 0
                ? random.Below(kTokens)
                : topic * kTokensATopic + random.Below(kTokensATopic);
        tokens.push_back(token);
        ++counts[token];
      }
      offsets.push_back(tokens.size());
    }
  }
  Sentences View() const { return {tokens, offsets}; }
};

TextSettings Settings(TextModel model) {
  return {.model = model,
          .dimension = 16,
          .window_size = 3,
          .subsample = 0,
          .epochs = 20,
          .rate = {.start = 0.05}};
}

double Cosine(std::span<const float> rows, size_t a, size_t b, size_t d) {
  double dot = 0, aa = 0, bb = 0;
  for (size_t i = 0; i < d; ++i) {
    const double x = rows[a * d + i], y = rows[b * d + i];
    dot += x * y, aa += x * x, bb += y * y;
  }
  return dot / std::sqrt(aa * bb);
}

// Share of rows whose nearest other row by cosine is of the same group; a
// quarter by chance.
template <typename Group>
double NearestShare(const std::vector<float>& rows, size_t d,
                    const Group& group) {
  const size_t count = rows.size() / d;
  double hits = 0;
  for (size_t a = 0; a < count; ++a) {
    size_t nearest = a;
    double best = -2;
    for (size_t b = 0; b < count; ++b) {
      const double cosine = Cosine(rows, a, b, d);
      if (a != b && cosine > best) best = cosine, nearest = b;
    }
    hits += group(a) == group(nearest) ? 1 : 0;
  }
  return hits / static_cast<double>(count);
}

size_t TopicOfText(size_t text) { return text % kTopics; }
size_t TopicOfToken(size_t token) { return token / kTokensATopic; }

TextVectors Train(const Topics& topics, const TextSettings& settings,
                  const TextOptions& options = {.seed = 1, .threads = 1}) {
  auto vectors = TrainTexts(topics.View(), topics.counts, settings, options);
  EXPECT_TRUE(vectors.ok()) << vectors.status();
  return *std::move(vectors);
}

TEST(TextTrainerTest, DbowFindsTheTopicsOfTexts) {
  const TextVectors vectors = Train(Topics(400), Settings(TextModel::kPvDbow));
  EXPECT_THAT(vectors.documents, SizeIs(400 * 16));
  EXPECT_THAT(vectors.input, IsEmpty());
  EXPECT_GT(NearestShare(vectors.documents, 16, TopicOfText), 0.9);
  EXPECT_GT(NearestShare(vectors.output, 16, TopicOfToken), 0.9);
}

TEST(TextTrainerTest, DbowWithWordsFindsThoseOfTokensAsWell) {
  TextSettings settings = Settings(TextModel::kPvDbow);
  settings.train_words = true;
  const TextVectors vectors = Train(Topics(400), settings);
  EXPECT_GT(NearestShare(vectors.documents, 16, TopicOfText), 0.9);
  EXPECT_GT(NearestShare(vectors.input, 16, TopicOfToken), 0.9);
}

TEST(TextTrainerTest, DmFindsTheTopicsOfTextsAndTokens) {
  for (Pooling pooling : {Pooling::kMean, Pooling::kSum}) {
    TextSettings settings = Settings(TextModel::kPvDm);
    settings.pooling = pooling;
    const TextVectors vectors = Train(Topics(400), settings);
    EXPECT_GT(NearestShare(vectors.documents, 16, TopicOfText), 0.7);
    EXPECT_GT(NearestShare(vectors.input, 16, TopicOfToken), 0.9);
  }
}

TEST(TextTrainerTest, CbowFindsTheTopicsOfTokens) {
  for (bool whole_text : {false, true}) {
    TextSettings settings = Settings(TextModel::kCbow);
    settings.whole_text = whole_text;
    const TextVectors vectors = Train(Topics(400), settings);
    EXPECT_THAT(vectors.documents, IsEmpty());
    EXPECT_GT(NearestShare(vectors.input, 16, TopicOfToken), 0.9) << whole_text;
  }
}

TEST(TextTrainerTest, OneThreadGivesTheSameBytes) {
  const Topics topics(30);
  for (TextModel model :
       {TextModel::kCbow, TextModel::kPvDbow, TextModel::kPvDm}) {
    TextSettings settings = Settings(model);
    settings.train_words = true;
    const TextVectors a = Train(topics, settings), b = Train(topics, settings);
    EXPECT_EQ(a.documents, b.documents);
    EXPECT_EQ(a.input, b.input);
    EXPECT_EQ(a.output, b.output);
    const TextVectors c = Train(topics, settings, {.seed = 2, .threads = 1});
    EXPECT_NE(a.output, c.output);
  }
}

TEST(TextTrainerTest, ThreadsLearnAsOneDoes) {
  const Topics topics(400);
  for (TextModel model : {TextModel::kPvDbow, TextModel::kPvDm}) {
    const TextVectors vectors =
        Train(topics, Settings(model), {.seed = 1, .threads = 3});
    EXPECT_GT(NearestShare(vectors.documents, 16, TopicOfText), 0.7);
  }
}

TEST(TextTrainerTest, RatesByHandAreThoseOfTheirEpochs) {
  const Topics topics(20);
  TextSettings settings = Settings(TextModel::kPvDbow);
  settings.epochs = 2;
  settings.rate = {.schedule = RateSchedule::kSteps, .steps = {0.05, 1e-12}};
  const TextVectors two = Train(topics, settings);
  settings.epochs = 1;
  const TextVectors one = Train(topics, settings);
  for (size_t i = 0; i < one.documents.size(); ++i) {
    EXPECT_NEAR(one.documents[i], two.documents[i], 1e-8);
  }
}

TEST(TextTrainerTest, TextsWithoutKnownTokensAreZero) {
  Topics topics(4);
  topics.offsets.push_back(topics.tokens.size());  // an empty text
  topics.tokens.push_back(kTokens + 3);
  topics.offsets.push_back(topics.tokens.size());  // and an unknown token
  const TextVectors vectors = Train(topics, Settings(TextModel::kPvDm));
  ASSERT_THAT(vectors.documents, SizeIs(6 * 16));
  EXPECT_THAT(
      std::vector(vectors.documents.begin() + 4 * 16, vectors.documents.end()),
      Each(0));
  EXPECT_NE(vectors.documents[3 * 16], 0);
}

TEST(TextTrainerTest, ReportsFallingLoss) {
  std::vector<double> losses;
  Train(Topics(400), Settings(TextModel::kPvDbow),
        {.threads = 1,
         .progress =
             [&](const TrainingProgress& now) { losses.push_back(now.loss); },
         .progress_interval_seconds = 1e9});
  ASSERT_THAT(losses, SizeIs(20)) << "one an epoch";
  EXPECT_LT(losses.back(), losses.front());
}

TEST(TextTrainerTest, RefusesWhatCannotBeLearned) {
  const Topics topics(4);
  const auto train = [&](const TextSettings& settings) {
    return TrainTexts(topics.View(), topics.counts, settings, {.threads = 1});
  };
  EXPECT_THAT(train({.dimension = 0}),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       HasSubstr("settings.dimension is 0")));
  EXPECT_THAT(train({.epochs = -1}),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       HasSubstr("settings.epochs")));
  EXPECT_THAT(train({.subsample = NAN}),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       HasSubstr("settings.subsample")));
  const std::vector<uint32_t> one_token = {0, 9, 0};
  EXPECT_THAT(
      TrainTexts(topics.View(), one_token, {}, {}),
      StatusIs(absl::StatusCode::kFailedPrecondition, HasSubstr("at least 2")));
  const std::vector<uint64_t> offsets = {0, 1000};
  EXPECT_THAT(
      TrainTexts({topics.tokens, offsets}, topics.counts, {}, {}),
      StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("offsets")));
}

TEST(TextTrainerTest, DivergenceIsNamed) {
  TextSettings settings = Settings(TextModel::kPvDbow);
  settings.negatives = 1000;
  settings.rate = {.start = 1};
  settings.epochs = 200;
  const auto vectors = TrainTexts(Topics(50).View(), Topics(50).counts,
                                  settings, {.threads = 1});
  if (!vectors.ok()) {
    EXPECT_THAT(vectors, StatusIs(absl::StatusCode::kFailedPrecondition,
                                  HasSubstr("diverged")));
    return;
  }
  for (float x : vectors->documents) ASSERT_TRUE(std::isfinite(x));
}

}  // namespace
}  // namespace customer2vec
