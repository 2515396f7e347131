#include "bench/shop/generated_shop.h"

#include <gtest/gtest.h>

#include <cmath>
#include <set>

#include "core/base/status_matchers.h"

namespace customer2vec::bench {
namespace {

using ::testing::HasSubstr;

constexpr ShopOptions kSmall = {.items = 60,
                                .customers = 40,
                                .dimension = 8,
                                .clusters = 6,
                                .departments = 2,
                                .tastes = 2,
                                .baskets_per_customer = 5,
                                .items_per_basket = 3,
                                .spread = 0.5};

TEST(GeneratedShopTest, TablesFitTogether) {
  C2V_ASSERT_OK_AND_ASSIGN(const GeneratedShop shop, GenerateShop(kSmall));
  C2V_ASSERT_OK_AND_ASSIGN(const Tables tables,
                           CreateTables(shop.tables.view()));
  EXPECT_EQ(tables.items.size(), 60);
  EXPECT_EQ(tables.customers.size(), 40);
  EXPECT_EQ(tables.basket_count, 200);
  EXPECT_EQ(shop.input.size(), 60 * 8);
  EXPECT_EQ(shop.output.size(), 60 * 8);
  EXPECT_EQ(shop.customers.size(), 40 * 8);
}

TEST(GeneratedShopTest, HistoriesAddUpToBasketCounts) {
  C2V_ASSERT_OK_AND_ASSIGN(const GeneratedShop shop, GenerateShop(kSmall));
  std::vector<uint32_t> counts(60);
  for (const HistoryEntry& entry : shop.tables.histories.entries) {
    counts[entry.item] += entry.basket_count;
    EXPECT_LT(entry.last_basket, 5);
    EXPECT_LE(entry.decayed_count, entry.basket_count);
    EXPECT_GT(entry.decayed_count, 0);
  }
  EXPECT_EQ(counts, shop.tables.basket_counts);
}

TEST(GeneratedShopTest, CustomersBuyFromTheirTastes) {
  C2V_ASSERT_OK_AND_ASSIGN(const GeneratedShop shop, GenerateShop(kSmall));
  C2V_ASSERT_OK_AND_ASSIGN(const Tables tables,
                           CreateTables(shop.tables.view()));
  for (uint32_t customer = 0; customer < 40; ++customer) {
    std::set<std::string> clusters;
    for (const HistoryEntry& entry : tables.histories.Of(customer)) {
      clusters.insert(std::string(tables.catalogue.Value(0, entry.item)));
    }
    EXPECT_LE(clusters.size(), 2);
  }
}

// Mean squared distance between input vectors of rows that share department and
// cluster as said.
double Distance(const GeneratedShop& shop, bool same_department,
                bool same_cluster) {
  const Tables tables = *CreateTables(shop.tables.view());
  const auto same = [&](size_t attribute, uint32_t a, uint32_t b) {
    return tables.catalogue.ValueId(attribute, a) ==
           tables.catalogue.ValueId(attribute, b);
  };
  const size_t d = shop.input.size() / tables.items.size();
  double sum = 0;
  int pairs = 0;
  for (uint32_t a = 0; a < tables.items.size(); ++a) {
    for (uint32_t b = 0; b < a; ++b) {
      if (same(0, a, b) != same_cluster || same(1, a, b) != same_department) {
        continue;
      }
      ++pairs;
      for (size_t i = 0; i < d; ++i) {
        sum += std::pow(shop.input[a * d + i] - shop.input[b * d + i], 2);
      }
    }
  }
  return sum / pairs;
}

TEST(GeneratedShopTest, VectorsClusterInDepartments) {
  ShopOptions options = kSmall;
  options.dimension = 64;
  C2V_ASSERT_OK_AND_ASSIGN(const GeneratedShop shop, GenerateShop(options));
  const double cluster = Distance(shop, true, true);
  const double department = Distance(shop, true, false);
  const double apart = Distance(shop, false, false);
  // Twice the variances that the pair does not share: .25, 1.25 - .5, 1.25.
  EXPECT_NEAR(cluster, 2 * 0.25 * 64, 6);
  EXPECT_LT(cluster, department * 0.6);
  EXPECT_LT(department, apart * 0.8);
}

TEST(GeneratedShopTest, SameSeedSameBytes) {
  C2V_ASSERT_OK_AND_ASSIGN(const GeneratedShop a, GenerateShop(kSmall));
  C2V_ASSERT_OK_AND_ASSIGN(const GeneratedShop b, GenerateShop(kSmall));
  ShopOptions other_seed = kSmall;
  other_seed.seed = 2;
  C2V_ASSERT_OK_AND_ASSIGN(const GeneratedShop c, GenerateShop(other_seed));
  EXPECT_EQ(a.input, b.input);
  EXPECT_EQ(a.tables.basket_counts, b.tables.basket_counts);
  EXPECT_NE(a.input, c.input);
}

TEST(GeneratedShopTest, RefusesWhatCannotBe) {
  ShopOptions options = kSmall;
  options.clusters = 61;
  EXPECT_THAT(
      GenerateShop(options),
      StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("clusters")));
  options = kSmall;
  options.dimension = 0;
  EXPECT_EQ(GenerateShop(options).status().code(),
            absl::StatusCode::kInvalidArgument);
}

}  // namespace
}  // namespace customer2vec::bench
