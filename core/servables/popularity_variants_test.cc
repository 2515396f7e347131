#include "core/servables/popularity_variants.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <vector>

#include "core/base/status_matchers.h"
#include "core/catalogue/catalogue_builder.h"
#include "core/servables/embedding_test_util.h"

namespace customer2vec {
namespace {

using ::testing::ElementsAre;

const std::vector<float> kWeights = {0.25f, 0.5f, 0, 0.25f, 0.125f};

TEST(RecentPopularityScorerTest, RanksByWeightThenRow) {
  const RecentPopularityScorer scorer("recent", kWeights);
  std::vector<ScoredItem> top = {{9, 9}};
  scorer.Rank({}, {.k = 9}, &top);
  EXPECT_THAT(top, ElementsAre(ScoredItem{1, 0.5f}, ScoredItem{0, 0.25f},
                               ScoredItem{3, 0.25f}, ScoredItem{4, 0.125f},
                               ScoredItem{2, 0}));
  RowFilter filter;
  filter.Exclude(std::vector<uint32_t>{1});
  scorer.Rank({}, {.k = 2, .filter = &filter}, &top);
  EXPECT_THAT(top, ElementsAre(ScoredItem{0, 0.25f}, ScoredItem{3, 0.25f}));
}

// Items 0 and 1 are tea, 2 and 3 milk, 4 is nothing.
class CategoryPopularityScorerTest : public ::testing::Test {
 protected:
  void SetUp() override {
    const std::vector<std::string> names = {"a", "b", "c", "d", "e"};
    const std::vector<AttributeColumn> columns = {
        {.name = "type", .values = {"tea", "tea", "milk", "milk", ""}}};
    C2V_ASSERT_OK_AND_ASSIGN(arrays_, BuildCatalogue(names, columns));
    C2V_ASSERT_OK_AND_ASSIGN(catalogue_, Catalogue::Create(arrays_.view(), 5));
    histories_.Add({{.item = 0, .basket_count = 1, .decayed_count = 1}});
  }
  std::vector<ScoredItem> Rank(const ScorerQuery& query,
                               const SearchOptions& options = {.k = 9}) {
    const CategoryPopularityScorer scorer("by_type", catalogue_, 0, kWeights,
                                          histories_.View(5));
    std::vector<ScoredItem> top = {{9, 9}};
    scorer.Rank(query, options, &top);
    return top;
  }
  CatalogueArrays arrays_;
  Catalogue catalogue_;
  OwnedHistories histories_;
};

TEST_F(CategoryPopularityScorerTest, SharesTheQueryOutOverCategories) {
  const std::vector<HistoryEvent> events = {{0, 1}, {2, 3}, {4, 9}};
  // A quarter tea (sum 0.75), three quarters milk (sum 0.25).
  EXPECT_THAT(Rank({.events = events}),
              ElementsAre(ScoredItem{3, 0.75f}, ScoredItem{1, 0.5f / 3},
                          ScoredItem{0, 0.25f / 3}, ScoredItem{2, 0}));
  RowFilter filter;
  filter.Exclude(std::vector<uint32_t>{3, 1});
  EXPECT_THAT(Rank({.events = events}, {.k = 1, .filter = &filter}),
              ElementsAre(ScoredItem{0, 0.25f / 3}));
}

TEST_F(CategoryPopularityScorerTest, ListensToTheHistory) {
  EXPECT_THAT(Rank({.customer = 0}),
              ElementsAre(ScoredItem{1, 2.0f / 3}, ScoredItem{0, 1.0f / 3}));
}

TEST_F(CategoryPopularityScorerTest, WithoutACategoryItIsPopularity) {
  const std::vector<HistoryEvent> events = {{4, 1}};
  EXPECT_THAT(Rank({.events = events}, {.k = 1}),
              ElementsAre(ScoredItem{1, 0.5f}));
  EXPECT_THAT(Rank({}, {.k = 1}), ElementsAre(ScoredItem{1, 0.5f}));
}

}  // namespace
}  // namespace customer2vec
