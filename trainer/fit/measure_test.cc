#include "trainer/fit/measure.h"

#include <gtest/gtest.h>

#include <utility>
#include <vector>

#include "core/base/random.h"
#include "core/base/status_matchers.h"
#include "trainer/config/training_config.h"
#include "trainer/evaluation/evaluate.h"

namespace customer2vec {
namespace {

// Every customer buys "their" item each time and three random ones.
Corpus LoyalCustomers() {
  constexpr uint32_t kItems = 40, kCustomers = 60, kBaskets = 6;
  Random random(3);
  CorpusArrays arrays;
  for (uint32_t i = 0; i < kItems; ++i)
    arrays.item_ids.push_back("i" + std::to_string(i));
  arrays.basket_offsets = {0};
  arrays.customer_offsets = {0};
  for (uint32_t c = 0; c < kCustomers; ++c) {
    arrays.customer_ids.push_back("c" + std::to_string(c));
    for (uint32_t b = 0; b < kBaskets; ++b) {
      const uint32_t own = c % kItems;
      arrays.items.push_back(own);
      for (uint32_t step : {1u, 2u, 3u}) {
        arrays.items.push_back((own + step * (1 + random.Below(kItems / 4))) %
                               kItems);
      }
      auto& items = arrays.items;
      const auto begin = items.begin() + arrays.basket_offsets.back();
      std::sort(begin, items.end());
      items.erase(std::unique(begin, items.end()), items.end());
      arrays.basket_offsets.push_back(items.size());
      arrays.basket_times.push_back(b);
      arrays.basket_customers.push_back(c);
    }
    arrays.customer_offsets.push_back(arrays.basket_times.size());
  }
  return Corpus(std::move(arrays));
}

v1::TrainingConfig SmallConfig() {
  auto config = ParseTrainingConfig(R"(
    models { name: "items" item2vec { dimension: 8 min_count: 1 epochs: 2 } }
    threads: 1)",
                                    "test");
  FillDefaults(&*config);
  return *config;
}

TEST(ConfiguredParametersTest, TakesWhatIsSet) {
  v1::TrainingConfig config = SmallConfig();
  EXPECT_EQ(ConfiguredParameters(config).decay, ServingParameters().decay);
  for (v1::ModelConfig& model : *config.mutable_models()) {
    if (model.has_personal_frequency()) {
      model.mutable_personal_frequency()->set_decay(0.7);
    }
    if (model.has_repeat_discovery()) {
      model.mutable_repeat_discovery()->set_discovery_weight(0);
    }
  }
  EXPECT_EQ(ConfiguredParameters(config).decay, 0.7);
  EXPECT_EQ(ConfiguredParameters(config).discovery_weight, 0);
}

TEST(ChooseParametersTest, KeepsWhatTheConfigurationSets) {
  v1::TrainingConfig config = SmallConfig();
  for (v1::ModelConfig& model : *config.mutable_models()) {
    if (model.has_personal_frequency()) {
      model.mutable_personal_frequency()->set_decay(0.123);
    }
    if (model.has_repeat_discovery()) {
      model.mutable_repeat_discovery()->set_discovery_weight(7);
    }
  }
  const Cut cut =
      HoldOutLastBaskets(HoldOutLastBaskets(LoyalCustomers()).training);
  C2V_ASSERT_OK_AND_ASSIGN(const ServingParameters chosen,
                           ChooseParameters(cut, config, nullptr));
  EXPECT_EQ(chosen.decay, 0.123);
  EXPECT_EQ(chosen.discovery_weight, 7);
}

TEST(ChooseParametersTest, IsNoWorseThanTheDefaultsOnItsOwnCases) {
  const v1::TrainingConfig config = SmallConfig();
  const Cut cut =
      HoldOutLastBaskets(HoldOutLastBaskets(LoyalCustomers()).training);
  C2V_ASSERT_OK_AND_ASSIGN(const ServingParameters chosen,
                           ChooseParameters(cut, config, nullptr));
  const auto recall = [&](const ServingParameters& parameters) {
    const auto figures = Measure(cut, config, parameters, nullptr);
    EXPECT_THAT(figures, IsOk());
    return FindFigure(*figures, "repeat_discovery", "customer", "recall", 10)
        ->value();
  };
  EXPECT_GE(recall(chosen), recall(ServingParameters()));
}

TEST(MeasureTest, CoversEveryServableAndBothTasks) {
  const v1::TrainingConfig config = SmallConfig();
  C2V_ASSERT_OK_AND_ASSIGN(const auto figures,
                           Measure(HoldOutLastBaskets(LoyalCustomers()), config,
                                   ServingParameters(), nullptr));
  for (const char* name :
       {"popularity", "personal_frequency", "repeat_discovery", "items"}) {
    EXPECT_NE(FindFigure(figures, name, "customer", "recall", 20), nullptr)
        << name;
  }
  for (const char* name : {"popularity", "repeat_discovery", "items"}) {
    EXPECT_NE(FindFigure(figures, name, "session", "hit_rate", 10), nullptr)
        << name;
  }
  EXPECT_NE(FindFigure(figures, "items", "session_similar", "hit_rate", 10),
            nullptr);
  EXPECT_EQ(FindFigure(figures, "personal_frequency", "session", "mrr", 10),
            nullptr);
  // Who always buys the same finds it in the history, and popularity does not.
  EXPECT_GT(
      FindFigure(figures, "personal_frequency", "customer", "mrr", 10)->value(),
      2 * FindFigure(figures, "popularity", "customer", "mrr", 10)->value());
}

}  // namespace
}  // namespace customer2vec
