#include "trainer/compare/evaluate_models.h"

#include <gmock/gmock.h>

#include <cmath>
#include <string>
#include <utility>
#include <vector>

#include "core/base/random.h"
#include "core/base/scratch_folder.h"
#include "core/base/status_matchers.h"
#include "trainer/config/training_config.h"
#include "trainer/corpus/load_corpus.h"

namespace customer2vec {
namespace {

using ::testing::Contains;
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

// A complete configuration of one item2vec; `evaluation` is text of its fields.
v1::TrainingConfig ConfigOf(const std::string& evaluation,
                            const std::string& models = R"(
    models { name: "items" item2vec {
      dimension: 8 min_count: 1 epochs: 20 window: WINDOW_WHOLE_BASKET } })") {
  auto config =
      ParseTrainingConfig(models + "evaluation { cutoffs: 5 cutoffs: 10 " +
                              evaluation + "} threads: 1",
                          "test");
  EXPECT_THAT(config, IsOk());
  EXPECT_THAT(CompleteEvaluation(&*config), IsOk());
  return *config;
}

absl::StatusOr<v1::EvaluationReport> Evaluate(const LoadedData& data,
                                              const v1::TrainingConfig& config,
                                              const std::string& root = "") {
  return EvaluateModels({data.corpus, data.catalogue, data.side}, config,
                        {.data_root = root}, nullptr);
}

const v1::EvaluationRow* FindRow(const v1::EvaluationReport& report,
                                 const std::string& model,
                                 const std::string& slice,
                                 const std::string& metric, int cutoff) {
  for (const v1::EvaluationRow& row : report.rows()) {
    if (row.model() == model && row.slice() == slice &&
        row.metric() == metric && row.cutoff() == cutoff) {
      return &row;
    }
  }
  return nullptr;
}

double ValueOf(const v1::EvaluationReport& report, const std::string& model,
               const std::string& metric, int cutoff,
               const std::string& slice = "all") {
  const v1::EvaluationRow* row = FindRow(report, model, slice, metric, cutoff);
  if (row != nullptr) return row->value();
  ADD_FAILURE() << model << " has no " << metric << "@" << cutoff << " of "
                << slice;
  return -1;
}

// Text lines as training sessions of nobody.
LoadedData SessionsOf(const ScratchFolder& folder, const std::string& lines) {
  folder.Write("train.txt", lines);
  auto data_config = ParseTextConfig<v1::DataConfig>(
      R"(interactions { lines { path: "train.txt" } }
         order_repeats: ORDER_REPEATS_KEEP)",
      "test");
  auto data = LoadCorpus(*data_config, folder.path());
  EXPECT_THAT(data, IsOk());
  return *std::move(data);
}

TEST(EvaluateModelsTest, ModelsThatKnowTheTasteWin) {
  for (const std::string protocol :
       {"last_basket", "hidden_item", "next_item", "next_basket", "session",
        "leave_one_out"}) {
    SCOPED_TRACE(protocol);
    C2V_ASSERT_OK_AND_ASSIGN(
        const v1::EvaluationReport report,
        Evaluate(ThreeTastes(6),
                 ConfigOf(R"(models: "items" models: "popularity" runs: 2
                             reference: "popularity"
                             diversity_attribute: "taste" protocol { )" +
                          protocol + " {} }")));
    EXPECT_EQ(report.protocol(), protocol);
    EXPECT_EQ(report.seeds_size(), 2);
    EXPECT_EQ(report.reference(), "popularity");
    EXPECT_GT(ValueOf(report, "items", "recall", 10),
              ValueOf(report, "popularity", "recall", 10) + 0.2);
    EXPECT_LT(ValueOf(report, "items", "diversity", 5),
              ValueOf(report, "popularity", "diversity", 5));
    const v1::EvaluationRow* recall =
        FindRow(report, "items", "all", "recall", 5);
    ASSERT_NE(recall, nullptr);
    EXPECT_LT(recall->p_value(), 0.05);
    EXPECT_FALSE(
        FindRow(report, "popularity", "all", "recall", 5)->has_p_value());
    EXPECT_FALSE(FindRow(report, "items", "all", "gini", 5)->has_p_value());
    EXPECT_TRUE(FindRow(report, "items", "all", "mrr", 10)->has_p_value());
  }
}

