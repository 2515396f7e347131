#include "trainer/models/sgns/text_trainer.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <string>
#include <utility>

#include "core/base/random.h"
#include "core/base/status_matchers.h"
#include "trainer/models/stopping_checkpoint.h"

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
    // More would learn by heart which texts the odd tokens stand in.
    if (whole_text) settings.epochs = 4;
    const TextVectors vectors = Train(Topics(400), settings);
    EXPECT_THAT(vectors.documents, IsEmpty());
    EXPECT_GT(NearestShare(vectors.input, 16, TopicOfToken), 0.9) << whole_text;
  }
}

TEST(TextTrainerTest, CbowFindsThemByTheTurnsOfATree) {
  for (Pooling pooling : {Pooling::kMean, Pooling::kSum}) {
    TextSettings settings = Settings(TextModel::kCbow);
    settings.hierarchical_softmax = true;
    settings.pooling = pooling;
    const TextVectors vectors = Train(Topics(400), settings);
    EXPECT_GT(NearestShare(vectors.input, 16, TopicOfToken), 0.9);
    const auto last = std::span(vectors.output).last(16);
    EXPECT_THAT(std::vector(last.begin(), last.end()), Each(0))
        << "a tree has one inner node less than tokens";
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

TEST(TextTrainerTest, StoppedAnywhereItGoesOnToTheSameBytes) {
  const Topics topics(300);  // 5 pieces an epoch
  for (TextModel model :
       {TextModel::kCbow, TextModel::kPvDbow, TextModel::kPvDm}) {
    for (int stop_at : {2, 5, 31}) {
      TextSettings settings = Settings(model);
      settings.train_words = true;
      const TextVectors whole = Train(topics, settings);
      StoppingCheckpoint checkpoint(stop_at);
      const TextOptions options{
          .seed = 1, .threads = 1, .checkpoint = &checkpoint, .part = "texts"};
      EXPECT_FALSE(
          TrainTexts(topics.View(), topics.counts, settings, options).ok());
      ASSERT_EQ(checkpoint.states().count("texts"), 1u);
      checkpoint.GoOn();
      const TextVectors resumed = Train(topics, settings, options);
      EXPECT_EQ(resumed.documents, whole.documents) << stop_at;
      EXPECT_EQ(resumed.input, whole.input) << stop_at;
      EXPECT_EQ(resumed.output, whole.output) << stop_at;
    }
  }
}

double Length(std::span<const float> x) {
  return std::sqrt(std::inner_product(x.begin(), x.end(), x.begin(), 0.0));
}

// The largest share of its length that one of the first `rows` rows moved.
double MostMoved(std::vector<float> now, std::span<const float> then,
                 size_t rows) {
  double most = 0;
  for (size_t i = 0; i < now.size(); ++i) now[i] -= then[i];
  for (size_t row = 0; row < rows; ++row) {
    most = std::max(most, Length(std::span(now).subspan(row * 16, 16)) /
                              Length(then.subspan(row * 16, 16)));
  }
  return most;
}

TEST(TextTrainerTest, OldVectorsStayNearWhileNewOnesLearn) {
  const Topics topics(400);
  // Texts from 300 on and the last token of each topic are new.
  std::vector<uint8_t> known_texts(400, 1), known_tokens(kTokens, 1);
  std::fill(known_texts.begin() + 300, known_texts.end(), 0);
  for (size_t token = 9; token < kTokens; token += 10) known_tokens[token] = 0;
  for (TextModel model :
       {TextModel::kCbow, TextModel::kPvDbow, TextModel::kPvDm}) {
    TextSettings settings = Settings(model);
    settings.train_words = true;
    const TextVectors old = Train(topics, settings);
    const TextVectors now =
        Train(topics, settings,
              {.seed = 7,
               .threads = 1,
               .start = {.documents = {old.documents, known_texts, 0.2f},
                         .input = {old.input, known_tokens, 0.2f},
                         .output = {old.output, known_tokens, 0.2f}}});
    const double input = MostMoved(now.input, old.input, 9);
    EXPECT_LE(input, 0.2 + 1e-6);
    EXPECT_GT(input, 0.02) << "they do move";
    EXPECT_LE(MostMoved(now.output, old.output, 9), 0.2 + 1e-6);
    EXPECT_GT(NearestShare(now.input, 16, TopicOfToken), 0.97)
        << "new ones found their place";
    if (model == TextModel::kCbow) continue;
    EXPECT_LE(MostMoved(now.documents, old.documents, 300), 0.2 + 1e-6);
    EXPECT_GT(NearestShare(now.documents, 16, TopicOfText), 0.7);
  }
}

// Each model that a deterministic run has to learn as well as racing ones.
std::vector<TextSettings> AllModels() {
  std::vector<TextSettings> all;
  for (TextModel model :
       {TextModel::kCbow, TextModel::kPvDbow, TextModel::kPvDm}) {
    all.push_back(Settings(model));
  }
  all.push_back(Settings(TextModel::kCbow));
  all.back().whole_text = true;
  all.push_back(Settings(TextModel::kPvDbow));
  all.back().train_words = true;
  for (bool whole_text : {false, true}) {
    all.push_back(Settings(TextModel::kCbow));
    all.back().whole_text = whole_text;
    all.back().hierarchical_softmax = true;
  }
  for (TextSettings& settings : all) settings.deterministic = true;
  return all;
}

void ExpectSame(const TextVectors& a, const TextVectors& b,
                const TextSettings& settings) {
  SCOPED_TRACE(testing::Message()
               << "model " << static_cast<int>(settings.model) << " whole "
               << settings.whole_text << " words " << settings.train_words);
  EXPECT_EQ(a.documents, b.documents);
  EXPECT_EQ(a.input, b.input);
  EXPECT_EQ(a.output, b.output);
}

TEST(TextTrainerTest, DeterministicIsTheSameAtAnyNumberOfThreads) {
  const Topics topics(300);
  for (TextSettings& settings : AllModels()) {
    settings.epochs = 4;
    const TextVectors one = Train(topics, settings);
    for (int threads : {2, 3, 9}) {
      ExpectSame(Train(topics, settings, {.seed = 1, .threads = threads}), one,
                 settings);
    }
    settings.deterministic = false;
    EXPECT_NE(Train(topics, settings).output, one.output) << "another order";
  }
}

TEST(TextTrainerTest, DeterministicGoesOnToTheSameBytes) {
  const Topics topics(9000);  // two groups of batches an epoch
  for (TextSettings& settings : AllModels()) {
    settings.epochs = 2;
    const TextVectors whole = Train(topics, settings);
    StoppingCheckpoint checkpoint(3);
    const TextOptions options{
        .seed = 1, .threads = 3, .checkpoint = &checkpoint};
    EXPECT_FALSE(
        TrainTexts(topics.View(), topics.counts, settings, options).ok());
    EXPECT_EQ(checkpoint.states()[""].passes, 1u);
    EXPECT_GT(checkpoint.states()[""].position, 0u);
    checkpoint.GoOn();
    ExpectSame(Train(topics, settings, options), whole, settings);
  }
}

TEST(TextTrainerTest, DeterministicHoldsOldVectorsAtAnyNumberOfThreads) {
  const Topics topics(300);
  const std::vector<float> documents(300 * 16, 0.2f), rows(kTokens * 16, 0.3f);
  for (TextSettings& settings : AllModels()) {
    settings.epochs = 3;
    TextOptions options{.seed = 1,
                        .threads = 1,
                        .start = {.documents = {documents, {}, 0.1f},
                                  .input = {rows, {}, 0.1f},
                                  .output = {rows, {}, 0.1f}}};
    const TextVectors one = Train(topics, settings, options);
    EXPECT_LE(MostMoved(one.output, rows, kTokens), 0.1 + 1e-6);
    EXPECT_GT(MostMoved(one.output, rows, kTokens), 0.09);
    options.threads = 3;
    ExpectSame(Train(topics, settings, options), one, settings);
  }
}

// Share of the `k` nearest others by cosine that are of a row's group, mean
// over all rows; a quarter by chance.
template <typename Group>
double NeighborShare(const std::vector<float>& rows, size_t k,
                     const Group& group) {
  const size_t count = rows.size() / 16;
  double hits = 0;
  for (size_t a = 0; a < count; ++a) {
    std::vector<std::pair<double, size_t>> others;
    for (size_t b = 0; b < count; ++b) {
      if (a != b) others.emplace_back(-Cosine(rows, a, b, 16), b);
    }
    std::partial_sort(others.begin(), others.begin() + k, others.end());
    hits += std::count_if(
        others.begin(), others.begin() + k,
        [&](const auto& other) { return group(a) == group(other.second); });
  }
  return hits / static_cast<double>(count * k);
}

// How well tokens and texts lie with their topics, mean over three seeds; one
// text is much longer than the others.
struct Quality {
  double tokens = 0, texts = 0;
};
Quality Learn(const TextSettings& settings) {
  constexpr int kSeeds = 3;
  Quality mean;
  for (uint64_t seed = 1; seed <= kSeeds; ++seed) {
    Topics topics(400, seed);
    topics.tokens.insert(topics.tokens.end(), topics.tokens.begin(),
                         topics.tokens.begin() + 4000);
    topics.offsets.push_back(topics.tokens.size());
    const TextVectors vectors =
        Train(topics, settings, {.seed = seed, .threads = 1});
    const std::vector<float>& tokens =
        vectors.input.empty() ? vectors.output : vectors.input;
    mean.tokens += NeighborShare(tokens, 9, TopicOfToken) / kSeeds;
    if (vectors.documents.empty()) continue;
    mean.texts += NeighborShare(vectors.documents, 50, TopicOfText) / kSeeds;
  }
  return mean;
}

// After four epochs the models that learn slowest are halfway: the mean of the
// parts' moves instead of their sum leaves PV-DBOW's texts 0.66 behind, and the
// whole sum drives whole contexts of CBOW apart, 0.7 behind. What is left at
// equal quality is below 0.1, with a standard error of 0.03.
TEST(TextTrainerTest, DeterministicLearnsAsWellAsRacingThreads) {
  constexpr double kBehind = 0.2;
  for (TextSettings& settings : AllModels()) {
    settings.epochs = 4;
    const Quality deterministic = Learn(settings);
    settings.deterministic = false;
    const Quality race = Learn(settings);
    SCOPED_TRACE(testing::Message()
                 << "model " << static_cast<int>(settings.model) << " whole "
                 << settings.whole_text << " words " << settings.train_words
                 << " tree " << settings.hierarchical_softmax);
    EXPECT_GE(deterministic.tokens, race.tokens - kBehind);
    EXPECT_GE(deterministic.texts, race.texts - kBehind);
  }
}

TEST(TextTrainerTest, AStartThatDoesNotFitIsRefused) {
  const Topics topics(10);
  const std::vector<float> few(3);
  const auto expect = [&](const TextStart& start, const char* words) {
    EXPECT_THAT(TrainTexts(topics.View(), topics.counts,
                           Settings(TextModel::kPvDm), {.start = start}),
                StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr(words)));
  };
  expect({.documents = {few}}, "start.documents");
  expect({.input = {few}}, "start.input");
  expect({.output = {few}}, "start.output");
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
  EXPECT_THAT(train({.hierarchical_softmax = true}),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       HasSubstr("settings.hierarchical_softmax")));
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
