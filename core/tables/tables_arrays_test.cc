#include "core/tables/tables_arrays.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "core/base/status_matchers.h"

namespace customer2vec {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

// Two items, one customer who took the first of them in two of three baskets.
TablesArrays Shop() {
  TablesArrays arrays;
  arrays.items = *BuildVocabulary(std::vector<std::string>{"milk", "tea"});
  arrays.catalogue =
      *BuildCatalogue(std::vector<std::string>{"Milk", "Tea"}, {});
  arrays.basket_counts = {2, 1};
  arrays.basket_count = 3;
  arrays.customers = *BuildVocabulary(std::vector<std::string>{"ann"});
  arrays.histories = {
      .offsets = {0, 1}, .basket_counts = {3}, .entries = {{0, 2, 2, 1.9f, 7}}};
  return arrays;
}

TEST(CreateTablesTest, BindsAllTables) {
  const TablesArrays arrays = Shop();
  C2V_ASSERT_OK_AND_ASSIGN(Tables tables, CreateTables(arrays.view()));
  EXPECT_EQ(tables.items.Find("tea"), 1);
  EXPECT_EQ(tables.catalogue.Name(0), "Milk");
  EXPECT_THAT(tables.basket_counts, ElementsAre(2, 1));
  EXPECT_EQ(tables.basket_count, 3);
  EXPECT_EQ(tables.customers.Id(0), "ann");
  EXPECT_EQ(tables.histories.Of(0)[0].basket_count, 2);
}

TEST(CreateTablesTest, BadTablesAreNamed) {
  const auto refused = [](void (*damage)(TablesArrays&),
                          absl::string_view words) {
    TablesArrays arrays = Shop();
    damage(arrays);
    EXPECT_THAT(CreateTables(arrays.view()),
                StatusIs(absl::StatusCode::kDataLoss, HasSubstr(words)));
  };
  refused([](TablesArrays& shop) { shop.items.buckets.clear(); },
          "item vocabulary: there are 0 buckets");
  refused([](TablesArrays& shop) { shop.customers.bytes.clear(); },
          "customer vocabulary: ids: offsets end");
  refused([](TablesArrays& shop) { shop.catalogue.names.bytes.clear(); },
          "catalogue: names: offsets end");
  refused([](TablesArrays& shop) { shop.basket_counts.pop_back(); },
          "1 basket counts for 2 items");
  refused(
      [](TablesArrays& shop) {
        shop.basket_counts = {1, 2};
      },
      "item row 1 is in more baskets than the row before it");
  refused([](TablesArrays& shop) { shop.basket_count = 1; },
          "item row 0 is in 2 baskets, but there are 1");
  refused([](TablesArrays& shop) { shop.histories.entries[0].item = 2; },
          "names an item that is none");
  refused([](TablesArrays& shop) { shop.histories = {}; },
          "histories of 0 customers, but 1");
}

}  // namespace
}  // namespace customer2vec
