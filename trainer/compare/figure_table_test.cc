#include "trainer/compare/figure_table.h"

#include <gmock/gmock.h>

#include <cmath>
#include <vector>

#include "trainer/evaluation/paired_test.h"

namespace customer2vec {
namespace {

using ::testing::HasSubstr;

const FigureKey kRecall = {"all", "recall", 10};

void AddRun(const std::string& model, const std::vector<size_t>& subjects,
            const std::vector<double>& values, FigureTable* table) {
  table->AddCases(model, kRecall, subjects, values);
}

v1::EvaluationRow RowOf(const v1::EvaluationReport& report,
                        const std::string& model, const std::string& metric) {
  for (const v1::EvaluationRow& row : report.rows()) {
    if (row.model() == model && row.metric() == metric) return row;
  }
  ADD_FAILURE() << model << " has no " << metric;
  return {};
}

TEST(FigureTableTest, AFigureIsTheMeanOverRuns) {
  FigureTable table;
  AddRun("a", {0, 1, 2, 3}, {1, 0, 1, 0}, &table);
  AddRun("a", {0, 1, 2}, {1, 1, 1}, &table);
  table.Add("a", {"all", "coverage", 10}, {.value = 0.4, .cases = 4});
  const v1::EvaluationReport report = table.Report("", {});
  const v1::EvaluationRow row = RowOf(report, "a", "recall");
  EXPECT_DOUBLE_EQ(row.value(), 0.75);
  // Of 1, 0, 1, 0: sqrt(1 / 3) / sqrt(4); of three ones: 0.
  EXPECT_NEAR(row.standard_error(), std::sqrt(1.0 / 3) / 2 / 2, 1e-12);
  EXPECT_NEAR(row.deviation(), std::sqrt(0.125), 1e-12);
  EXPECT_EQ(row.cases(), 3);
  EXPECT_EQ(RowOf(report, "a", "coverage").deviation(), 0);
  EXPECT_DOUBLE_EQ(table.Value("a", kRecall), 0.75);
  EXPECT_EQ(table.Value("b", kRecall), 0);
}

TEST(FigureTableTest, TheReferenceIsTheOneNamedOrTheBest) {
  FigureTable table;
  AddRun("a", {0, 1}, {0, 1}, &table);
  AddRun("b", {0, 1}, {1, 1}, &table);
  EXPECT_EQ(table.Report("", {}).reference(), "b");
  EXPECT_EQ(table.Report("nobody", {}).reference(), "b");
  const v1::EvaluationReport report = table.Report("a", {});
  EXPECT_EQ(report.reference(), "a");
  EXPECT_FALSE(RowOf(report, "a", "recall").has_p_value());
  EXPECT_TRUE(RowOf(report, "b", "recall").has_p_value());
  EXPECT_EQ(FigureTable().Report("", {}).rows_size(), 0);
}

// Four subjects, asked five times each, are four signs and not twenty.
TEST(FigureTableTest, ASubjectOfSeveralRunsCountsOnce) {
  FigureTable table;
  for (int run = 0; run < 5; ++run) {
    AddRun("a", {0, 1, 2, 3}, {1, 1, 1, 1}, &table);
    AddRun("b", {0, 1, 2, 3}, {0, 0, 0, 0}, &table);
  }
  EXPECT_NEAR(RowOf(table.Report("a", {}), "b", "recall").p_value(), 0.125,
              0.02);
}

TEST(FigureTableTest, SplitsAreTestedByTheirValues) {
  const std::vector<double> a = {0.3, 0.5, 0.4}, b = {0.2, 0.3, 0.3};
  FigureTable table;
  for (size_t i = 0; i < a.size(); ++i) {
    table.Add("a", {"all", "macro_f1", 0}, {.value = a[i], .of_split = true});
    table.Add("b", {"all", "macro_f1", 0}, {.value = b[i], .of_split = true});
  }
  const v1::EvaluationReport report =
      table.Report("b", {.test_over_train = 0.25});
  const v1::EvaluationRow row = RowOf(report, "a", "macro_f1");
  EXPECT_DOUBLE_EQ(row.p_value(), ResampledPValue(a, b, 0.25));
  EXPECT_NEAR(row.deviation(), 0.1, 1e-12);
  EXPECT_NEAR(row.standard_error(), 0.1 * std::sqrt(1.0 / 3 + 0.25), 1e-12);
}

TEST(ToMarkdownTest, ATableASliceAndNotesBelow) {
  FigureTable table;
  AddRun("a", {0, 1}, {0, 1}, &table);
  AddRun("b", {0, 1}, {1, 1}, &table);
  table.Add("b", {"cold", "macro_f1", 0}, {.value = 0.25, .cases = 7});
  v1::EvaluationReport report = table.Report("a", {});
  report.set_protocol("session");
  report.add_seeds(1);
  report.add_notes("2 targets that training lacks");
  const std::string text = ToMarkdown(report);
  EXPECT_THAT(text, HasSubstr("Protocol session, 1 seed;"));
  EXPECT_THAT(text, HasSubstr("p against a.\n\nall, 2 cases:\n\n"
                              "| model | recall@10 |\n| --- | --- |\n"
                              "| a | 0.5000 ± 0.5000 |\n"
                              "| b | 1.0000, p = "));
  EXPECT_THAT(text, HasSubstr("cold, 7 cases:\n\n| model | macro_f1 |\n"
                              "| --- | --- |\n| b | 0.2500 |\n\n"
                              "- 2 targets that training lacks\n"));
}

TEST(ToMarkdownTest, ASliceThatIsAllCasesIsNotRepeated) {
  FigureTable table;
  const std::vector<size_t> subjects = {0, 1};
  const std::vector<double> values = {0, 1};
  table.AddCases("a", kRecall, subjects, values);
  table.AddCases("a", {"cold_sessions", "recall", 10}, subjects, values);
  const std::string text = ToMarkdown(table.Report("", {}));
  EXPECT_THAT(text, HasSubstr("\ncold_sessions: all cases.\n"));
}

}  // namespace
}  // namespace customer2vec
