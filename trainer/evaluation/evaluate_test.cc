#include "trainer/evaluation/evaluate.h"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

namespace customer2vec {
namespace {

// Ranks items 0, 1, 2 ... for everybody.
template <typename Case>
void RankByRow(const Case&, size_t k, std::vector<ScoredItem>* top) {
  top->clear();
  for (uint32_t item = 0; item < k; ++item) {
    top->push_back({item, -static_cast<float>(item)});
  }
}

double Value(const std::vector<v1::EvaluationFigure>& figures,
             const std::string& task, const std::string& metric, int cutoff) {
  const v1::EvaluationFigure* figure =
      FindFigure(figures, "by_row", task, metric, cutoff);
  EXPECT_NE(figure, nullptr) << metric << "@" << cutoff;
  return figure == nullptr ? NAN : figure->value();
}

TEST(EvaluateCustomersTest, AveragesOverCases) {
  const std::vector<CustomerCase> cases = {{0, {0, 1, 5, 9}}, {1, {3}}};
  const auto figures =
      EvaluateCustomers("by_row", cases, {.cutoffs = {2, 4}, .item_count = 10},
                        RankByRow<CustomerCase>);
  EXPECT_DOUBLE_EQ(Value(figures, "customer", "recall", 2), 0.25);
  EXPECT_DOUBLE_EQ(Value(figures, "customer", "recall", 4), 0.75);
  EXPECT_DOUBLE_EQ(Value(figures, "customer", "hit_rate", 2), 0.5);
  EXPECT_DOUBLE_EQ(Value(figures, "customer", "mrr", 4), (1 + 0.25) / 2);
  EXPECT_DOUBLE_EQ(Value(figures, "customer", "coverage", 4), 0.4);
  const v1::EvaluationFigure* recall =
      FindFigure(figures, "by_row", "customer", "recall", 2);
  // Cases score 1/2 and 0: standard deviation sqrt(1/8), over sqrt(2).
  EXPECT_NEAR(recall->standard_error(), 0.25, 1e-12);
  EXPECT_EQ(recall->case_count(), 2);
}

TEST(EvaluateSessionsTest, ThreadsDoNotChangeTheFigures) {
  std::vector<SessionCase> cases;
  for (uint32_t target = 0; target < 100; ++target)
    cases.push_back({0, {}, target});
  for (size_t threads : {1, 4}) {
    const auto figures = EvaluateSessions(
        "by_row", cases,
        {.cutoffs = {10}, .item_count = 100, .threads = threads},
        RankByRow<SessionCase>);
    EXPECT_DOUBLE_EQ(Value(figures, "session", "hit_rate", 10), 0.1);
    EXPECT_EQ(FindFigure(figures, "by_row", "session", "recall", 10), nullptr);
  }
}

TEST(EvaluateTest, NoCasesGiveNoFigures) {
  EXPECT_TRUE(
      EvaluateSessions("by_row", {}, {.cutoffs = {10}}, RankByRow<SessionCase>)
          .empty());
}

}  // namespace
}  // namespace customer2vec
