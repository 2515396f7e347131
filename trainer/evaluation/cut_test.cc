#include "trainer/evaluation/cut.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace customer2vec {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

// Customers a (three baskets), b (one), c (two); one basket of nobody. Counts
// as read: item 0 in 5 baskets, 1 in 4, 2 in 3, 3 in 1.
Corpus SmallCorpus() {
  CorpusArrays arrays;
  arrays.item_ids = {"i0", "i1", "i2", "i3"};
  arrays.customer_ids = {"a", "b", "c"};
  const std::vector<std::pair<uint32_t, std::vector<uint32_t>>> baskets = {
      {0, {0, 1}}, {0, {1, 2}}, {0, {0, 1, 2, 3}}, {1, {0}},
      {2, {0, 2}}, {2, {0, 1}}, {kNoCustomer, {}}};
  arrays.basket_offsets = {0};
  for (size_t b = 0; b < baskets.size(); ++b) {
    arrays.items.insert(arrays.items.end(), baskets[b].second.begin(),
                        baskets[b].second.end());
    arrays.basket_offsets.push_back(arrays.items.size());
    arrays.basket_times.push_back(static_cast<int64_t>(b));
    arrays.basket_customers.push_back(baskets[b].first);
  }
  arrays.customer_offsets = {0, 3, 4, 6};
  return Corpus(std::move(arrays));
}

TEST(HoldOutLastBasketsTest, TakesTheLastBasketOfEachCustomer) {
  const Cut cut = HoldOutLastBaskets(SmallCorpus());
  EXPECT_EQ(cut.training.basket_count(), 4u);  // two of a, one of c, nobody's
  EXPECT_THAT(cut.training.BasketsOf(0), SizeIs(2));
  EXPECT_THAT(cut.training.BasketsOf(1), IsEmpty());
  EXPECT_THAT(cut.training.BasketsOf(2), SizeIs(1));
  // b had nothing else, so there is nothing to predict it from.
  ASSERT_THAT(cut.held_out, SizeIs(2));
  EXPECT_EQ(cut.held_out[0].customer, 0u);
  EXPECT_EQ(cut.held_out[1].customer, 2u);
}

TEST(HoldOutLastBasketsTest, RanksRowsByWhatIsLeft) {
  const Cut cut = HoldOutLastBaskets(SmallCorpus());
  // Left: {0, 1} {1, 2} {0, 2} {}: all three twice, so they keep their order; 3
  // is gone but keeps a row.
  EXPECT_THAT(cut.training.basket_counts(), ElementsAre(2, 2, 2, 0));
  EXPECT_THAT(cut.held_out[0].items, ElementsAre(0, 1, 2, 3));
  const Cut again = HoldOutLastBaskets(cut.training);
  // Left: {0, 1} {}: rows of 0 and 1 stand first.
  EXPECT_THAT(again.training.basket_counts(), ElementsAre(1, 1, 0, 0));
  ASSERT_THAT(again.held_out, SizeIs(1));
  const auto& ids = again.training.arrays().item_ids;
  std::vector<std::string> held_out;
  for (uint32_t item : again.held_out[0].items) held_out.push_back(ids[item]);
  EXPECT_THAT(held_out, ElementsAre("i1", "i2"));
}

TEST(HoldOutLastBasketsTest, RenumbersWhenOrderChanges) {
  CorpusArrays arrays;
  arrays.item_ids = {"p", "q"};
  arrays.customer_ids = {"a"};
  arrays.items = {1, 0, 0};
  arrays.basket_offsets = {0, 1, 2, 3};
  arrays.basket_times = {1, 2, 3};
  arrays.basket_customers = {kNoCustomer, kNoCustomer, kNoCustomer};
  arrays.customer_offsets = {0, 0};
  // As if "p" had lost the baskets that ranked it first.
  std::swap(arrays.item_ids[0], arrays.item_ids[1]);
  for (uint32_t& item : arrays.items) item = 1 - item;
  arrays.item_prices = {7, 8};
  const Cut cut = HoldOutLastBaskets(Corpus(std::move(arrays)));
  EXPECT_THAT(cut.training.basket_counts(), ElementsAre(2, 1));
  EXPECT_THAT(cut.training.arrays().item_ids, ElementsAre("p", "q"));
  EXPECT_THAT(cut.training.arrays().item_prices, ElementsAre(8, 7));
  EXPECT_THAT(cut.training.arrays().items, ElementsAre(1, 0, 0));
}