// Popularity lists a, b, c, d for everybody, so every figure is known.
TEST(EvaluateModelsTest, GivenPrefixesHaveFiguresByHand) {
  const ScratchFolder folder;
  const LoadedData data =
      SessionsOf(folder, "a b c d\na b c\na b\na\na b c d\n");
  folder.Write("test.txt", "b\ta\nd c\tb\nx\tc\na x\tx\n");
  C2V_ASSERT_OK_AND_ASSIGN(
      const v1::EvaluationReport report,
      Evaluate(data, ConfigOf(R"(min_count: 1 models: "popularity" cutoffs: 2
                           protocol { session { validation_share: 0
                             prefixes { path: "test.txt" } } })"),
               folder.path()));
  const auto value = [&](const char* metric, int cutoff) {
    return ValueOf(report, "popularity", metric, cutoff);
  };
  // Ranks of the targets: 1, 2, 3, none.
  EXPECT_DOUBLE_EQ(value("hit_rate", 2), 0.5);
  EXPECT_DOUBLE_EQ(value("recall", 5), 0.75);
  EXPECT_DOUBLE_EQ(value("precision", 5), 0.75 / 5);
  EXPECT_DOUBLE_EQ(value("mrr", 5), (1 + 1.0 / 2 + 1.0 / 3) / 4);
  EXPECT_DOUBLE_EQ(value("map", 5), (1 + 1.0 / 2 + 1.0 / 3) / 4);
  EXPECT_DOUBLE_EQ(value("ndcg", 5),
                   (1 + 1 / std::log2(3.0) + 1 / std::log2(4.0)) / 4);
  EXPECT_DOUBLE_EQ(value("ndcg_of_all", 5), value("ndcg", 5));
  EXPECT_DOUBLE_EQ(value("coverage", 2), 0.5);
  EXPECT_DOUBLE_EQ(value("coverage", 5), 1);
  EXPECT_DOUBLE_EQ(value("gini", 5), 0);
  EXPECT_DOUBLE_EQ(value("gini", 2), 0.5);
  // a is in 5 of 5 baskets, b in 4.
  EXPECT_NEAR(value("novelty", 2), -std::log2(4.0 / 5) / 2, 1e-12);
  // Sessions of one event at most: ranks 1, 3 and, of "a x", none.
  EXPECT_DOUBLE_EQ(ValueOf(report, "popularity", "mrr", 5, "cold_sessions"),
                   (1 + 1.0 / 3) / 3);
  // All items are in fewer than ten baskets, the unknown one too.
  EXPECT_DOUBLE_EQ(ValueOf(report, "popularity", "recall", 5, "cold_items"),
                   0.75);
  EXPECT_EQ(FindRow(report, "popularity", "cold_customers", "recall", 5),
            nullptr);
  ASSERT_EQ(report.notes_size(), 4);
  EXPECT_THAT(report.notes(0), HasSubstr("1 targets that training lacks"));
  EXPECT_THAT(report.notes(1), HasSubstr("2 events"));
  EXPECT_THAT(report.notes(2), HasSubstr("test.txt:3"));
  EXPECT_THAT(report.notes(3), HasSubstr("1 of 4 targets"));
}

TEST(EvaluateModelsTest, EventsAreRankedUnlessExcluded) {
  const ScratchFolder folder;
  const LoadedData data = SessionsOf(folder, "a b c\na b\na\n");
  folder.Write("test.txt", "a\ta\na\tb\n");
  const auto mrr = [&](const std::string& more) {
    const auto report = Evaluate(
        data,
        ConfigOf(R"(min_count: 1 models: "popularity" protocol { session {
                    validation_share: 0 prefixes { path: "test.txt" } )" +
                 more + "} }"),
        folder.path());
    EXPECT_THAT(report, IsOk());
    return ValueOf(*report, "popularity", "mrr", 5);
  };
  EXPECT_DOUBLE_EQ(mrr(""), (1 + 0.5) / 2);
  EXPECT_DOUBLE_EQ(mrr("exclude_events: true"), (0 + 1.0) / 2);
}

