#include "trainer/compare/evaluate_models.h"

#include <gmock/gmock.h>

#include <string>
#include <utility>

#include "core/base/random.h"
#include "core/base/status_matchers.h"
#include "trainer/compare/comparison.h"
#include "trainer/config/training_config.h"
#include "trainer/corpus/load_corpus.h"
#include "trainer/models/model_registry.h"

namespace customer2vec {
namespace {

using ::testing::HasSubstr;

// Customers buy from the third of the items that is theirs.
LoadedData ThreeTastes(uint32_t baskets_each) {
  constexpr uint32_t kItems = 30, kCustomers = 45;
  Random random(7);
  CorpusArrays arrays;
  arrays.basket_offsets = {0};
  arrays.customer_offsets = {0};
  for (uint32_t i = 0; i < kItems; ++i) {
    arrays.item_ids.push_back(std::string("i") + std::to_string(i));
  }
  for (uint32_t c = 0; c < kCustomers; ++c) {
    arrays.customer_ids.push_back(std::string("c") + std::to_string(c));
    for (uint32_t b = 0; b < baskets_each; ++b) {
      const uint32_t first = random.Below(10);
      for (const uint32_t step : {0u, 1u, 3u, 4u}) {
        arrays.items.push_back((c % 3) * 10 + (first + step) % 10);
      }
      arrays.basket_offsets.push_back(arrays.items.size());
      arrays.basket_times.push_back(b);
      arrays.basket_customers.push_back(c);
    }
    arrays.customer_offsets.push_back(arrays.basket_times.size());
  }
  LoadedData data;
  data.corpus = Corpus(std::move(arrays));
  data.catalogue.names = data.corpus.arrays().item_ids;
  data.catalogue.attributes.push_back({.name = "taste", .is_number = false});
  for (uint32_t i = 0; i < kItems; ++i) {
    data.catalogue.attributes[0].values.push_back(std::to_string(i / 10));
  }
  return data;
}

v1::TrainingConfig SmallConfig() {
  auto config = ParseTrainingConfig(R"(
    models { name: "items" item2vec {
      dimension: 8 min_count: 1 epochs: 20 window: WINDOW_WHOLE_BASKET } }
    evaluation { cutoffs: 5 cutoffs: 10 }
    threads: 1)",
                                    "test");
  FillDefaults(&*config);
  FillModelDefaults(&*config);
  return *config;
}

absl::StatusOr<v1::EvaluationReport> Evaluate(const LoadedData& data,
                                              const v1::TrainingConfig& config,
                                              const EvaluateOptions& options,
                                              const ProgressLine& progress) {
  return EvaluateModels({data.corpus, data.catalogue, data.side}, config,
                        options, progress);
}

double ValueOf(const v1::EvaluationReport& report, const std::string& model,
               const std::string& metric, int cutoff) {
  for (const v1::EvaluationRow& row : report.rows()) {
    if (row.model() == model && row.slice() == "all" &&
        row.metric() == metric && row.cutoff() == cutoff) {
      return row.value();
    }
  }
  ADD_FAILURE() << model << " has no " << metric << "@" << cutoff;
  return -1;
}

TEST(EvaluateModelsTest, ModelsThatKnowTheTasteWin) {
  for (const auto& [protocol, name] :
       {std::pair(OwnProtocol::kLastBasket, "last_basket"),
        std::pair(OwnProtocol::kHiddenItem, "hidden_item"),
        std::pair(OwnProtocol::kNextItem, "next_item")}) {
    SCOPED_TRACE(name);
    C2V_ASSERT_OK_AND_ASSIGN(const v1::EvaluationReport report,
                             Evaluate(ThreeTastes(6), SmallConfig(),
                                      {.protocol = protocol,
                                       .protocol_name = name,
                                       .models = {"items", "popularity"},
                                       .seeds = 2,
                                       .reference = "popularity",
                                       .diversity_attribute = "taste"},
                                      nullptr));
    EXPECT_EQ(report.protocol(), name);
    EXPECT_EQ(report.seeds_size(), 2);
    EXPECT_EQ(report.reference(), "popularity");
    EXPECT_GT(ValueOf(report, "items", "recall", 10),
              ValueOf(report, "popularity", "recall", 10) + 0.2);
    EXPECT_LT(ValueOf(report, "items", "diversity", 5),
              ValueOf(report, "popularity", "diversity", 5));
    for (const v1::EvaluationRow& row : report.rows()) {
      EXPECT_EQ(row.has_p_value(),
                row.model() == "items" && row.slice() == "all" &&
                    row.metric() == "recall" && row.cutoff() == 5);
      if (row.has_p_value()) {
        EXPECT_LT(row.p_value(), 0.01);
      }
    }
  }
}

TEST(EvaluateModelsTest, OneThreadOneSeedOneReport) {
  const auto report = [] {
    const auto report = Evaluate(ThreeTastes(4), SmallConfig(), {}, nullptr);
    EXPECT_THAT(report, IsOk());
    return report->SerializeAsString();
  };
  EXPECT_EQ(report(), report());
}

TEST(EvaluateModelsTest, CustomersWithLittleHistoryAreASlice) {
  C2V_ASSERT_OK_AND_ASSIGN(
      const v1::EvaluationReport report,
      Evaluate(ThreeTastes(3), SmallConfig(), {}, nullptr));
  bool cold = false;
  for (const v1::EvaluationRow& row : report.rows()) {
    cold |= row.slice() == "cold_customers" && row.cases() > 0;
  }
  EXPECT_TRUE(cold);
}

TEST(EvaluateModelsTest, NamesWhatItCannotDo) {
  EXPECT_THAT(
      Evaluate(ThreeTastes(6), SmallConfig(), {.models = {"nobody"}}, nullptr),
      StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("\"nobody\"")));
  EXPECT_THAT(Evaluate(ThreeTastes(1), SmallConfig(), {}, nullptr),
              StatusIs(absl::StatusCode::kFailedPrecondition,
                       HasSubstr("last_basket")));
}

TEST(ParseOwnProtocolTest, NamesTheOnesThereAre) {
  EXPECT_THAT(ParseOwnProtocol("next_item"), IsOk());
  EXPECT_THAT(
      ParseOwnProtocol("x"),
      StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("hidden_item")));
}

TEST(SplitByTest, CasesAskForWhatWasHeldOut) {
  const LoadedData data = ThreeTastes(3);
  const ProtocolSplit split =
      SplitBy(OwnProtocol::kHiddenItem, data.corpus, {.min_count = 1});
  ASSERT_EQ(split.cases.size(), 45u);
  for (const ProtocolCase& each : split.cases) {
    EXPECT_EQ(each.events.size(), 3u);
    ASSERT_EQ(each.targets.size(), 1u);
    EXPECT_EQ(
        std::count(each.events.begin(), each.events.end(), each.targets[0]), 0);
  }
  EXPECT_EQ(split.training.basket_count(), 90u);
}

TEST(ToMarkdownTest, IsATable) {
  C2V_ASSERT_OK_AND_ASSIGN(
      const v1::EvaluationReport report,
      Evaluate(ThreeTastes(6), SmallConfig(),
               {.models = {"items", "popularity"}}, nullptr));
  const std::string text = ToMarkdown(report);
  EXPECT_THAT(text, HasSubstr("Protocol last_basket, 1 seed;"));
  EXPECT_THAT(text, HasSubstr("| model | recall@5 |"));
  EXPECT_THAT(text, HasSubstr("| popularity | "));
  EXPECT_THAT(text, HasSubstr("p = "));
}

}  // namespace
}  // namespace customer2vec
