#include "trainer/corpus/hidden_items.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <numeric>
#include <utility>

namespace customer2vec {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

TEST(DrawHiddenItemsTest, DrawsAShareInOrder) {
  std::vector<uint32_t> eligible(100);
  std::iota(eligible.begin(), eligible.end(), 1000);
  std::vector<int> drawn(100);
  for (uint64_t seed = 0; seed < 2000; ++seed) {
    const std::vector<uint32_t> hidden = DrawHiddenItems(eligible, 0.05, seed);
    ASSERT_THAT(hidden, SizeIs(5));
    ASSERT_TRUE(std::is_sorted(hidden.begin(), hidden.end()));
    ASSERT_EQ(std::adjacent_find(hidden.begin(), hidden.end()), hidden.end());
    for (const uint32_t row : hidden) ++drawn[row - 1000];
  }
  // Each is drawn 100 times, give or take five standard deviations.
  for (const int count : drawn) EXPECT_NEAR(count, 100, 50);
  EXPECT_EQ(DrawHiddenItems(eligible, 0.05, 7),
            DrawHiddenItems(eligible, 0.05, 7));
}

TEST(DrawHiddenItemsTest, OfFewMayBeNone) {
  EXPECT_THAT(DrawHiddenItems({}, 0.5, 1), IsEmpty());
  EXPECT_THAT(DrawHiddenItems(std::vector<uint32_t>{4}, 0.5, 1), IsEmpty());
}

TEST(WithoutItemsTest, BasketsLoseTheItems) {
  CorpusArrays arrays;
  arrays.item_ids = {"a", "b", "c"};
  arrays.customer_ids = {"x"};
  arrays.items = {0, 1, 2, 1, 1};
  arrays.basket_offsets = {0, 3, 4, 5};
  arrays.basket_times = {1, 2, 3};
  arrays.basket_customers = {0, 0, kNoCustomer};
  arrays.customer_offsets = {0, 2};
  arrays.paid = {{1, 1}, {5, 1}, {3, 1}, {4, 2}, {2, 1}};
  const Corpus without =
      WithoutItems(Corpus(std::move(arrays)), std::vector<uint32_t>{1});
  EXPECT_THAT(without.basket_counts(), ElementsAre(1, 0, 1));
  EXPECT_EQ(without.basket_count(), 3u);
  EXPECT_THAT(
      std::vector<uint32_t>(without.Items(0).begin(), without.Items(0).end()),
      ElementsAre(0, 2));
  EXPECT_TRUE(without.Items(1).empty());
  EXPECT_EQ(without.Customer(2), kNoCustomer);
  EXPECT_EQ(without.MeanPrice(0), 1);
  EXPECT_EQ(without.MeanPrice(1), 2.75f);
}

}  // namespace
}  // namespace customer2vec
