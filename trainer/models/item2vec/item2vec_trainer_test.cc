#include "trainer/models/item2vec/item2vec_trainer.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <string>

#include "core/base/random.h"
#include "core/base/status_matchers.h"

namespace customer2vec {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;

constexpr uint32_t kItems = 40;
constexpr uint32_t kShelf = 10;  // items 0 to 9 are one shelf, and so on

// Baskets whose items all come from one shelf, so that the truth is known.
// `rare` more items stand at the end, each in one basket.
Corpus ShelvesCorpus(size_t baskets, uint32_t rare = 0) {
  CorpusArrays arrays;
  arrays.basket_offsets = {0};
  arrays.customer_offsets = {0};
  Random random(11);
  const auto add = [&](std::vector<uint32_t> items) {
    arrays.items.insert(arrays.items.end(), items.begin(), items.end());
    arrays.basket_offsets.push_back(arrays.items.size());
    arrays.basket_times.push_back(
        static_cast<int64_t>(arrays.basket_times.size()));
    arrays.basket_customers.push_back(kNoCustomer);
  };
  for (size_t basket = 0; basket < baskets; ++basket) {
    const uint32_t shelf = random.Below(kItems / kShelf) * kShelf;
    const uint32_t first = random.Below(kShelf), step = 1 + random.Below(3);
    add({shelf + first, shelf + (first + step) % kShelf,
         shelf + (first + 2 * step) % kShelf,
         shelf + (first + 3 * step) % kShelf});
  }
  for (uint32_t i = 0; i < rare; ++i) add({kItems + i, 0});
  // Rows must descend in count: rank them.
  std::vector<uint32_t> counts(kItems + rare), order, place(kItems + rare);
  for (uint32_t item : arrays.items) ++counts[item];
  for (uint32_t i = 0; i < kItems + rare; ++i) order.push_back(i);
  std::ranges::stable_sort(
      order, [&](uint32_t a, uint32_t b) { return counts[a] > counts[b]; });
  for (uint32_t i = 0; i < order.size(); ++i) place[order[i]] = i;
  for (uint32_t& item : arrays.items) item = place[item];
  for (uint32_t item : order) {
    arrays.item_ids.push_back(
        item < kItems ? "s" + std::to_string(item / kShelf) : "rare");
  }
  return Corpus(std::move(arrays));
}

v1::Item2VecConfig SmallConfig(v1::Window window) {
  v1::Item2VecConfig config;
  config.set_dimension(12);
  config.set_window(window);
  config.set_subsample(0);
  config.set_learning_rate(0.05);
  config.set_epochs(8);
  return config;
}

Item2VecModel Train(const Corpus& corpus, const v1::Item2VecConfig& config,
                    const Item2VecOptions& options = {.threads = 1}) {
  auto model = TrainItem2Vec(corpus, config, options);
  EXPECT_THAT(model, IsOk());
  return model.ok() ? *std::move(model) : Item2VecModel();
}

double Dot(const std::vector<float>& x, size_t a, const std::vector<float>& y,
           size_t b, size_t d) {
  double sum = 0;
  for (size_t i = 0; i < d; ++i) sum += double{x[a * d + i]} * y[b * d + i];
  return sum;
}

// Share of items whose nearest other item by cosine is of their shelf.
double NeighboursOfShelf(const Corpus& corpus, const Item2VecModel& model) {
  const size_t d = model.dimension;
  const std::vector<float>& x = model.input;
  double right = 0;
  for (size_t a = 0; a < model.item_count; ++a) {
    size_t best = a;
    double best_cosine = -2;
    for (size_t b = 0; b < model.item_count; ++b) {
      const double cosine = Dot(x, a, x, b, d) / std::sqrt(Dot(x, b, x, b, d));
      if (b != a && cosine > best_cosine) best = b, best_cosine = cosine;
    }
    const auto& ids = corpus.arrays().item_ids;
    right += ids[best] == ids[a] ? 1 : 0;
  }
  return right / static_cast<double>(model.item_count);
}

class Item2VecWindowTest : public ::testing::TestWithParam<v1::Window> {};

TEST_P(Item2VecWindowTest, NeighboursAreOfTheSameShelf) {
  const Corpus corpus = ShelvesCorpus(2000);
  const Item2VecModel model = Train(corpus, SmallConfig(GetParam()));
  EXPECT_EQ(model.item_count, kItems);
  EXPECT_EQ(model.input.size(), kItems * 12);
  EXPECT_EQ(model.output.size(), kItems * 12);
  EXPECT_GT(NeighboursOfShelf(corpus, model), 0.9);
}

TEST_P(Item2VecWindowTest, OutputsScoreTheSameShelfAboveOthers) {
  const Corpus corpus = ShelvesCorpus(2000);
  const Item2VecModel model = Train(corpus, SmallConfig(GetParam()));
  const auto& ids = corpus.arrays().item_ids;
  double same = 0, other = 0;
  for (size_t a = 0; a < kItems; ++a) {
    for (size_t b = 0; b < kItems; ++b) {
      if (a == b) continue;
      (ids[a] == ids[b] ? same : other) +=
          Dot(model.input, a, model.output, b, 12);
    }
  }
  EXPECT_GT(same / (kItems * (kShelf - 1)),
            1 + other / (kItems * (kItems - kShelf)));
}

TEST_P(Item2VecWindowTest, OneThreadAndOneSeedGiveTheSameBytes) {
  const Corpus corpus = ShelvesCorpus(300);
  v1::Item2VecConfig config = SmallConfig(GetParam());
  config.set_subsample(0.01);
  const Item2VecModel a = Train(corpus, config, {.seed = 3, .threads = 1});
  const Item2VecModel b = Train(corpus, config, {.seed = 3, .threads = 1});
  const Item2VecModel c = Train(corpus, config, {.seed = 4, .threads = 1});
  EXPECT_EQ(a.input, b.input);
  EXPECT_EQ(a.output, b.output);
  EXPECT_NE(a.input, c.input);
}

// ThreadSanitizer is right about the races of Hogwild: they are meant.
#ifndef __SANITIZE_THREAD__
TEST_P(Item2VecWindowTest, ThreadsThatRaceLearnTheSameTruth) {
  const Corpus corpus = ShelvesCorpus(2000);
  const Item2VecModel model =
      Train(corpus, SmallConfig(GetParam()), {.threads = 4});
  EXPECT_GT(NeighboursOfShelf(corpus, model), 0.9);
}
#endif

TEST_P(Item2VecWindowTest, CbowLearnsTheSameTruth) {
  const Corpus corpus = ShelvesCorpus(3000);
  v1::Item2VecConfig config = SmallConfig(GetParam());
  config.set_model(v1::WORD_MODEL_CBOW);
  const Item2VecModel skip_gram = Train(corpus, SmallConfig(GetParam()));
  for (v1::ContextPooling pooling :
       {v1::CONTEXT_POOLING_MEAN, v1::CONTEXT_POOLING_SUM}) {
    config.set_pooling(pooling);
    const Item2VecModel model = Train(corpus, config);
    EXPECT_GT(NeighboursOfShelf(corpus, model), 0.9);
    EXPECT_NE(model.input, skip_gram.input);
  }
}

TEST_P(Item2VecWindowTest, CbowSharesAsManyNegativesAsItIsTold) {
  const Corpus corpus = ShelvesCorpus(300);
  v1::Item2VecConfig config = SmallConfig(GetParam());
  config.set_model(v1::WORD_MODEL_CBOW);
  const Item2VecModel by_default = Train(corpus, config, {.threads = 1});
  config.set_shared_negatives(10);
  EXPECT_EQ(Train(corpus, config, {.threads = 1}).input, by_default.input);
  config.set_shared_negatives(40);
  EXPECT_NE(Train(corpus, config, {.threads = 1}).input, by_default.input);
}

INSTANTIATE_TEST_SUITE_P(Windows, Item2VecWindowTest,
                         ::testing::Values(v1::WINDOW_SLIDING,
                                           v1::WINDOW_WHOLE_BASKET));

TEST(Item2VecTrainerTest, HierarchicalSoftmaxHasNoOutputVectorsOfItems) {
  const Corpus corpus = ShelvesCorpus(2000);
  v1::Item2VecConfig config = SmallConfig(v1::WINDOW_WHOLE_BASKET);
  config.set_loss(v1::WORD_LOSS_HIERARCHICAL_SOFTMAX);
  for (v1::WordModel word_model :
       {v1::WORD_MODEL_SKIP_GRAM, v1::WORD_MODEL_CBOW}) {
    config.set_model(word_model);
    const Item2VecModel model = Train(corpus, config);
    EXPECT_GT(NeighboursOfShelf(corpus, model), 0.9);
    EXPECT_EQ(model.output, model.input);
  }
}

TEST(Item2VecTrainerTest, DeterministicIsTheSameAtAnyNumberOfThreads) {
  const Corpus corpus = ShelvesCorpus(400);
  v1::Item2VecConfig config = SmallConfig(v1::WINDOW_SLIDING);
  config.set_deterministic(true);
  for (v1::WordModel word_model :
       {v1::WORD_MODEL_SKIP_GRAM, v1::WORD_MODEL_CBOW}) {
    config.set_model(word_model);
    const Item2VecModel one = Train(corpus, config, {.threads = 1});
    for (int threads : {2, 3}) {
      EXPECT_EQ(Train(corpus, config, {.threads = threads}).input, one.input);
    }
  }
}

TEST(Item2VecTrainerTest, RareItemsGetNoVector) {
  const Corpus corpus = ShelvesCorpus(500, /*rare=*/7);
  ASSERT_EQ(corpus.item_count(), kItems + 7);
  v1::Item2VecConfig config = SmallConfig(v1::WINDOW_WHOLE_BASKET);
  config.set_min_count(2);
  EXPECT_EQ(Train(corpus, config).item_count, kItems);
  config.set_min_count(1);
  EXPECT_EQ(Train(corpus, config).item_count, kItems + 7);
}

TEST(Item2VecTrainerTest, ReportsEachEpochAndAFallingLoss) {
  const Corpus corpus = ShelvesCorpus(2000);
  std::vector<TrainingProgress> reports;
  Train(corpus, SmallConfig(v1::WINDOW_WHOLE_BASKET),
        {.threads = 1,
         .progress = [&](const TrainingProgress& p) { reports.push_back(p); },
         .progress_interval_seconds = 1e9});
  ASSERT_EQ(reports.size(), 8u);
  for (int epoch = 1; epoch <= 8; ++epoch) {
    const TrainingProgress& report = reports[epoch - 1];
    EXPECT_EQ(report.epoch, epoch);
    EXPECT_EQ(report.epochs, 8);
    EXPECT_EQ(report.tokens, epoch * corpus.token_count());
    EXPECT_EQ(report.total_tokens, 8 * corpus.token_count());
    EXPECT_GT(report.tokens_per_second, 0);
  }
  // Zero output vectors make each pair and its five negatives cost log 2.
  EXPECT_LT(reports.front().loss, 6 * std::log(2.0));
  EXPECT_GT(reports.front().loss, std::log(2.0));
  EXPECT_LT(reports.back().loss, 0.8 * reports.front().loss);
  EXPECT_EQ(reports.back().seconds_left, 0);
}

TEST(Item2VecTrainerTest, ReportsWithinAnEpochWhenTheIntervalIsOver) {
  const Corpus corpus = ShelvesCorpus(640);
  int reports = 0;
  v1::Item2VecConfig config = SmallConfig(v1::WINDOW_SLIDING);
  config.set_epochs(1);
  Train(corpus, config,
        {.threads = 1,
         .progress = [&](const TrainingProgress&) { ++reports; },
         .progress_interval_seconds = 0});
  EXPECT_EQ(reports, 640 / 64 + 1);
}

TEST(Item2VecTrainerTest, TooFewFrequentItemsAreAnError) {
  const Corpus corpus = ShelvesCorpus(3);
  v1::Item2VecConfig config;
  config.set_min_count(100);
  EXPECT_THAT(TrainItem2Vec(corpus, config, {}),
              StatusIs(absl::StatusCode::kFailedPrecondition,
                       AllOf(HasSubstr("min_count = 100"),
                             HasSubstr("lower item2vec.min_count"))));
  const Corpus one_frequent({{"a", "b"},
                             {},
                             {0, 1, 0},
                             {0, 2, 3},
                             {0, 1},
                             {kNoCustomer, kNoCustomer},
                             {0}});
  config.set_min_count(2);
  EXPECT_THAT(TrainItem2Vec(one_frequent, config, {}),
              StatusIs(absl::StatusCode::kFailedPrecondition,
                       HasSubstr("1 of 2 items")));
  EXPECT_THAT(TrainItem2Vec(Corpus(), {}, {}),
              StatusIs(absl::StatusCode::kFailedPrecondition,
                       HasSubstr("0 of 0 items")));
}

TEST(Item2VecTrainerTest, ConfigurationOutOfRangeIsRefused) {
  v1::Item2VecConfig config;
  config.set_negatives(-1);
  EXPECT_THAT(TrainItem2Vec(ShelvesCorpus(50), config, {}),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       HasSubstr("item2vec.negatives is -1")));
}

TEST(Item2VecTrainerTest, ARateFarTooHighStaysFinite) {
  v1::Item2VecConfig config = SmallConfig(v1::WINDOW_WHOLE_BASKET);
  config.set_learning_rate(1);
  config.set_negatives(1000);
  config.set_epochs(60);
  EXPECT_THAT(TrainItem2Vec(ShelvesCorpus(2000), config, {.threads = 1}),
              IsOk());
}

}  // namespace
}  // namespace customer2vec
