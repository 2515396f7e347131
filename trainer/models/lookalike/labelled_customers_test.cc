#include "trainer/models/lookalike/labelled_customers.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/base/status_matchers.h"
#include "trainer/models/feature_test_util.h"

namespace customer2vec {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;

TEST(LabelledCustomersTest, LabelsCustomersByTheirRow) {
  FeatureShop shop;
  OutcomesTable& outcomes = shop.side().outcomes;
  outcomes.ids.push_back("nobody");
  outcomes.outcomes.push_back({FeatureShop::kCustomers, 0, 1, 0});
  C2V_ASSERT_OK_AND_ASSIGN(const auto tasks,
                           LabelCustomers(outcomes, shop.corpus(), {}, 0.5));
  ASSERT_EQ(tasks.size(), 1u);
  EXPECT_EQ(tasks[0].metric, "drinks");
  EXPECT_EQ(tasks[0].customers.size(), 60u);
  EXPECT_EQ(tasks[0].positive_count(), 30u);
  EXPECT_EQ(tasks[0].without_baskets, 1u);
  for (size_t i = 0; i < 60; ++i) {
    EXPECT_EQ(tasks[0].customers[i], i);
    EXPECT_EQ(tasks[0].labels[i], i % 2 == 0);
  }
}

TEST(LabelledCustomersTest, OneClassIsAnError) {
  FeatureShop shop;
  EXPECT_THAT(LabelCustomers(shop.side().outcomes, shop.corpus(), {}, 5),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       AllOf(HasSubstr("outcome \"drinks\": 0 positive and 60"),
                             HasSubstr("positive_above"))));
}

TEST(LabelledCustomersTest, WhatIsNotThereIsAnError) {
  FeatureShop shop;
  const std::vector<std::string> metrics = {"drinks", "churn"};
  EXPECT_THAT(LabelCustomers(shop.side().outcomes, shop.corpus(), metrics, 0),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       HasSubstr("no metric \"churn\"; it has drinks")));
  EXPECT_THAT(LabelCustomers({}, shop.corpus(), {}, 0),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       HasSubstr("there are no outcomes")));
}

}  // namespace
}  // namespace customer2vec
