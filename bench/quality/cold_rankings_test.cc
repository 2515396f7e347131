#include "bench/quality/cold_rankings.h"

#include <gmock/gmock.h>

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "core/base/status_matchers.h"
#include "core/tables/tables_arrays.h"

namespace customer2vec::bench {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

// Gives rows 2 and 4 a score.
class FixedScorer final : public Scorer {
 public:
  FixedScorer() : Scorer("fixed") {}
  void Rank(const ScorerQuery& query, const SearchOptions& options,
            std::vector<ScoredItem>* top) const override {
    EXPECT_EQ(query.events.size(), 1u);
    top->clear();
    for (const ScoredItem item : {ScoredItem{4, 9}, ScoredItem{2, 5}}) {
      if (options.filter->Allows(item.item)) top->push_back(item);
    }
  }
};

// Four items that were taken, then three hidden ones: rows 4, 5, 6.
class ColdRankingsTest : public ::testing::Test {
 protected:
  ColdRankingsTest() {
    const std::vector<std::string> ids = {"a", "b", "c", "d", "e", "f", "g"};
    arrays_.items = BuildVocabulary(ids).value();
    arrays_.customers = BuildVocabulary(std::vector<std::string>{"x"}).value();
    arrays_.catalogue =
        BuildCatalogue(
            ids,
            std::vector<AttributeColumn>{
                {.name = "aisle", .values = {"1", "1", "2", "2", "2", "1", ""}},
                {.name = "product_type",
                 .values = {"p", "q", "p", "q", "q", "p", "p"}},
                {.name = "manufacturer",
                 .values = {"m", "m", "m", "n", "n", "m", ""}}})
            .value();
    arrays_.basket_counts = {5, 4, 2, 1, 0, 0, 0};
    arrays_.basket_count = 6;
    arrays_.histories.entries = {
        {.item = 0, .basket_count = 2, .last_basket = 1, .decayed_count = 2},
        {.item = 3, .basket_count = 1, .last_basket = 1, .decayed_count = 1}};
    arrays_.histories.offsets = {0, 2};
    arrays_.histories.basket_counts = {2};
    tables_ = CreateTables(arrays_.view()).value();
    split_.hidden = {4, 5, 6};
  }

  std::vector<double> Scores(absl::string_view name) {
    const std::vector<NamedRanking> rankings =
        ColdRankings(split_, tables_, servables_, {}).value();
    for (const NamedRanking& ranking : rankings) {
      if (ranking.name != name) continue;
      std::vector<double> scores(3);
      ranking.rank({.customer = 0, .session = {1}, .targets = {4}}, scores);
      return scores;
    }
    ADD_FAILURE() << "no ranking " << name;
    return {};
  }

  TablesArrays arrays_;
  Tables tables_;
  ServableSet servables_;
  ColdSplit split_;
};

TEST_F(ColdRankingsTest, AnchorsGoByShares) {
  EXPECT_THAT(Scores("own_category"), ElementsAre(1, 2, 0));
  EXPECT_THAT(Scores("own_type_and_maker"), ElementsAre(1, 2, 0));
  const std::vector<double> popularity = Scores("category_popularity");
  EXPECT_GT(popularity[1], popularity[0]);
  EXPECT_GT(popularity[0], popularity[2]);
}

TEST_F(ColdRankingsTest, WhatAScorerLeavesOutRanksLast) {
  servables_.Add(std::unique_ptr<const Scorer>(new FixedScorer));
  EXPECT_THAT(Scores("fixed"), ElementsAre(9, 8, 8));
}

TEST_F(ColdRankingsTest, NamesAMissingAttribute) {
  EXPECT_THAT(ColdRankings(split_, tables_, servables_, {.maker = "brand"}),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       HasSubstr("no attribute \"brand\"")));
}

}  // namespace
}  // namespace customer2vec::bench
