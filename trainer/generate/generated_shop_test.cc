#include "trainer/generate/generated_shop.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <set>

namespace customer2vec {
namespace {

constexpr GenerateOptions kOptions = {
    .products = 6000, .aisles = 30, .departments = 7, .tastes = 10};

TEST(GeneratedShopTest, EveryDepartmentAisleAndTasteHasProducts) {
  const GeneratedShop shop(kOptions);
  EXPECT_EQ(shop.product_count(), 6000u);
  std::set<uint32_t> aisles, departments, tastes, ranks;
  for (uint32_t i = 0; i < shop.product_count(); ++i) {
    aisles.insert(shop.product(i).aisle);
    departments.insert(shop.DepartmentOf(shop.product(i).aisle));
    tastes.insert(shop.product(i).taste);
    ranks.insert(shop.product(i).popularity_rank);
  }
  EXPECT_EQ(aisles.size(), 30u);
  EXPECT_EQ(departments.size(), 7u);
  EXPECT_EQ(tastes.size(), 10u);
  EXPECT_EQ(ranks.size(), 6000u);
}

// Chi-square of the table of aisles and tastes, 29 * 9 degrees of freedom: its
// mean is 261, its standard deviation 23.
TEST(GeneratedShopTest, TastesCutAcrossAisles) {
  const GeneratedShop shop(kOptions);
  double counts[30][10] = {};
  for (uint32_t i = 0; i < shop.product_count(); ++i) {
    ++counts[shop.product(i).aisle][shop.product(i).taste];
  }
  double chi_square = 0;
  for (const auto& aisle : counts) {
    for (const double count : aisle) {
      chi_square += (count - 20) * (count - 20) / 20;
    }
  }
  EXPECT_NEAR(chi_square, 261, 6 * 23);
}

TEST(GeneratedShopTest, DrawsFollowPopularityAndTaste) {
  const GeneratedShop shop(kOptions);
  Random random(1);
  double weights = 0;
  for (int rank = 0; rank < 6000; ++rank) weights += 1 / (rank + 7.0);
  const double top = 1 / 7.0 / weights;  // share of the most popular product
  constexpr int kDraws = 200000;
  int hits = 0;
  for (int i = 0; i < kDraws; ++i) {
    hits += shop.product(shop.Draw(random)).popularity_rank == 0;
  }
  EXPECT_NEAR(hits, kDraws * top, 6 * std::sqrt(kDraws * top));
  for (int i = 0; i < 1000; ++i) {
    EXPECT_EQ(shop.product(shop.DrawOfTaste(3, random)).taste, 3u);
  }
}

TEST(GeneratedShopTest, SeasonsHoldProductsBack) {
  const GeneratedShop shop(kOptions);
  Random random(2);
  int weekday_products = 0, quarter_products = 0;
  int weekday_on = 0, weekday_off = 0, quarter_on = 0, quarter_off = 0;
  for (uint32_t i = 0; i < shop.product_count(); ++i) {
    const GeneratedProduct& product = shop.product(i);
    if (product.weekday) {
      ++weekday_products;
      weekday_on += shop.AcceptedAt(i, 14 + *product.weekday, random);
      weekday_off += shop.AcceptedAt(i, 15 + *product.weekday, random);
    } else if (product.quarter) {
      ++quarter_products;
      const uint32_t day = 4 * 91 + *product.quarter * 91;
      quarter_on += shop.AcceptedAt(i, day + 90, random);
      quarter_off += shop.AcceptedAt(i, day + 91, random);
    } else {
      EXPECT_TRUE(shop.AcceptedAt(i, i, random));
    }
  }
  // Binomial counts, six standard deviations wide.
  EXPECT_NEAR(weekday_products, 600, 6 * 24);
  EXPECT_NEAR(quarter_products, 600, 6 * 24);
  EXPECT_EQ(weekday_on, weekday_products);
  EXPECT_EQ(quarter_on, quarter_products);
  EXPECT_NEAR(weekday_off, weekday_products / 4.0, 64);
  EXPECT_NEAR(quarter_off, quarter_products / 10.0, 45);
}

TEST(GeneratedShopTest, NamesTellTasteAndDepartment) {
  const GeneratedShop shop(
      {.products = 300, .aisles = 50, .departments = 25, .tastes = 22});
  EXPECT_EQ(shop.DepartmentName(0), "produce");
  EXPECT_EQ(shop.DepartmentName(24), "department 25");
  EXPECT_EQ(shop.AisleName(0), "produce aisle 1");
  EXPECT_EQ(shop.AisleName(49), "department 25 aisle 50");
  bool named = false, numbered = false;
  for (uint32_t i = 0; i < shop.product_count(); ++i) {
    const std::string name = shop.ProductName(i);
    named |= shop.product(i).taste == 0 && name.rfind("Italian ", 0) == 0;
    numbered |= shop.product(i).taste == 21 && name.rfind("Taste 22 ", 0) == 0;
  }
  EXPECT_TRUE(named);
  EXPECT_TRUE(numbered);
}

}  // namespace
}  // namespace customer2vec
