#include "trainer/fit/build_tables.h"

#include <gmock/gmock.h>

#include <cmath>
#include <string>
#include <utility>
#include <vector>

#include "core/base/status_matchers.h"

namespace customer2vec {
namespace {

using ::testing::ElementsAre;
using ::testing::SizeIs;

// a: {0, 1} {0} {1, 2}; b: nothing; c: {0}.
Corpus SmallCorpus() {
  CorpusArrays arrays;
  arrays.item_ids = {"y", "x", "z"};
  arrays.customer_ids = {"a", "b", "c"};
  arrays.items = {0, 1, 0, 1, 2, 0};
  arrays.basket_offsets = {0, 2, 3, 5, 6};
  arrays.basket_times = {100, 200, 300, 50};
  arrays.basket_customers = {0, 0, 0, 2};
  arrays.customer_offsets = {0, 3, 3, 4};
  return Corpus(std::move(arrays));
}

TEST(BuildHistoriesTest, CountsDecaysAndDates) {
  const CustomerHistoriesArrays arrays = BuildHistories(SmallCorpus(), 3, 0.5);
  C2V_ASSERT_OK_AND_ASSIGN(const CustomerHistories histories,
                           CustomerHistories::Create(arrays.view(), 3));
  ASSERT_THAT(histories.Of(0), SizeIs(3));
  const HistoryEntry& x = histories.Of(0)[1];
  EXPECT_EQ(x.item, 1u);
  EXPECT_EQ(x.basket_count, 2u);
  EXPECT_EQ(x.last_basket, 2u);
  EXPECT_EQ(x.last_time, 300);
  EXPECT_FLOAT_EQ(x.decayed_count, 1 + 0.25);  // ages 0 and 2
  EXPECT_FLOAT_EQ(histories.Of(0)[0].decayed_count, 0.5 + 0.25);
  EXPECT_FLOAT_EQ(histories.Of(0)[2].decayed_count, 1);
  EXPECT_THAT(histories.Of(1), SizeIs(0));
  EXPECT_EQ(histories.basket_count(0), 3u);
  EXPECT_EQ(histories.basket_count(1), 0u);
  EXPECT_EQ(histories.Of(2)[0].last_time, 50);
}

TEST(BuildHistoriesTest, RepeatsInABasketCountOnce) {
  CorpusArrays arrays;
  arrays.item_ids = {"x", "y"};
  arrays.customer_ids = {"a"};
  arrays.items = {0, 1, 0, 0};
  arrays.basket_offsets = {0, 3, 4};
  arrays.basket_times = {1, 2};
  arrays.basket_customers = {0, 0};
  arrays.customer_offsets = {0, 2};
  const CustomerHistoriesArrays histories =
      BuildHistories(Corpus(std::move(arrays)), 2, 0.5);
  ASSERT_THAT(histories.entries, SizeIs(2));
  EXPECT_EQ(histories.entries[0].basket_count, 2u);
  EXPECT_FLOAT_EQ(histories.entries[0].decayed_count, 1.5);
}

TEST(BuildHistoriesTest, EqualsThePlainSum) {
  CorpusArrays arrays;
  arrays.item_ids = {"x"};
  arrays.customer_ids = {"a"};
  std::vector<bool> holds;
  for (int basket = 0; basket < 40; ++basket) holds.push_back(basket % 3 == 1);
  for (size_t basket = 0; basket < holds.size(); ++basket) {
    if (basket == 0) arrays.basket_offsets = {0};
    if (holds[basket]) arrays.items.push_back(0);
    arrays.basket_offsets.push_back(arrays.items.size());
    arrays.basket_times.push_back(0);
    arrays.basket_customers.push_back(0);
  }
  arrays.customer_offsets = {0, 40};
  double expected = 0;
  for (size_t basket = 0; basket < holds.size(); ++basket) {
    if (holds[basket]) expected += std::pow(0.9, 39.0 - basket);
  }
  const auto histories = BuildHistories(Corpus(std::move(arrays)), 1, 0.9);
  EXPECT_NEAR(histories.entries[0].decayed_count, expected, 1e-5);
}

TEST(BuildHistoriesTest, LeavesOutRowsBeyondTheItems) {
  const CustomerHistoriesArrays arrays = BuildHistories(SmallCorpus(), 1, 1);
  EXPECT_THAT(arrays.entries, SizeIs(2));  // a and c took item 0
  EXPECT_THAT(arrays.offsets, ElementsAre(0, 1, 1, 2));
}

TEST(BuildTablesTest, NamesItemsByTheCatalogueOrTheirIds) {
  const Corpus corpus = SmallCorpus();
  CatalogueTable catalogue;
  catalogue.names = {"Bread", "Milk", "z"};
  catalogue.attributes = {{"aisle", false, {"bakery", "dairy", ""}}};
  C2V_ASSERT_OK_AND_ASSIGN(const TablesArrays arrays,
                           BuildTables(corpus, &catalogue, 3, 1));
  C2V_ASSERT_OK_AND_ASSIGN(const Tables tables, CreateTables(arrays.view()));
  EXPECT_EQ(tables.items.Find("x"), 1u);
  EXPECT_EQ(tables.customers.Find("c"), 2u);
  EXPECT_EQ(tables.catalogue.Name(1), "Milk");
  EXPECT_EQ(tables.catalogue.Value(0, 1), "dairy");
  EXPECT_EQ(tables.catalogue.Value(0, 2), "");
  EXPECT_THAT(tables.basket_counts, ElementsAre(3, 2, 1));
  EXPECT_EQ(tables.basket_count, 4u);

  C2V_ASSERT_OK_AND_ASSIGN(const TablesArrays bare,
                           BuildTables(corpus, nullptr, 2, 1));
  C2V_ASSERT_OK_AND_ASSIGN(const Tables few, CreateTables(bare.view()));
  EXPECT_EQ(few.items.size(), 2u);
  EXPECT_EQ(few.catalogue.Name(1), "x");
}

}  // namespace
}  // namespace customer2vec
