#include "trainer/models/bpr/bpr_trainer.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <tuple>
#include <vector>

#include "core/base/random.h"
#include "core/base/status_matchers.h"
#include "trainer/models/stopping_checkpoint.h"

namespace customer2vec {
namespace {

using ::testing::HasSubstr;

constexpr size_t kItems = 40;

// Customers of two groups, each of which takes items of its own half.
InteractionMatrix TwoGroups(size_t customers, uint64_t seed) {
  InteractionMatrix taken;
  taken.column_count = kItems;
  Random random(seed);
  for (size_t row = 0; row < customers; ++row) {
    for (uint32_t item = 0; item < kItems; ++item) {
      const bool own = (item < kItems / 2) == (row % 2 == 0);
      if (random.Uniform() > (own ? 0.4 : 0.02)) continue;
      taken.columns.push_back(item);
      taken.values.push_back(1);
    }
    taken.offsets.push_back(taken.columns.size());
  }
  return taken;
}

v1::BprConfig SmallConfig() {
  v1::BprConfig config;
  config.set_factors(4);
  config.set_epochs(60);
  config.set_learning_rate(0.1);
  return config;
}

double ScoreOf(const BprModel& model, size_t customer, size_t item) {
  double score = model.biases[item];
  for (size_t j = 0; j < model.factors; ++j) {
    score += double{model.customers[customer * model.factors + j]} *
             model.items[item * model.factors + j];
  }
  return score;
}

// Share of untaken pairs in which the own group's item is above the other's.
double RankedRight(const BprModel& model, const InteractionMatrix& taken) {
  int right = 0, pairs = 0;
  for (size_t row = 0; row < taken.row_count(); ++row) {
    for (uint32_t item = 0; item < kItems / 2; ++item) {
      const uint32_t other = item + kItems / 2;
      if (std::ranges::binary_search(taken.Columns(row), item) ||
          std::ranges::binary_search(taken.Columns(row), other)) {
        continue;
      }
      ++pairs;
      right += (ScoreOf(model, row, item) > ScoreOf(model, row, other)) ==
               (row % 2 == 0);
    }
  }
  return static_cast<double>(right) / pairs;
}

TEST(BprTrainer, RanksItemsOfTheOwnGroupFirst) {
  const InteractionMatrix taken = TwoGroups(100, 1);
  for (const auto sampling :
       {v1::NEGATIVE_SAMPLING_UNIFORM, v1::NEGATIVE_SAMPLING_POPULARITY,
        v1::NEGATIVE_SAMPLING_ADAPTIVE}) {
    v1::BprConfig config = SmallConfig();
    config.set_negative_sampling(sampling);
    auto model = TrainBpr(taken, config, {});
    ASSERT_THAT(model, IsOk());
    EXPECT_GT(RankedRight(*model, taken), 0.9) << sampling;
  }
}

TEST(BprTrainer, LossFalls) {
  std::vector<BprProgress> all;
  BprOptions options;
  options.progress = [&](const BprProgress& now) { all.push_back(now); };
  ASSERT_THAT(TrainBpr(TwoGroups(100, 2), SmallConfig(), options), IsOk());
  ASSERT_EQ(all.size(), 60);
  EXPECT_EQ(all[0].epoch, 1);
  EXPECT_NEAR(all[0].loss, 0.69, 0.03);
  EXPECT_LT(all.back().loss, 0.5 * all[0].loss);
  // One pair in ten is of an item that is not of the group.
  EXPECT_GT(all.back().ranked_right, 0.85);
}

TEST(BprTrainer, OneThreadGivesTheSameBytes) {
  const InteractionMatrix taken = TwoGroups(60, 3);
  auto first = TrainBpr(taken, SmallConfig(), {.seed = 5});
  auto second = TrainBpr(taken, SmallConfig(), {.seed = 5});
  auto other = TrainBpr(taken, SmallConfig(), {.seed = 6});
  ASSERT_THAT(first, IsOk());
  ASSERT_THAT(second, IsOk());
  ASSERT_THAT(other, IsOk());
  EXPECT_EQ(first->customers, second->customers);
  EXPECT_EQ(first->items, second->items);
  EXPECT_EQ(first->biases, second->biases);
  EXPECT_NE(first->items, other->items);
}

// Of so many pairs that an epoch is of three pieces.
TEST(BprTrainer, StoppedAnywhereItGoesOnToTheSameBytes) {
  const InteractionMatrix taken = TwoGroups(3000, 3);
  ASSERT_GT(taken.size(), 20000);
  v1::BprConfig config = SmallConfig();
  config.set_epochs(2);
  auto whole = TrainBpr(taken, config, {.seed = 5});
  ASSERT_THAT(whole, IsOk());
  for (const auto& [stop, passes, position] :
       {std::tuple{1, 0, 1}, {2, 0, 2}, {3, 1, 0}, {4, 1, 1}, {5, 1, 2}}) {
    StoppingCheckpoint checkpoint(stop);
    const BprOptions options{.seed = 5, .checkpoint = &checkpoint};
    EXPECT_THAT(TrainBpr(taken, config, options),
                StatusIs(absl::StatusCode::kCancelled, HasSubstr("stopped")));
    EXPECT_EQ(checkpoint.states()[""].passes, passes);
    EXPECT_EQ(checkpoint.states()[""].position, position);
    checkpoint.GoOn();
    auto resumed = TrainBpr(taken, config, options);
    ASSERT_THAT(resumed, IsOk());
    EXPECT_EQ(resumed->customers, whole->customers);
    EXPECT_EQ(resumed->items, whole->items);
    EXPECT_EQ(resumed->biases, whole->biases);
    checkpoint.states()[""].arrays.back().pop_back();
    auto anew = TrainBpr(taken, config, options);
    ASSERT_THAT(anew, IsOk());
    EXPECT_EQ(anew->items, whole->items) << "a state that does not fit";
  }
}

// What turning the axes does not change: scores of the first 60 customers, then
// products of items.
std::vector<double> ScoresAndProducts(const BprModel& model) {
  std::vector<double> numbers;
  for (size_t customer = 0; customer < 60; ++customer) {
    for (size_t item = 0; item < kItems; ++item) {
      numbers.push_back(ScoreOf(model, customer, item) - model.biases[item]);
    }
  }
  const size_t d = model.factors;
  for (size_t a = 0; a < kItems; ++a) {
    for (size_t b = 0; b < kItems; ++b) {
      double sum = 0;
      for (size_t j = 0; j < d; ++j) {
        sum += double{model.items[a * d + j]} * model.items[b * d + j];
      }
      numbers.push_back(sum);
    }
  }
  return numbers;
}

double MostApart(const std::vector<double>& a, const std::vector<double>& b) {
  double most = 0;
  for (size_t i = 0; i < a.size(); ++i) {
    most = std::max(most, std::abs(a[i] - b[i]));
  }
  return most;
}

TEST(BprTrainer, GoesOnFromWhereItWasAndNoFartherThanAllowed) {
  const v1::BprConfig config = SmallConfig();
  auto earlier = TrainBpr(TwoGroups(60, 3), config, {});
  ASSERT_THAT(earlier, IsOk());
  const std::vector<double> then = ScoresAndProducts(*earlier);
  // Forty customers more.
  const InteractionMatrix grown = TwoGroups(100, 4);
  const auto go_on = [&](float max_move) {
    auto model = TrainBpr(grown, config,
                          {.start = {.customers = earlier->customers,
                                     .items = earlier->items,
                                     .biases = earlier->biases,
                                     .max_move = max_move}});
    EXPECT_THAT(model, IsOk());
    return *std::move(model);
  };
  const BprModel frozen = go_on(0);
  EXPECT_LT(MostApart(ScoresAndProducts(frozen), then), 1e-5);
  EXPECT_EQ(frozen.biases, earlier->biases);
  EXPECT_GT(RankedRight(frozen, grown), 0.85) << "new customers are learned";
  const BprModel held = go_on(0.1f);
  const BprModel free = go_on(std::numeric_limits<float>::infinity());
  // An item's product with itself: its length squared.
  const auto length = [](const BprModel& model, size_t item) {
    return std::sqrt(ScoresAndProducts(model)[60 * kItems + item * 41]);
  };
  for (size_t item = 0; item < kItems; ++item) {
    const double before = length(*earlier, item);
    EXPECT_LE(std::abs(length(held, item) - before), 0.1 * before + 1e-5);
    EXPECT_LE(std::abs(held.biases[item] - earlier->biases[item]),
              0.1 * std::abs(earlier->biases[item]) + 1e-6);
  }
  EXPECT_GT(MostApart(ScoresAndProducts(held), then), 0.05) << "they do move";
  EXPECT_GT(MostApart(ScoresAndProducts(free), then),
            MostApart(ScoresAndProducts(held), then));
}

TEST(BprTrainer, AFirstEpochFromAStartIsBetterThanFromNothing) {
  const InteractionMatrix taken = TwoGroups(60, 3);
  auto earlier = TrainBpr(taken, SmallConfig(), {});
  ASSERT_THAT(earlier, IsOk());
  v1::BprConfig config = SmallConfig();
  config.set_epochs(1);
  double cold = 0, warm = 0;
  BprOptions options;
  options.progress = [&](const BprProgress& now) { cold = now.loss; };
  ASSERT_THAT(TrainBpr(taken, config, options), IsOk());
  options.progress = [&](const BprProgress& now) { warm = now.loss; };
  options.start = {.customers = earlier->customers,
                   .items = earlier->items,
                   .biases = earlier->biases};
  ASSERT_THAT(TrainBpr(taken, config, options), IsOk());
  EXPECT_LT(warm, 0.6 * cold);
  // New rows, as zeros and as missing ones, start at random.
  std::vector<float> part = earlier->items;
  std::fill_n(part.begin(), 4, 0.0f);
  part.resize(35 * 4);
  config.set_learning_rate(1e-6);
  options.start.items = part;
  auto grown = TrainBpr(taken, config, options);
  ASSERT_THAT(grown, IsOk());
  for (size_t item : {size_t{0}, size_t{36}}) {
    EXPECT_GT(std::abs(grown->items[item * 4]), 1e-4) << item;
  }
}

TEST(BprTrainer, MoreThreadsLearnAsWell) {
  const InteractionMatrix taken = TwoGroups(3000, 4);
  v1::BprConfig config = SmallConfig();
  config.set_epochs(10);
  auto model = TrainBpr(taken, config, {.threads = 3});
  ASSERT_THAT(model, IsOk());
  EXPECT_GT(RankedRight(*model, taken), 0.9);
}

TEST(BprTrainer, PopularItemsGetABias) {
  InteractionMatrix taken;
  taken.column_count = 10;
  for (size_t row = 0; row < 200; ++row) {
    taken.columns.push_back(0);
    taken.columns.push_back(static_cast<uint32_t>(1 + row % 9));
    taken.offsets.push_back(taken.columns.size());
  }
  taken.values.assign(taken.columns.size(), 1);
  v1::BprConfig config = SmallConfig();
  config.set_negative_sampling(v1::NEGATIVE_SAMPLING_UNIFORM);
  auto model = TrainBpr(taken, config, {});
  ASSERT_THAT(model, IsOk());
  for (size_t item = 1; item < 10; ++item) {
    EXPECT_GT(model->biases[0], model->biases[item] + 0.5);
  }
}

TEST(BprTrainer, WhoTookEverythingIsPassedOver) {
  InteractionMatrix taken;
  taken.column_count = 3;
  taken.columns = {0, 1, 2};
  taken.values = {1, 1, 1};
  taken.offsets = {0, 3};
  EXPECT_THAT(TrainBpr(taken, SmallConfig(), {}), IsOk());
}

TEST(BprTrainer, RefusesWhatItCannotUse) {
  InteractionMatrix empty;
  empty.column_count = 5;
  EXPECT_THAT(TrainBpr(empty, SmallConfig(), {}),
              StatusIs(absl::StatusCode::kFailedPrecondition,
                       HasSubstr("0 purchases of 5 items")));
  v1::BprConfig config = SmallConfig();
  config.set_learning_rate(2);
  EXPECT_THAT(TrainBpr(TwoGroups(4, 1), config, {}),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       HasSubstr("bpr.learning_rate is 2")));
  const auto refuses = [](const BprStart& start, absl::string_view words) {
    EXPECT_THAT(TrainBpr(TwoGroups(4, 1), SmallConfig(), {.start = start}),
                StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr(words)));
  };
  const std::vector<float> numbers(7), many(5 * 4),
      infinite = {0, std::numeric_limits<float>::infinity()};
  refuses({.items = numbers}, "a warm start of 0, 7 and 0 numbers");
  refuses({.customers = many}, "rows of 4 for up to 4 customers");
  refuses({.biases = infinite}, "not finite");
  refuses({.max_move = -1}, "max_move is -1");
}

}  // namespace
}  // namespace customer2vec
