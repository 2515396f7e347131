#include "trainer/cases/customer_split.h"

#include <gmock/gmock.h>

#include <set>
#include <string>

#include "trainer/cases/corpus_test_util.h"

namespace customer2vec {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

// Customers c0 to c99 with two baskets each, "first" and one of their own.
Corpus Hundred() {
  std::vector<TextBasket> baskets;
  for (int i = 0; i < 100; ++i) {
    const std::string customer = absl::StrCat("c", i);
    baskets.push_back({customer, "first"});
    baskets.push_back({customer, absl::StrCat("own", i)});
  }
  return CorpusOf(baskets);
}

std::set<uint32_t> CustomersOf(std::span<const ProtocolCase> cases) {
  std::set<uint32_t> customers;
  for (const ProtocolCase& each : cases) customers.insert(each.customer);
  return customers;
}

TEST(SplitCustomersTest, APartIsTestedAndAPartOfTheRestValidates) {
  const Corpus corpus = Hundred();
  const CustomerSplit split = SplitCustomers(corpus, {});
  EXPECT_EQ(split.test.size(), 20u);
  EXPECT_EQ(split.validation.size(), 8u);
  std::set<uint32_t> both = CustomersOf(split.test);
  both.merge(CustomersOf(split.validation));
  EXPECT_EQ(both.size(), 28u);
  EXPECT_EQ(split.training.basket_count(), 100u);  // no last basket of anybody
  for (const ProtocolCase& each : split.test) {
    EXPECT_EQ(each.history, 1u);
    EXPECT_THAT(each.events, IsEmpty());
    EXPECT_EQ("own" + corpus.arrays().customer_ids[each.customer].substr(1),
              IdsOf(split.training, each.targets));
  }
}

TEST(SplitCustomersTest, OthersLastBasketsMayBeLearnedFrom) {
  const CustomerSplit split =
      SplitCustomers(Hundred(), {.learn_last_baskets = true});
  EXPECT_EQ(split.training.basket_count(), 100u + 72u);
}

TEST(SplitCustomersTest, SeedsDrawOthers) {
  const Corpus corpus = Hundred();
  EXPECT_EQ(CustomersOf(SplitCustomers(corpus, {.seed = 1}).test),
            CustomersOf(SplitCustomers(corpus, {.seed = 1}).test));
  EXPECT_NE(CustomersOf(SplitCustomers(corpus, {.seed = 1}).test),
            CustomersOf(SplitCustomers(corpus, {.seed = 2}).test));
}

TEST(SplitCustomersTest, TheTestedMayBeGiven) {
  const Corpus corpus = CorpusOf({{"ann", "a b"},
                                  {"bob", "a"},
                                  {"ann", "b c b"},
                                  {"eve", "a"},
                                  {"eve", "c"}});
  const CustomerSplit split = SplitCustomers(
      corpus, {.validation_share = 0, .tested = std::vector<uint32_t>{0, 1}});
  EXPECT_THAT(split.validation, IsEmpty());
  EXPECT_THAT(CasesOf(split.training, split.test),
              ElementsAre("ann:  > b c (1)"));  // bob has one basket
  EXPECT_THAT(BasketsOf(split.training),
              ElementsAre("ann: a b", "bob: a", "eve: a"));
}

}  // namespace
}  // namespace customer2vec
