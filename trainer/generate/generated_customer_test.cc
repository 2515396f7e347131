#include "trainer/generate/generated_customer.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <set>

namespace customer2vec {
namespace {

constexpr GenerateOptions kOptions = {.products = 4000,
                                      .aisles = 40,
                                      .tastes = 10,
                                      .mean_orders = 14,
                                      .mean_basket = 8,
                                      .repeat_share = 0.6};
constexpr uint32_t kCustomers = 2000;

// Calls `visit(customer, number, order)` for every order of kCustomers.
template <typename Visit>
void ForEachOrder(const GeneratedShop& shop, const GenerateOptions& options,
                  Visit visit) {
  for (uint32_t i = 0; i < kCustomers; ++i) {
    GeneratedCustomer customer(shop, options, Random(9).Fork(i));
    for (uint32_t number = 0; number < customer.order_count(); ++number) {
      visit(i, number, customer.NextOrder());
    }
  }
}

TEST(GeneratedCustomerTest, CountsAndSharesAreThoseAskedFor) {
  const GeneratedShop shop(kOptions);
  double orders = 0, lines = 0, later = 0, repeated = 0, gaps = 0, gap_sum = 0;
  ForEachOrder(shop, kOptions,
               [&](uint32_t, uint32_t number, const GeneratedOrder& order) {
                 ++orders;
                 lines += order.lines.size();
                 if (number == 0) return;
                 ++gaps;
                 gap_sum += order.gap_days;
                 later += order.lines.size();
                 for (const GeneratedLine& line : order.lines) {
                   repeated += line.reordered;
                 }
               });
  // Standard deviation of a mean of 2,000 geometric counts: 0.28.
  EXPECT_NEAR(orders / kCustomers, 14, 6 * 0.28);
  EXPECT_NEAR(lines / orders, 8, 0.3);
  EXPECT_NEAR(repeated / later, 0.6, 0.02);
  EXPECT_NEAR(gap_sum / gaps, 9, 0.5);  // less what the cap of 30 takes
}

TEST(GeneratedCustomerTest, OrdersAreWellFormed) {
  const GeneratedShop shop(kOptions);
  std::set<uint32_t> taken;
  uint32_t day = 0;
  ForEachOrder(shop, kOptions,
               [&](uint32_t, uint32_t number, const GeneratedOrder& order) {
                 if (number == 0) {
                   taken.clear();
                   EXPECT_LT(order.day, kDaysPerWeek);
                   EXPECT_EQ(order.gap_days, 0u);
                 } else {
                   EXPECT_EQ(order.day, day + order.gap_days);
                   EXPECT_GE(order.gap_days, 1u);
                   EXPECT_LE(order.gap_days, 30u);
                 }
                 day = order.day;
                 EXPECT_LE(order.hour, 22u);
                 ASSERT_FALSE(order.lines.empty());
                 std::set<uint32_t> now;
                 for (const GeneratedLine& line : order.lines) {
                   EXPECT_TRUE(now.insert(line.product).second);
                   EXPECT_EQ(line.reordered, taken.contains(line.product));
                 }
                 taken.insert(now.begin(), now.end());
               });
}

// The two tastes that a customer takes most cover most of the lines, where
// indifference would give them some two tenths; and pairs within a basket
// share a taste more often than pairs over baskets of one customer do.
TEST(GeneratedCustomerTest, CustomersAndBasketsHaveTastes) {
  const GeneratedShop shop(kOptions);
  double lines = 0, favourites = 0, pairs = 0, same = 0, far = 0, far_same = 0;
  std::array<double, 10> of_customer{};
  std::optional<uint32_t> first_of_before;
  const auto finish_customer = [&] {
    std::sort(of_customer.rbegin(), of_customer.rend());
    favourites += of_customer[0] + of_customer[1];
    of_customer.fill(0);
    first_of_before.reset();
  };
  ForEachOrder(shop, kOptions,
               [&](uint32_t, uint32_t number, const GeneratedOrder& order) {
                 if (number == 0) finish_customer();
                 const auto taste = [&](size_t line) {
                   return shop.product(order.lines[line].product).taste;
                 };
                 for (size_t i = 0; i < order.lines.size(); ++i) {
                   ++lines;
                   ++of_customer[taste(i)];
                   for (size_t j = 0; j < i; ++j) {
                     ++pairs;
                     same += taste(i) == taste(j);
                   }
                 }
                 if (first_of_before) {
                   ++far;
                   far_same += taste(0) == *first_of_before;
                 }
                 first_of_before = taste(0);
               });
  finish_customer();
  EXPECT_GT(favourites / lines, 0.6);
  EXPECT_GT(same / pairs, far_same / far + 0.05);
}

TEST(GeneratedCustomerTest, ASmallShopRunsOutOfDiscoveries) {
  constexpr GenerateOptions kTiny = {.products = 3,
                                     .aisles = 1,
                                     .departments = 1,
                                     .tastes = 1,
                                     .mean_orders = 20,
                                     .mean_basket = 10,
                                     .repeat_share = 0};
  const GeneratedShop shop(kTiny);
  ForEachOrder(shop, kTiny,
               [&](uint32_t, uint32_t, const GeneratedOrder& order) {
                 ASSERT_GE(order.lines.size(), 1u);
                 ASSERT_LE(order.lines.size(), 3u);
               });
}

TEST(GeneratedCustomerTest, WithoutRepeatsEverythingIsNew) {
  GenerateOptions options = kOptions;
  options.repeat_share = 0;
  options.mean_orders = 4;
  const GeneratedShop shop(options);
  int repeated = 0, lines = 0;
  ForEachOrder(shop, options,
               [&](uint32_t, uint32_t, const GeneratedOrder& order) {
                 for (const GeneratedLine& line : order.lines) {
                   ++lines;
                   repeated += line.reordered;
                 }
               });
  EXPECT_LT(repeated, lines / 1000);
}

}  // namespace
}  // namespace customer2vec
