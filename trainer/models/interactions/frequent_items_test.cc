#include "trainer/models/interactions/frequent_items.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <utility>

#include "core/base/status_matchers.h"

namespace customer2vec {
namespace {

// Items in 3, 2, 1 and no baskets.
Corpus FourItems() {
  CorpusArrays arrays{{"a", "b", "c", "d"},
                      {},
                      {0, 1, 2, 0, 1, 0},
                      {0, 3, 5, 6},
                      {0, 1, 2},
                      {kNoCustomer, kNoCustomer, kNoCustomer},
                      {0}};
  return Corpus(std::move(arrays));
}

TEST(FrequentItemsTest, AreAPrefix) {
  const Corpus corpus = FourItems();
  EXPECT_EQ(CountFrequentItems(corpus, 0), 4u);
  EXPECT_EQ(CountFrequentItems(corpus, 1), 3u);
  EXPECT_EQ(CountFrequentItems(corpus, 2), 2u);
  EXPECT_EQ(CountFrequentItems(corpus, 3), 1u);
  EXPECT_EQ(CountFrequentItems(corpus, 4), 0u);
}

TEST(FrequentItemsTest, FewerThanTwoAreNotEnough) {
  const Corpus corpus = FourItems();
  C2V_ASSERT_OK_AND_ASSIGN(const size_t items, FrequentItems(corpus, 2, "als"));
  EXPECT_EQ(items, 2u);
  EXPECT_THAT(FrequentItems(corpus, 3, "models[1].als"),
              StatusIs(absl::StatusCode::kFailedPrecondition,
                       "models[1].als: 1 of 4 items are in min_count = 3 "
                       "baskets or more; at least 2 are needed: lower "
                       "models[1].als.min_count or read more data"));
}

}  // namespace
}  // namespace customer2vec
