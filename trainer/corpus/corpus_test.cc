#include "trainer/corpus/corpus.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <utility>

namespace customer2vec {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

// Two customers with two and one baskets, and one basket of nobody.
Corpus Small() {
  CorpusArrays arrays;
  arrays.item_ids = {"milk", "bread", "tea", "soap"};
  arrays.customer_ids = {"ann", "bob"};
  arrays.items = {0, 1, 0, 2, 1, 0};
  arrays.basket_offsets = {0, 2, 4, 5, 6};
  arrays.basket_times = {10, 20, 15, 5};
  arrays.basket_customers = {0, 0, 1, kNoCustomer};
  arrays.customer_offsets = {0, 2, 3};
  return Corpus(std::move(arrays));
}

std::vector<uint32_t> ItemsOf(const Corpus& corpus, size_t basket) {
  const std::span<const uint32_t> items = corpus.Items(basket);
  return {items.begin(), items.end()};
}

TEST(CorpusTest, ShowsItsArrays) {
  const Corpus corpus = Small();
  EXPECT_EQ(corpus.item_count(), 4u);
  EXPECT_EQ(corpus.customer_count(), 2u);
  EXPECT_EQ(corpus.basket_count(), 4u);
  EXPECT_EQ(corpus.token_count(), 6u);
  EXPECT_THAT(ItemsOf(corpus, 1), ElementsAre(0, 2));
  EXPECT_EQ(corpus.Time(1), 20);
  EXPECT_EQ(corpus.Customer(2), 1u);
  EXPECT_THAT(corpus.BasketsOf(0), ElementsAre(0, 1));
  EXPECT_THAT(corpus.BasketsOf(1), ElementsAre(2));
  EXPECT_EQ(corpus.BasketsOf(0).size(), 2u);
  EXPECT_EQ(corpus.BasketsOf(0).front(), 0u);
  EXPECT_EQ(corpus.BasketsOf(0).back(), 1u);
  EXPECT_EQ(corpus.BasketsOf(1)[0], 2u);
  EXPECT_THAT(corpus.basket_counts(), ElementsAre(3, 2, 1, 0));
}

TEST(CorpusTest, AnEmptyOneHasNothing) {
  const Corpus corpus;
  EXPECT_EQ(corpus.item_count(), 0u);
  EXPECT_EQ(corpus.basket_count(), 0u);
  EXPECT_EQ(corpus.Select({}).basket_count(), 0u);
}

TEST(CorpusTest, SelectKeepsRowsAndDropsBaskets) {
  const Corpus cut = Small().Select({false, true, false, true});
  EXPECT_EQ(cut.item_count(), 4u);
  EXPECT_EQ(cut.customer_count(), 2u);
  EXPECT_EQ(cut.basket_count(), 2u);
  EXPECT_THAT(ItemsOf(cut, 0), ElementsAre(0, 2));
  EXPECT_EQ(cut.Time(0), 20);
  EXPECT_EQ(cut.Customer(0), 0u);
  EXPECT_THAT(cut.BasketsOf(0), ElementsAre(0));
  EXPECT_THAT(cut.BasketsOf(1), IsEmpty());
  EXPECT_THAT(ItemsOf(cut, 1), ElementsAre(0));
  EXPECT_EQ(cut.Customer(1), kNoCustomer);
  EXPECT_THAT(cut.basket_counts(), ElementsAre(2, 0, 1, 0));
}

TEST(CorpusTest, AHeldOutBasketIsAHorizon) {
  const Corpus corpus = Small();
  EXPECT_EQ(corpus.Horizon(0), Corpus::kNoHorizon);
  const Corpus cut = corpus.Select({true, false, true, true});
  EXPECT_EQ(cut.Horizon(0), corpus.Time(1));
  EXPECT_EQ(cut.Horizon(1), Corpus::kNoHorizon);
  // A second cut brings the horizon nearer, and keeps the one of the first.
  EXPECT_EQ(cut.Select({false, true, true}).Horizon(0), corpus.Time(0));
  EXPECT_EQ(cut.Select({true, true, true}).Horizon(0), corpus.Time(1));
}

TEST(CorpusTest, WithoutTimesTheOrdersNumberIsKept) {
  CorpusArrays arrays = Small().arrays();
  arrays.has_times = false;
  const Corpus cut =
      Corpus(std::move(arrays)).Select({true, false, true, true});
  EXPECT_EQ(cut.Horizon(0), Corpus::kNoHorizon);
  EXPECT_EQ(cut.FirstHeldOut(0), 20);
  EXPECT_EQ(cut.FirstHeldOut(1), Corpus::kNoHorizon);
  // A second cut keeps it.
  EXPECT_EQ(cut.Select({true, true, true}).FirstHeldOut(0), 20);
}

TEST(CorpusTest, ACutKnowsThatItIsOne) {
  EXPECT_FALSE(Small().IsCut());
  EXPECT_FALSE(Small().Select({true, true, true, true}).IsCut());
  EXPECT_TRUE(Small().Select({true, true, false, true}).IsCut());
}

TEST(CorpusTest, ACutKnowsPricesOfItsOwnLines) {
  CorpusArrays arrays = Small().arrays();
  arrays.paid = {{2, 1}, {4, 2}, {10, 1}, {}, {9, 3}, {3, 1}};
  const Corpus corpus = Corpus(std::move(arrays));
  EXPECT_THAT(corpus.arrays().item_prices, ElementsAre(5, 2.6f, 0, 0));
  // Without the second basket nobody paid 10 for milk.
  const Corpus cut = corpus.Select({true, false, true, true});
  EXPECT_THAT(cut.arrays().item_prices, ElementsAre(2.5f, 2.6f, 0, 0));
  EXPECT_THAT(cut.Select({false, true, false}).arrays().item_prices,
              ElementsAre(0, 3, 0, 0));
  EXPECT_THAT(cut.Select({false, false, false}).arrays().item_prices,
              ElementsAre(0, 0, 0, 0));
}

TEST(CorpusTest, PricesThatNoLineToldStay) {
  CorpusArrays arrays = Small().arrays();
  arrays.item_prices = {1, 2, 3, 4};
  const Corpus corpus = Corpus(std::move(arrays));
  EXPECT_THAT(corpus.Select({true, false, false, false}).arrays().item_prices,
              ElementsAre(1, 2, 3, 4));
}

TEST(CorpusTest, SelectOfEverythingIsTheSame) {
  const Corpus corpus = Small();
  const Corpus copy = corpus.Select({true, true, true, true});
  EXPECT_EQ(copy.arrays().items, corpus.arrays().items);
  EXPECT_EQ(copy.arrays().basket_offsets, corpus.arrays().basket_offsets);
  EXPECT_EQ(copy.arrays().basket_times, corpus.arrays().basket_times);
  EXPECT_EQ(copy.arrays().basket_customers, corpus.arrays().basket_customers);
  EXPECT_EQ(copy.arrays().customer_offsets, corpus.arrays().customer_offsets);
  EXPECT_EQ(copy.basket_counts(), corpus.basket_counts());
}

}  // namespace
}  // namespace customer2vec
