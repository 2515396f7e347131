#include "core/servables/segments_scorer.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <vector>

#include "core/base/status_matchers.h"
#include "core/tables/tables_arrays.h"

namespace customer2vec {
namespace {

using ::testing::ElementsAre;
using ::testing::FloatNear;
using ::testing::IsEmpty;

// Items 0 to 3 in 40, 20, 10 and 0 of 50 baskets. Segment 0 is everybody;
// segment 1 took items 1 and 2 in 8 and 6 of its 10 baskets. Customer 0 is of
// segment 1, customer 1 of segment 0.
class SegmentsScorerTest : public ::testing::Test {
 protected:
  SegmentsScorerTest() {
    const std::vector<std::string> ids = {"a", "b", "c", "d"};
    const std::vector<std::string> customers = {"x", "y"};
    arrays_.items = *BuildVocabulary(ids);
    arrays_.catalogue = *BuildCatalogue(ids, {});
    arrays_.basket_counts = {40, 20, 10, 0};
    arrays_.basket_count = 50;
    arrays_.customers = *BuildVocabulary(customers);
    arrays_.histories.offsets = {0, 0, 0};
    arrays_.histories.basket_counts = {0, 0};
    tables_ = *CreateTables(arrays_.view());
  }

  std::vector<ScoredItem> Rank(float smoothing,
                               std::optional<uint32_t> customer,
                               const SearchOptions& options) const {
    const SegmentsScorer scorer("segments", tables_,
                                {.basket_counts = {50, 10},
                                 .offsets = offsets_,
                                 .items = items_,
                                 .counts = counts_,
                                 .of_customers = of_customers_},
                                smoothing);
    std::vector<ScoredItem> top;
    scorer.Rank({.customer = customer}, options, &top);
    return top;
  }

  TablesArrays arrays_;
  Tables tables_;
  const std::vector<uint64_t> offsets_ = {0, 3, 5};
  const std::vector<uint32_t> items_ = {0, 1, 2, 1, 2};
  const std::vector<uint32_t> counts_ = {40, 20, 10, 8, 6};
  const std::vector<uint32_t> of_customers_ = {1, 0};
};

TEST_F(SegmentsScorerTest, RanksByTheSegmentsOwnBaskets) {
  EXPECT_THAT(Rank(0, 0, {.k = 4}),
              ElementsAre(ScoredItem{1, 0.8F}, ScoredItem{2, 0.6F}));
}

TEST_F(SegmentsScorerTest, NobodyKnownIsEverybody) {
  for (const std::optional<uint32_t> customer :
       {std::optional<uint32_t>(1), std::optional<uint32_t>()}) {
    EXPECT_THAT(Rank(0, customer, {.k = 2}),
                ElementsAre(ScoredItem{0, 0.8F}, ScoredItem{1, 0.4F}));
  }
}

TEST_F(SegmentsScorerTest, SmoothingAddsTheWholeShop) {
  // Item 0: (0 + 30 * .8) / 40, item 1: (8 + 30 * .4) / 40, item 2: (6 + 30 *
  // .2) / 40.
  EXPECT_THAT(Rank(30, 0, {.k = 4}),
              ElementsAre(ScoredItem{0, 0.6F}, ScoredItem{1, 0.5F},
                          ScoredItem{2, 0.3F}, ScoredItem{3, 0}));
  EXPECT_THAT(Rank(30, 0, {.k = 1}), ElementsAre(ScoredItem{0, 0.6F}));
}

TEST_F(SegmentsScorerTest, HonoursTheFilter) {
  RowFilter filter;
  const std::vector<uint32_t> excluded = {1};
  filter.Exclude(excluded);
  EXPECT_THAT(Rank(30, 0, {.k = 2, .filter = &filter}),
              ElementsAre(ScoredItem{0, 0.6F}, ScoredItem{2, 0.3F}));
  const std::vector<uint32_t> only = {1, 3};
  filter.RestrictTo(only);
  EXPECT_THAT(Rank(30, 0, {.k = 2, .filter = &filter}),
              ElementsAre(ScoredItem{3, 0}));
  EXPECT_THAT(Rank(0, 0, {.k = 2, .filter = &filter}), IsEmpty());
}

TEST_F(SegmentsScorerTest, NothingAskedNothingAnswered) {
  EXPECT_THAT(Rank(30, 0, {.k = 0}), IsEmpty());
}

}  // namespace
}  // namespace customer2vec
