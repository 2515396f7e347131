#include "trainer/cases/sequence_cases.h"

#include <gmock/gmock.h>

#include "trainer/cases/corpus_test_util.h"

namespace customer2vec {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

Corpus Shop() {
  return CorpusOf(
      {{"ann", "a b"}, {"bob", "c"}, {"ann", "c"}, {"eve", "a b c b"}});
}

TEST(HoldOutLastItemsTest, ACustomersSequenceRunsOverBaskets) {
  const ProtocolSplit split = HoldOutLastItems(Shop(), {});
  EXPECT_THAT(BasketsOf(split.training),
              ElementsAre("ann: a b", "bob: c", "eve: a b c"));
  EXPECT_THAT(CasesOf(split.training, split.cases),
              ElementsAre(": a b > c (2)", ": a b c > b (3)"));
  EXPECT_EQ(split.cases[0].subject, 0u);
  EXPECT_EQ(split.cases[1].subject, 2u);
}

TEST(HoldOutLastItemsTest, SeveralMayBeHeldOutAndEachAskedFor) {
  const ProtocolSplit first =
      HoldOutLastItems(Shop(), {.held_out = 2, .asked = 2});
  EXPECT_THAT(BasketsOf(first.training),
              ElementsAre("ann: a", "bob: c", "eve: a b"));
  EXPECT_THAT(CasesOf(first.training, first.cases),
              ElementsAre(": a > b (1)", ": a b > c (2)"));
  const ProtocolSplit last =
      HoldOutLastItems(Shop(), {.held_out = 2, .asked = 1, .max_events = 1});
  EXPECT_THAT(CasesOf(last.training, last.cases),
              ElementsAre(": b > c (1)", ": c > b (2)"));
}

TEST(HoldOutLastItemsTest, SequencesMayBeBaskets) {
  const ProtocolSplit split =
      HoldOutLastItems(CorpusOf({{"", "a b"}, {"", "c"}, {"", "b c a"}}),
                       {.of_baskets = true, .max_events = 1});
  EXPECT_THAT(BasketsOf(split.training), ElementsAre(": a", ": c", ": b c"));
  EXPECT_THAT(CasesOf(split.training, split.cases),
              ElementsAre(": a > b (1)", ": c > a (2)"));
}

TEST(HoldOutLastItemsTest, NothingIsKnownFromTheCutOn) {
  const ProtocolSplit split = HoldOutLastItems(Shop(), {});
  EXPECT_EQ(split.training.Horizon(0), 2);  // ann's second basket
  EXPECT_EQ(split.training.Horizon(1), Corpus::kNoHorizon);
  EXPECT_EQ(split.training.Horizon(2), 3);  // the basket that was shortened
}

TEST(HoldOutLastItemsTest, PricesAreOfWhatIsLeft) {
  CorpusArrays arrays = CorpusOf({{"ann", "a b a"}, {"ann", "b"}}).arrays();
  arrays.paid = {{2, 1}, {4, 1}, {6, 1}, {8, 1}};
  const Corpus corpus = Corpus(std::move(arrays));
  EXPECT_THAT(corpus.arrays().item_prices, ElementsAre(6, 4));
  const ProtocolSplit split = HoldOutLastItems(corpus, {.held_out = 2});
  EXPECT_THAT(BasketsOf(split.training), ElementsAre("ann: a b"));
  const std::vector<std::string>& ids = split.training.arrays().item_ids;
  ASSERT_THAT(ids, ElementsAre("a", "b"));
  EXPECT_THAT(split.training.arrays().item_prices, ElementsAre(2, 4));
}

TEST(HoldOutLastItemsTest, AShareOfTheSequencesIsDrawn) {
  std::vector<TextBasket> baskets;
  for (int i = 0; i < 400; ++i) baskets.push_back({"", "a b"});
  const Corpus corpus = CorpusOf(baskets);
  const ProtocolSplit split =
      HoldOutLastItems(corpus, {.of_baskets = true, .share = 0.25, .seed = 1});
  EXPECT_NEAR(static_cast<double>(split.cases.size()), 100, 30);
  EXPECT_EQ(split.training.token_count(), 800 - split.cases.size());
}

TEST(HoldOutLastBasketsAsSessionsTest, EveryPrefixAsksForItsNextItem) {
  // The last two by time, wherever they stand.
  const Corpus corpus =
      CorpusOf({{"", "a b c"}, {"", "b"}, {"ann", "x a c b"}, {"", "a c a"}});
  const ProtocolSplit split =
      HoldOutLastBasketsAsSessions(corpus, {.share = 0.5});
  EXPECT_THAT(BasketsOf(split.training), ElementsAre(": a b c", ": b"));
  EXPECT_THAT(
      CasesOf(split.training, split.cases),
      ElementsAre("ann: x > a (0)", "ann: x a > c (0)", "ann: x a c > b (0)",
                  ": a > c (0)", ": a c > a (0)"));
  const ProtocolSplit known =
      HoldOutLastBasketsAsSessions(corpus, {.share = 0.5, .only_known = true});
  EXPECT_THAT(CasesOf(known.training, known.cases),
              ElementsAre("ann: a > c (0)", "ann: a c > b (0)", ": a > c (0)",
                          ": a c > a (0)"));
}

TEST(HoldOutLastBasketsAsSessionsTest, CasesAreDrawnWhereThereAreTooMany) {
  const Corpus corpus = CorpusOf({{"", "a b c d e"}, {"", "a b c d e"}});
  const auto drawn = [&](uint64_t seed) {
    const ProtocolSplit split = HoldOutLastBasketsAsSessions(
        corpus, {.share = 0.5, .max_cases = 2, .seed = seed});
    return CasesOf(split.training, split.cases);
  };
  EXPECT_EQ(drawn(1).size(), 2u);
  EXPECT_EQ(drawn(1), drawn(1));
}

TEST(HoldOutLastBasketsAsSessionsTest, FewBasketsLeaveNoCase) {
  const ProtocolSplit split =
      HoldOutLastBasketsAsSessions(CorpusOf({{"", "a b"}}), {.share = 0.5});
  EXPECT_THAT(split.cases, IsEmpty());
}

}  // namespace
}  // namespace customer2vec
