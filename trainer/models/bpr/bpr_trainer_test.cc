#include "trainer/models/bpr/bpr_trainer.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <tuple>

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
}

}  // namespace
}  // namespace customer2vec
