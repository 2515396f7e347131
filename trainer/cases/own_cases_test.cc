#include "trainer/cases/own_cases.h"

#include <gmock/gmock.h>

#include <algorithm>

#include "trainer/cases/corpus_test_util.h"

namespace customer2vec {
namespace {

using ::testing::ElementsAre;

Corpus Shop() {
  return CorpusOf({{"ann", "a b c"},
                   {"bob", "a b"},
                   {"ann", "c a b"},
                   {"bob", "c"},
                   {"eve", "a b c"}});
}

TEST(OwnCasesTest, LastBasketAsksForAllOfIt) {
  const ProtocolSplit split = SplitByLastBasket(Shop(), {.min_count = 1});
  EXPECT_THAT(BasketsOf(split.training), ElementsAre("ann: a b c", "bob: a b"));
  EXPECT_THAT(CasesOf(split.training, split.cases),
              ElementsAre("ann:  > a b c (1)", "bob:  > c (1)"));
  const ProtocolSplit common = SplitByLastBasket(Shop(), {.min_count = 2});
  EXPECT_THAT(CasesOf(common.training, common.cases),
              ElementsAre("ann:  > a b (1)"));
}

TEST(OwnCasesTest, NextItemIsTheLastOneAndShowsWhatCameBefore) {
  const ProtocolSplit split = SplitByNextItem(Shop(), {.min_count = 1});
  EXPECT_THAT(CasesOf(split.training, split.cases),
              ElementsAre("ann: c a > b (1)", "bob: a b > c (1)"));
}

TEST(OwnCasesTest, HiddenItemShowsTheOthersAndWhoseItIs) {
  const ProtocolSplit split = SplitByHiddenItem(Shop(), {.min_count = 1});
  ASSERT_EQ(split.cases.size(), 1u);
  const ProtocolCase& each = split.cases[0];
  EXPECT_EQ(each.customer, kNoCustomer);
  EXPECT_EQ(each.subject, 0u);
  EXPECT_EQ(each.history, 1u);
  EXPECT_EQ(each.events.size(), 2u);
  ASSERT_EQ(each.targets.size(), 1u);
  EXPECT_EQ(std::count(each.events.begin(), each.events.end(), each.targets[0]),
            0);
}

}  // namespace
}  // namespace customer2vec
