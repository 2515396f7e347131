#include "trainer/models/factorization_machine/factorization_machine_trainer.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>
#include <tuple>
#include <utility>

#include "absl/strings/str_cat.h"
#include "core/base/random.h"
#include "core/base/status_matchers.h"
#include "core/catalogue/catalogue_builder.h"
#include "trainer/models/stopping_checkpoint.h"

namespace customer2vec {
namespace {

using ::testing::HasSubstr;

constexpr size_t kItems = 30;

// Customers of three groups who take items of their group; one item in two
// baskets again and again.
Corpus MakeCorpus(size_t customers, size_t anonymous, uint64_t seed) {
  CorpusArrays arrays;
  Random random(seed);
  for (size_t i = 0; i < kItems; ++i) {
    arrays.item_ids.push_back(absl::StrCat("i", i));
  }
  arrays.basket_offsets = {0};
  arrays.customer_offsets = {0};
  const auto add_basket = [&](size_t group, uint32_t customer) {
    for (uint32_t item = 0; item < kItems; ++item) {
      const bool own = item / 10 == group;
      if (random.Uniform() < (own ? 0.35 : 0.02)) arrays.items.push_back(item);
    }
    if (arrays.items.size() == arrays.basket_offsets.back()) {
      arrays.items.push_back(static_cast<uint32_t>(10 * group));
    }
    arrays.basket_offsets.push_back(arrays.items.size());
    arrays.basket_times.push_back(
        static_cast<int64_t>(arrays.basket_times.size()));
    arrays.basket_customers.push_back(customer);
  };
  for (size_t customer = 0; customer < customers; ++customer) {
    arrays.customer_ids.push_back(absl::StrCat("c", customer));
    for (int i = 0; i < 5; ++i) {
      add_basket(customer % 3, static_cast<uint32_t>(customer));
    }
    arrays.customer_offsets.push_back(arrays.basket_times.size());
  }
  for (size_t i = 0; i < anonymous; ++i) add_basket(i % 3, kNoCustomer);
  return Corpus(std::move(arrays));
}

class FactorizationMachineTrainerTest : public ::testing::Test {
 protected:
  FactorizationMachineTrainerTest() {
    std::vector<std::string> names, kinds;
    for (size_t i = 0; i < kItems; ++i) {
      names.push_back(absl::StrCat("item ", i));
      kinds.push_back(absl::StrCat("kind ", i / 10));
    }
    const std::vector<AttributeColumn> columns = {
        {.name = "kind", .values = kinds}};
    arrays_ = *BuildCatalogue(names, columns);
    catalogue_ = *Catalogue::Create(arrays_.view(), kItems);
    config_.set_factors(6);
    config_.set_min_count(1);
    config_.set_epochs(8);
  }

  FactorizationData DataOf(const Corpus& corpus) const {
    return {.corpus = corpus, .catalogue = catalogue_, .attributes = {0}};
  }

  // Mean score of a customer's own group above the others', of the one-hot and
  // customer vectors alone.
  static double Lead(const FactorizationMachineModel& model, size_t customers) {
    double lead = 0;
    for (size_t customer = 0; customer < customers; ++customer) {
      for (size_t item = 0; item < kItems; ++item) {
        double score = 0;
        for (size_t j = 0; j < 6; ++j) {
          score += double{model.customers[customer * 6 + j]} *
                   model.items[item * 6 + j];
        }
        lead += item / 10 == customer % 3 ? 2 * score : -score;
      }
    }
    return lead / static_cast<double>(customers);
  }

