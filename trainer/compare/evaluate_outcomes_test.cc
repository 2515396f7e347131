#include "trainer/compare/evaluate_outcomes.h"

#include <gmock/gmock.h>

#include <string>

#include "absl/strings/str_cat.h"
#include "core/base/random.h"
#include "core/base/scratch_folder.h"
#include "core/base/status_matchers.h"
#include "trainer/config/training_config.h"
#include "trainer/corpus/load_corpus.h"

namespace customer2vec {
namespace {

using ::testing::HasSubstr;

// Customers of two tastes; the outcome is the taste.
class EvaluateOutcomesTest : public testing::Test {
 protected:
  EvaluateOutcomesTest() {
    Random random(3);
    std::string lines = "who,basket,item\n";
    std::string outcomes = "who,metric,value\nstranger,taste,1\n";
    for (int customer = 0; customer < 60; ++customer) {
      for (int basket = 0; basket < 4; ++basket) {
        for (int i = 0; i < 4; ++i) {
          absl::StrAppend(&lines, "c", customer, ",", customer, "_", basket,
                          ",i", customer % 2 * 10 + random.Below(10), "\n");
        }
      }
      absl::StrAppend(&outcomes, "c", customer, ",taste,", customer % 2, "\n");
      absl::StrAppend(&outcomes, "c", customer, ",coin,", random.Below(2),
                      "\n");
    }
    folder_.Write("lines.csv", lines);
    folder_.Write("outcomes.csv", outcomes);
  }

  absl::StatusOr<v1::EvaluationReport> Evaluate(const std::string& evaluation) {
    auto config = ParseTrainingConfig(
        R"(data {
             interactions { delimited { path: "lines.csv" columns {
               customer: "who" order: "basket" item: "item" } } }
             outcomes { delimited { path: "outcomes.csv" customer: "who"
               metric_column: "metric" value: "value" } } }
           models { name: "items" item2vec { dimension: 4 min_count: 1
             epochs: 20 window: WINDOW_WHOLE_BASKET } }
           models { name: "crafted" lookalike { } }
           models { name: "joined" lookalike { spaces: "items" } }
           threads: 1 evaluation { )" +
            evaluation + "}",
        "test");
    EXPECT_THAT(config, IsOk());
    EXPECT_THAT(CompleteEvaluation(&*config), IsOk());
    const auto data = LoadCorpus(config->data(), folder_.path());
    EXPECT_THAT(data, IsOk());
    return EvaluateModels({data->corpus, data->catalogue, data->side}, *config,
                          {}, nullptr);
  }

  const ScratchFolder folder_;
};

TEST_F(EvaluateOutcomesTest, VectorsThatKnowTheTasteTellIt) {
  C2V_ASSERT_OK_AND_ASSIGN(
      const v1::EvaluationReport report,
      Evaluate("reference: 'crafted' protocol { outcome_prediction { "
               "repeats: 2 } }"));
  EXPECT_EQ(report.protocol(), "outcome_prediction");
  int found = 0;
  for (const v1::EvaluationRow& row : report.rows()) {
    EXPECT_EQ(row.cases(), 60);
    if (row.metric() == "calibration_error") {
      EXPECT_FALSE(row.has_p_value());
    }
    if (row.metric() != "auc") continue;
    ++found;
    if (row.slice() == "coin") {
      EXPECT_NEAR(row.value(), 0.5, 0.2) << row.model();
    } else if (row.model() == "crafted") {
      EXPECT_LT(row.value(), 0.8);
    } else {
      EXPECT_GT(row.value(), 0.9) << row.model();
      EXPECT_LT(row.p_value(), 0.05) << row.model();
    }
  }
  EXPECT_EQ(found, 6);
  ASSERT_EQ(report.notes_size(), 2);
  EXPECT_THAT(report.notes(0), HasSubstr("taste: 30 of 60 customers are a yes; "
                                         "1 outcomes of customers without"));
}

TEST_F(EvaluateOutcomesTest, ModelsAndOutcomesCanBeNamed) {
  C2V_ASSERT_OK_AND_ASSIGN(
      const v1::EvaluationReport report,
      Evaluate("models: 'joined' protocol { outcome_prediction { outcomes: "
               "'taste' repeats: 1 folds: 3 } } runs: 2"));
  ASSERT_EQ(report.rows_size(), 3);
  for (const v1::EvaluationRow& row : report.rows()) {
    EXPECT_EQ(row.model(), "joined");
    EXPECT_EQ(row.slice(), "taste");
  }
}

TEST_F(EvaluateOutcomesTest, NamesWhatItCannotDo) {
  EXPECT_THAT(
      Evaluate("models: 'popularity' protocol { outcome_prediction { } }"),
      StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("popularity")));
  EXPECT_THAT(Evaluate("protocol { outcome_prediction { outcomes: 'churn' } }"),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("churn")));
  EXPECT_THAT(
      Evaluate("protocol { outcome_prediction { folds: 50 } }"),
      StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("50 folds")));
}

}  // namespace
}  // namespace customer2vec