TEST(EvaluateModelsTest, OpenParametersAreChosenOnTheProtocolsOwnCases) {
  std::vector<std::string> lines;
  const auto config =
      ConfigOf(R"(models: "near" min_count: 1 protocol { leave_one_out {} })",
               R"(models { name: "near" item_knn { min_count: 1 } })");
  C2V_ASSERT_OK_AND_ASSIGN(const v1::EvaluationReport report, [&] {
    const LoadedData data = ThreeTastes(4);
    return EvaluateModels(
        {data.corpus, data.catalogue, data.side}, config, {},
        [&](absl::string_view line) { lines.emplace_back(line); });
  }());
  EXPECT_THAT(lines, Contains(HasSubstr("validation: near: recency_decay")));
  EXPECT_GT(ValueOf(report, "near", "recall", 10), 0.5);
}

TEST(EvaluateModelsTest, TestedCustomersMayBeGivenForEachRun) {
  const ScratchFolder folder;
  folder.Write("one.txt", "c0\nc1\nc2\n");
  folder.Write("two.txt", "c3\nc4\nc5\nnobody\n");
  const std::string protocol = R"(models: "popularity" protocol { next_basket {
      validation_share: 0 test_customers: "one.txt" test_customers: "two.txt"
      } } runs: )";
  C2V_ASSERT_OK_AND_ASSIGN(
      const v1::EvaluationReport report,
      Evaluate(ThreeTastes(3), ConfigOf(protocol + "2"), folder.path()));
  EXPECT_EQ(FindRow(report, "popularity", "all", "recall", 5)->cases(), 3);
  EXPECT_THAT(report.notes(0), HasSubstr("two.txt:4"));
}

TEST(EvaluateModelsTest, OneThreadOneSeedOneReport) {
  const auto report = [] {
    const auto report = Evaluate(ThreeTastes(4), ConfigOf(""));
    EXPECT_THAT(report, IsOk());
    return report->SerializeAsString();
  };
  EXPECT_EQ(report(), report());
}

TEST(EvaluateModelsTest, CustomersWithLittleHistoryAreASlice) {
  C2V_ASSERT_OK_AND_ASSIGN(const v1::EvaluationReport report,
                           Evaluate(ThreeTastes(3), ConfigOf("")));
  const auto* cold = FindRow(report, "items", "cold_customers", "recall", 5);
  ASSERT_NE(cold, nullptr);
  EXPECT_EQ(cold->cases(), 45);
  C2V_ASSERT_OK_AND_ASSIGN(
      const v1::EvaluationReport warm,
      Evaluate(ThreeTastes(3), ConfigOf("cold_customer_baskets: 2")));
  EXPECT_EQ(FindRow(warm, "items", "cold_customers", "recall", 5), nullptr);
}

TEST(EvaluateModelsTest, OnlyWhatIsNeededIsLearned) {
  C2V_ASSERT_OK_AND_ASSIGN(
      const v1::EvaluationReport report,
      Evaluate(ThreeTastes(4), ConfigOf(R"(models: "popularity")", R"(
          models { name: "broken" node2vec { } }
          models { name: "items" item2vec { min_count: 1 epochs: 1 } })")));
  EXPECT_GT(report.rows_size(), 0);
}

TEST(EvaluateModelsTest, NamesWhatItCannotDo) {
  EXPECT_THAT(
      Evaluate(ThreeTastes(6), ConfigOf(R"(models: "nobody")")),
      StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("\"nobody\"")));
  for (const std::string protocol :
       {"last_basket {}", "next_basket { test_share: 0.001 }",
        "session { last_share: 0.001 }", "leave_one_out { held_out: 9 }"}) {
    EXPECT_THAT(
        Evaluate(ThreeTastes(1), ConfigOf("protocol { " + protocol + " }")),
        StatusIs(absl::StatusCode::kFailedPrecondition,
                 HasSubstr("nothing to measure by " +
                           protocol.substr(0, protocol.find(' ')))));
  }
  EXPECT_THAT(
      Evaluate(ThreeTastes(6),
               ConfigOf("protocol { session { prefixes { path: 'none' } } }")),
      StatusIs(absl::StatusCode::kNotFound, HasSubstr("none")));
}

}  // namespace
}  // namespace customer2vec
