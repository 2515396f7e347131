#include "trainer/fit/measure.h"

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "core/base/random.h"
#include "core/base/status_matchers.h"
#include "trainer/config/training_config.h"
#include "trainer/evaluation/evaluate.h"
#include "trainer/models/model_registry.h"

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

CatalogueTable NamesAlone() {
  CatalogueTable catalogue;
  catalogue.names = LoyalCustomers().arrays().item_ids;
  return catalogue;
}

v1::TrainingConfig SmallConfig() {
  auto config = ParseTrainingConfig(R"(
    models { name: "items" item2vec { dimension: 8 min_count: 1 epochs: 2 } }
    evaluation { min_count: 1 }
    threads: 1)",
                                    "test");
  FillDefaults(&*config);
  FillModelDefaults(&*config);
  return *config;
}

v1::ModelConfig* ModelOf(v1::TrainingConfig* config, const std::string& name) {
  for (v1::ModelConfig& model : *config->mutable_models()) {
    if (model.name() == name) return &model;
  }
  return nullptr;
}

ShopCut TestCut() { return HoldOut(LoyalCustomers(), NamesAlone()); }
ShopCut ValidationCut() {
  const ShopCut test = TestCut();
  return HoldOut(test.cut.training, test.catalogue);
}

TEST(HoldOutTest, TheCatalogueFollowsTheCut) {
  const ShopCut shop = TestCut();
  EXPECT_EQ(shop.catalogue.names, shop.cut.training.arrays().item_ids);
}

TEST(ChooseParametersTest, KeepsWhatTheConfigurationSets) {
  v1::TrainingConfig config = SmallConfig();
  ModelOf(&config, "personal_frequency")
      ->mutable_personal_frequency()
      ->set_decay(0.123);
  v1::ModelConfig* blend = ModelOf(&config, "repeat_discovery");
  blend->mutable_repeat_discovery()->set_discovery_weight(7);
  config.mutable_defaults()->set_customer("popularity");
  ASSERT_THAT(ChooseParameters(ValidationCut(), {}, &config, nullptr), IsOk());
  EXPECT_EQ(DecayOf(config), 0.123);
  EXPECT_EQ(blend->repeat_discovery().discovery_weight(), 7);
  EXPECT_EQ(config.defaults().customer(), "popularity");
}

TEST(ChooseParametersTest, RecordsWhatItChooses) {
  v1::TrainingConfig config = SmallConfig();
  ASSERT_THAT(ChooseParameters(ValidationCut(), {}, &config, nullptr), IsOk());
  EXPECT_GT(DecayOf(config), 0);
  EXPECT_TRUE(ModelOf(&config, "items")->item2vec().has_popularity_weight());
  const v1::RepeatDiscoveryConfig& blend =
      ModelOf(&config, "repeat_discovery")->repeat_discovery();
  EXPECT_TRUE(blend.has_popularity_weight());
  EXPECT_TRUE(blend.has_discovery_weight());
  EXPECT_NE(config.defaults().customer(), "");
  EXPECT_NE(config.defaults().session(), "");
}

TEST(ChooseParametersTest, IsNoWorseThanOtherValuesOnItsOwnCases) {
  v1::TrainingConfig config = SmallConfig();
  ASSERT_THAT(ChooseParameters(ValidationCut(), {}, &config, nullptr), IsOk());
  const auto recall = [](const v1::TrainingConfig& config) {
    const auto figures = Measure(ValidationCut(), {}, config, nullptr);
    EXPECT_THAT(figures, IsOk());
    return FindFigure(*figures, "repeat_discovery", "customer", "recall", 10)
        ->value();
  };
  v1::TrainingConfig other = config;
  v1::RepeatDiscoveryConfig* blend =
      ModelOf(&other, "repeat_discovery")->mutable_repeat_discovery();
  blend->set_popularity_weight(4);
  EXPECT_GE(recall(config), recall(other));
}

TEST(SetUnchosenParametersTest, LeavesADecay) {
  v1::TrainingConfig config = SmallConfig();
  SetUnchosenParameters(&config);
  EXPECT_EQ(DecayOf(config), 0.95);
}

TEST(MeasureTest, CoversEveryServableAndBothTasks) {
  v1::TrainingConfig config = SmallConfig();
  SetUnchosenParameters(&config);
  C2V_ASSERT_OK_AND_ASSIGN(const auto figures,
                           Measure(TestCut(), {}, config, nullptr));
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
  // It knows nothing but the session's own items, which are left out.
  EXPECT_EQ(FindFigure(figures, "personal_frequency", "session", "mrr", 10),
            nullptr);
  // Who always buys the same finds it in the history, and popularity does not.
  EXPECT_GT(
      FindFigure(figures, "personal_frequency", "customer", "mrr", 10)->value(),
      2 * FindFigure(figures, "popularity", "customer", "mrr", 10)->value());
}

// One customer, whose last basket holds an item twice: hidden, it leaves too
// little of the basket for a case, and so some seeds have none.
TEST(MeasureTest, SeedsThatFindNothingToHideAreNoRounds) {
  CorpusArrays arrays;
  arrays.item_ids = {"x", "y", "z"};
  arrays.customer_ids = {"a"};
  arrays.items = {0, 1, 0, 2, 0, 1, 0, 0, 1};
  arrays.basket_offsets = {0, 2, 4, 6, 9};
  arrays.basket_times = {1, 2, 3, 4};
  arrays.basket_customers = {0, 0, 0, 0};
  arrays.customer_offsets = {0, 4};
  const Corpus corpus(std::move(arrays));
  CatalogueTable catalogue;
  catalogue.names = corpus.arrays().item_ids;
  const ShopCut shop = HoldOut(corpus, catalogue);
  C2V_ASSERT_OK_AND_ASSIGN(
      v1::TrainingConfig config,
      ParseTrainingConfig("models { name: 'popularity' popularity {} } "
                          "evaluation { min_count: 1 } threads: 1",
                          "test"));
  FillDefaults(&config);
  FillModelDefaults(&config);
  SetUnchosenParameters(&config);
  constexpr int kSeeds = 12;
  int with_cases = 0;
  for (int i = 1; i <= kSeeds; ++i) {
    with_cases += !SessionCases(shop.cut, 3, config.seed() + i).empty();
  }
  ASSERT_GT(with_cases, 0);
  ASSERT_LT(with_cases, kSeeds);
  for (int first = 1; first <= kSeeds; ++first) {  // whichever is empty
    config.set_seed(first);
    config.mutable_evaluation()->set_hidden_item_seeds(3);
    C2V_ASSERT_OK_AND_ASSIGN(const auto figures,
                             Measure(shop, {}, config, nullptr));
    bool any = false;
    for (int i = 1; i <= 3; ++i) {
      any |= !SessionCases(shop.cut, 3, config.seed() + i).empty();
    }
    const v1::EvaluationFigure* figure =
        FindFigure(figures, "popularity", "session", "hit_rate", 10);
    ASSERT_EQ(figure != nullptr, any) << first;
    if (any) {
      EXPECT_EQ(figure->value(), 1) << "one of three items is left";
    }
  }
}

}  // namespace
}  // namespace customer2vec
