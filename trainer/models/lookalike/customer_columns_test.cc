#include "trainer/models/lookalike/customer_columns.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "core/base/status_matchers.h"

namespace customer2vec {
namespace {

using ::testing::HasSubstr;

constexpr int64_t kDay = 86400;

// Customer 0: items 0 and 1 on day 0, item 0 on day 60; customer 1: item 1 on
// day 100; customer 2: nothing.
Corpus MakeCorpus(bool prices) {
  CorpusArrays arrays;
  arrays.item_ids = {"a", "b"};
  arrays.customer_ids = {"ann", "bob", "cid"};
  arrays.items = {0, 1, 0, 1};
  arrays.basket_offsets = {0, 2, 3, 4};
  arrays.basket_times = {0, 60 * kDay, 100 * kDay};
  arrays.basket_customers = {0, 0, 1};
  arrays.customer_offsets = {0, 2, 3, 3};
  if (prices) arrays.item_prices = {2, 10};
  return Corpus(std::move(arrays));
}

float Value(const CustomerColumns& columns, uint32_t row,
            const std::string& name) {
  const auto found =
      std::find(columns.names.begin(), columns.names.end(), name);
  EXPECT_NE(found, columns.names.end()) << name;
  return columns
      .values[row * columns.names.size() + (found - columns.names.begin())];
}

TEST(CustomerColumnsTest, AddsUpWhatCustomersBought) {
  C2V_ASSERT_OK_AND_ASSIGN(const CustomerColumns columns,
                           ComputeCustomerColumns(MakeCorpus(true), {}, {}));
  const auto expect = [&](const std::string& name, double ann, double bob) {
    EXPECT_NEAR(Value(columns, 0, name), ann, 1e-5) << name;
    EXPECT_NEAR(Value(columns, 1, name), bob, 1e-5) << name;
    EXPECT_EQ(Value(columns, 2, name), 0) << name;
  };
  expect("log_baskets", std::log(3), std::log(2));
  expect("log_items", std::log(3), std::log(2));
  expect("log_lines", std::log(4), std::log(2));
  expect("log_lines_a_basket", std::log(2.5), std::log(2));
  expect("repeat_share", 1 - 2.0 / 3, 0);
  expect("log_days_since_last", std::log(41), 0);
  expect("log_days_known", std::log(61), 0);
  expect("log_days_between", std::log(31), 0);
  expect("log_baskets_30_days", 0, std::log(2));
  expect("log_baskets_90_days", std::log(2), std::log(2));
  expect("log_spend", std::log(15), std::log(11));
  expect("log_spend_a_basket", std::log(8), std::log(11));
}

TEST(CustomerColumnsTest, WithoutPricesThereIsNoSpend) {
  C2V_ASSERT_OK_AND_ASSIGN(const CustomerColumns columns,
                           ComputeCustomerColumns(MakeCorpus(false), {}, {}));
  EXPECT_EQ(std::count(columns.names.begin(), columns.names.end(), "log_spend"),
            0);
}

TEST(CustomerColumnsTest, CategoriesAreOneHotAndNumbersMayBeUnknown) {
  const CustomersTable table = {
      {"bob", "cid"},
      {{.name = "town", .values = {"x", "y"}},
       {.name = "kids", .is_number = true, .values = {"3", ""}}}};
  const std::vector<std::string> attributes = {"town", "kids"};
  C2V_ASSERT_OK_AND_ASSIGN(
      const CustomerColumns columns,
      ComputeCustomerColumns(MakeCorpus(false), table, attributes));
  EXPECT_EQ(Value(columns, 0, "town=x"), 0);
  EXPECT_EQ(Value(columns, 1, "town=x"), 1);
  EXPECT_EQ(Value(columns, 2, "town=y"), 1);
  EXPECT_EQ(Value(columns, 1, "kids"), 3);
  EXPECT_EQ(Value(columns, 1, "kids not known"), 0);
  EXPECT_EQ(Value(columns, 0, "kids"), 3);
  EXPECT_EQ(Value(columns, 0, "kids not known"), 1);
}

TEST(CustomerColumnsTest, RefusesAnUnknownAttribute) {
  const std::vector<std::string> attributes = {"town"};
  EXPECT_THAT(ComputeCustomerColumns(MakeCorpus(false), {}, attributes),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       HasSubstr("data.customers has no attribute \"town\"")));
}

}  // namespace
}  // namespace customer2vec