  CatalogueArrays arrays_;
  Catalogue catalogue_;
  v1::FactorizationMachineConfig config_;
};

TEST_F(FactorizationMachineTrainerTest, LearnsGroupsAndRepeats) {
  const Corpus corpus = MakeCorpus(60, 0, 1);
  for (const auto loss :
       {v1::FACTORIZATION_LOSS_BPR, v1::FACTORIZATION_LOSS_LOGISTIC}) {
    config_.set_loss(loss);
    std::vector<double> losses;
    FactorizationOptions options;
    options.progress = [&](const FactorizationProgress& now) {
      losses.push_back(now.loss);
    };
    auto model = TrainFactorizationMachine(DataOf(corpus), config_, options);
    ASSERT_THAT(model, IsOk());
    ASSERT_EQ(losses.size(), 8);
    // Most is learned in the first epoch, half of which is spent above this.
    EXPECT_LT(losses.back(), 0.9 * losses.front()) << loss;
    EXPECT_GT(Lead(*model, 60), 0) << loss;
    EXPECT_TRUE(model->spec.has_repeat());
    EXPECT_EQ(model->spec.item_attributes(0), "kind");
    EXPECT_EQ(model->features.size(), (2 * kItems + 3) * 6);
  }
}

TEST_F(FactorizationMachineTrainerTest, OneThreadGivesTheSameBytes) {
  const Corpus corpus = MakeCorpus(40, 10, 2);
  auto first = TrainFactorizationMachine(DataOf(corpus), config_, {.seed = 3});
  auto second = TrainFactorizationMachine(DataOf(corpus), config_, {.seed = 3});
  auto other = TrainFactorizationMachine(DataOf(corpus), config_, {.seed = 4});
  ASSERT_THAT(first, IsOk());
  ASSERT_THAT(second, IsOk());
  ASSERT_THAT(other, IsOk());
  EXPECT_EQ(first->items, second->items);
  EXPECT_EQ(first->features, second->features);
  EXPECT_EQ(first->repeat, second->repeat);
  EXPECT_NE(first->items, other->items);
}

// 40 customers and 10 baskets of nobody: four pieces an epoch.
TEST_F(FactorizationMachineTrainerTest, StoppedItGoesOnToTheSameBytes) {
  const Corpus corpus = MakeCorpus(40, 10, 2);
  auto whole = TrainFactorizationMachine(DataOf(corpus), config_, {.seed = 3});
  ASSERT_THAT(whole, IsOk());
  for (const auto& [stop, passes, position] :
       {std::tuple{2, 0, 2}, {4, 1, 0}, {11, 2, 3}}) {
    StoppingCheckpoint checkpoint(stop);
    const FactorizationOptions options{.seed = 3, .checkpoint = &checkpoint};
    EXPECT_THAT(TrainFactorizationMachine(DataOf(corpus), config_, options),
                StatusIs(absl::StatusCode::kCancelled, HasSubstr("stopped")));
    EXPECT_EQ(checkpoint.states()[""].passes, passes);
    EXPECT_EQ(checkpoint.states()[""].position, position);
    checkpoint.GoOn();
    auto resumed = TrainFactorizationMachine(DataOf(corpus), config_, options);
    ASSERT_THAT(resumed, IsOk());
    EXPECT_EQ(resumed->items, whole->items);
    EXPECT_EQ(resumed->features, whole->features);
    EXPECT_EQ(resumed->repeat, whole->repeat);
    EXPECT_EQ(resumed->biases, whole->biases);
  }
}

// Of a model of as many items.
FactorizationStart StartOf(const FactorizationMachineModel& model,
                           size_t customers, float max_move) {
  FactorizationStart start{.items = model.items,
                           .features = model.features,
                           .customers = model.customers,
                           .biases = model.biases,
                           .repeats = model.repeat,
                           .repeat_weight = model.spec.repeat_weight(),
                           .max_move = max_move};
  start.customers.resize(customers * 6);
  return start;
}

// The farthest that a row moved, as a share of its length.
double MostMoved(const std::vector<float>& then, const std::vector<float>& now,
                 size_t d) {
  double most = 0;
  for (size_t row = 0; row < then.size(); row += d) {
    double step = 0, length = 0;
    for (size_t i = row; i < row + d; ++i) {
      step += std::pow(double{now[i]} - then[i], 2);
      length += double{then[i]} * then[i];
    }
    if (length > 0) most = std::max(most, std::sqrt(step / length));
  }
  return most;
}

TEST_F(FactorizationMachineTrainerTest, GoesOnNoFartherThanAllowed) {
  auto earlier = TrainFactorizationMachine(DataOf(MakeCorpus(40, 10, 2)),
                                           config_, {.seed = 3});
  ASSERT_THAT(earlier, IsOk());
  const Corpus grown = MakeCorpus(60, 10, 4);
  for (const float max_move : {0.0f, 0.2f}) {
    const FactorizationStart start = StartOf(*earlier, 60, max_move);
    auto model = TrainFactorizationMachine(DataOf(grown), config_,
                                           {.seed = 3, .start = &start});
    ASSERT_THAT(model, IsOk());
    const double most = max_move == 0 ? 0 : max_move + 1e-5;
    EXPECT_LE(MostMoved(earlier->items, model->items, 6), most);
    EXPECT_LE(MostMoved(earlier->features, model->features, 6), most);
    EXPECT_LE(MostMoved(earlier->customers, model->customers, 6), most);
    EXPECT_LE(MostMoved(earlier->biases, model->biases, 1), most);
    EXPECT_LE(MostMoved(earlier->repeat, model->repeat, 1), most);
    EXPECT_NEAR(model->spec.repeat_weight(), earlier->spec.repeat_weight(),
                max_move * earlier->spec.repeat_weight() + 1e-6);
    if (max_move > 0) {
      EXPECT_GT(MostMoved(earlier->items, model->items, 6), 0.1);
      EXPECT_GT(MostMoved(earlier->customers, model->customers, 6), 0.1);
    }
    EXPECT_GT(Lead(*model, 60), 0);
  }
}

TEST_F(FactorizationMachineTrainerTest, AFirstEpochFromAStartIsBetter) {
  const Corpus corpus = MakeCorpus(60, 0, 1);
  auto earlier = TrainFactorizationMachine(DataOf(corpus), config_, {});
  ASSERT_THAT(earlier, IsOk());
  config_.set_epochs(1);
  double cold = 0, warm = 0;
  FactorizationOptions options;
  options.progress = [&](const FactorizationProgress& now) { cold = now.loss; };
  ASSERT_THAT(TrainFactorizationMachine(DataOf(corpus), config_, options),
              IsOk());
  const FactorizationStart start =
      StartOf(*earlier, 60, std::numeric_limits<float>::infinity());
  options.start = &start;
  options.progress = [&](const FactorizationProgress& now) { warm = now.loss; };
  ASSERT_THAT(TrainFactorizationMachine(DataOf(corpus), config_, options),
              IsOk());
  EXPECT_LT(warm, 0.95 * cold);
}

TEST_F(FactorizationMachineTrainerTest, LearnsFromSessionsAlone) {
  const Corpus corpus = MakeCorpus(0, 300, 3);
  auto model = TrainFactorizationMachine(DataOf(corpus), config_, {});
  ASSERT_THAT(model, IsOk());
  // An item in the basket speaks for its group.
  double lead = 0;
  for (size_t context = 0; context < kItems; ++context) {
    for (size_t item = 0; item < kItems; ++item) {
      double score = 0;
      for (size_t j = 0; j < 6; ++j) {
        score += double{model->features[(kItems + context) * 6 + j]} *
                 model->items[item * 6 + j];
      }
      lead += item / 10 == context / 10 ? 2 * score : -score;
    }
  }
  EXPECT_GT(lead, 0);
}

TEST_F(FactorizationMachineTrainerTest, PartsMayBeLeftOut) {
  const Corpus corpus = MakeCorpus(20, 0, 4);
  config_.set_no_customer_id(true);
  config_.set_no_repeat(true);
  auto model = TrainFactorizationMachine(DataOf(corpus), config_, {});
  ASSERT_THAT(model, IsOk());
  EXPECT_TRUE(model->customers.empty());
  EXPECT_TRUE(model->repeat.empty());
  EXPECT_FALSE(model->spec.has_repeat());
  // Their own attributes give customers a row.
  FactorizationData data = DataOf(corpus);
  data.customer_values.assign(20, {});
  for (size_t i = 0; i < 20; i += 2) data.customer_values[i] = {1};
  data.customer_value_count = 2;
  model = TrainFactorizationMachine(data, config_, {});
  ASSERT_THAT(model, IsOk());
  ASSERT_EQ(model->customers.size(), 20 * 6);
  EXPECT_NE(model->customers[0], 0);
  EXPECT_EQ(model->customers[6], 0);
  EXPECT_EQ(model->customers[0], model->customers[12]);
}

TEST_F(FactorizationMachineTrainerTest, MoreThreadsLearnAsWell) {
  const Corpus corpus = MakeCorpus(200, 20, 5);
  auto model =
      TrainFactorizationMachine(DataOf(corpus), config_, {.threads = 3});
  ASSERT_THAT(model, IsOk());
  EXPECT_GT(Lead(*model, 200), 0);
}

TEST_F(FactorizationMachineTrainerTest, RefusesWhatItCannotUse) {
  const Corpus corpus = MakeCorpus(20, 0, 6);
  config_.set_min_count(1000000);
  EXPECT_THAT(TrainFactorizationMachine(DataOf(corpus), config_, {}),
              StatusIs(absl::StatusCode::kFailedPrecondition,
                       HasSubstr("lower factorization_machine.min_count")));
  config_.set_min_count(1);
  config_.set_decay(2);
  EXPECT_THAT(TrainFactorizationMachine(DataOf(corpus), config_, {}),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       HasSubstr("factorization_machine.decay is 2")));
}

}  // namespace
}  // namespace customer2vec