TEST(HoldOutLastBasketsTest, PricesAreOfWhatIsLeft) {
  CorpusArrays arrays;
  arrays.item_ids = {"z", "a"};
  arrays.customer_ids = {"c"};
  arrays.items = {0, 1, 0};
  arrays.basket_offsets = {0, 2, 3};
  arrays.basket_times = {1, 2};
  arrays.basket_customers = {0, 0};
  arrays.customer_offsets = {0, 2};
  arrays.paid = {{2, 1}, {3, 1}, {8, 1}};
  const Corpus corpus = Corpus(std::move(arrays));
  EXPECT_EQ(corpus.MeanPrice(0), 5);
  const Cut cut = HoldOutLastBaskets(corpus);
  EXPECT_THAT(cut.training.arrays().item_ids, ElementsAre("a", "z"));
  EXPECT_THAT(cut.training.arrays().item_prices, ElementsAre(3, 2));
}

TEST(HoldOutLastBasketsTest, HeldOutBasketsDoNotBreakTies) {
  CorpusArrays arrays;
  arrays.item_ids = {"z", "a"};  // "z" first: two baskets as read
  arrays.customer_ids = {"c"};
  arrays.items = {0, 1, 0};
  arrays.basket_offsets = {0, 2, 3};
  arrays.basket_times = {1, 2};
  arrays.basket_customers = {0, 0};
  arrays.customer_offsets = {0, 2};
  const Cut cut = HoldOutLastBaskets(Corpus(std::move(arrays)));
  EXPECT_THAT(cut.training.basket_counts(), ElementsAre(1, 1));
  EXPECT_THAT(cut.training.arrays().item_ids, ElementsAre("a", "z"));
  EXPECT_THAT(cut.held_out[0].items, ElementsAre(1));
}

TEST(VocabularySizeTest, CountsThePrefix) {
  const Corpus corpus = SmallCorpus();
  EXPECT_EQ(VocabularySize(corpus, 1), 4u);
  EXPECT_EQ(VocabularySize(corpus, 3), 3u);
  EXPECT_EQ(VocabularySize(corpus, 5), 1u);
  EXPECT_EQ(VocabularySize(corpus, 6), 0u);
}

TEST(CustomerCasesTest, KeepsTargetsOfTheVocabulary) {
  const Cut cut = HoldOutLastBaskets(SmallCorpus());
  const auto cases = CustomerCases(cut, 2);
  ASSERT_THAT(cases, SizeIs(2));
  EXPECT_THAT(cases[0].targets, ElementsAre(0, 1));
  EXPECT_THAT(CustomerCases(cut, 0), IsEmpty());
}

TEST(SessionCasesTest, HidesOneItemBySeed) {
  const Cut cut = HoldOutLastBaskets(SmallCorpus());
  std::set<uint32_t> hidden;
  for (uint64_t seed = 0; seed < 50; ++seed) {
    const auto cases = SessionCases(cut, 4, seed);
    ASSERT_THAT(cases, SizeIs(1));  // c's last basket has two items only
    EXPECT_THAT(cases[0].session, SizeIs(3));
    EXPECT_EQ(std::count(cases[0].session.begin(), cases[0].session.end(),
                         cases[0].target),
              0);
    hidden.insert(cases[0].target);
    EXPECT_EQ(SessionCases(cut, 4, seed)[0].target, cases[0].target);
  }
  EXPECT_THAT(hidden, SizeIs(4));
  EXPECT_THAT(SessionCases(cut, 2, 1), IsEmpty());
}

TEST(CasesTest, RepeatsInABasketAreOneTargetAndGiveNothingAway) {
  CorpusArrays arrays;
  arrays.item_ids = {"x", "y", "z"};
  arrays.customer_ids = {"a"};
  arrays.items = {0, 1, 2, 0, 1, 0, 2};
  arrays.basket_offsets = {0, 3, 7};
  arrays.basket_times = {1, 2};
  arrays.basket_customers = {0, 0};
  arrays.customer_offsets = {0, 2};
  const Cut cut = HoldOutLastBaskets(Corpus(std::move(arrays)));
  ASSERT_THAT(CustomerCases(cut, 3), SizeIs(1));
  EXPECT_THAT(CustomerCases(cut, 3)[0].targets, SizeIs(3));
  for (uint64_t seed = 0; seed < 20; ++seed) {
    for (const SessionCase& each : SessionCases(cut, 3, seed)) {
      EXPECT_EQ(
          std::count(each.session.begin(), each.session.end(), each.target), 0);
    }
  }
}

}  // namespace
}  // namespace customer2vec
